import { KubeError, UnreachableError } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';

import { comesTrue, inParallel, patiently, until } from './patience.js';
import { perform } from './workload.js';

it('waits until it holds, and not for ever', async () => {
  let asked = 0;
  expect(await comesTrue(() => (asked += 1) === 3, 5, 1)).toBe(true);
  expect(asked).toBe(3);
  expect(await comesTrue(() => false, 0.01, 1)).toBe(false);
  await expect(until(() => false, 0.01, 1)).rejects.toThrow('Waited 0.01 s in vain.');
});

it('calls for each number once, no more than so many at the same time', async () => {
  const called: number[] = [];
  let active = 0;
  let most = 0;
  await inParallel(20, 3, async index => {
    called.push(index);
    most = Math.max(most, (active += 1));
    await Promise.resolve();
    active -= 1;
  });
  expect(called.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index));
  expect(most).toBe(3);
});

describe('people', () => {
  it.each([
    ['an API server that is away', new UnreachableError('cut')],
    ['a name that is not free yet', new KubeError(409, {})]
  ])('try again after %s', async (_what, error) => {
    let tries = 0;
    await patiently(async () => {
      tries += 1;
      if (tries === 1) {
        throw error;
      }
    });
    expect(tries).toBe(2);
  });

  it('do not try again what is wrong', async () => {
    const error = new KubeError(422, {});
    await expect(patiently(() => Promise.reject(error))).rejects.toBe(error);
  });

  const taken = new KubeError(409, { reason: 'AlreadyExists' });
  const clientWith = (metadata: object) =>
    ({
      create: () => Promise.reject(taken),
      delete: () => Promise.reject(new KubeError(404, {})),
      list: () => Promise.resolve({ items: [{ metadata }] })
    }) as unknown as KubeClient;

  it('have done what was done although its answer was lost', async () => {
    const client = clientWith({ name: 'nb-0' });
    await perform(client, 'chaos', { type: 'create', name: 'nb-0' });
    await perform(client, 'chaos', { type: 'delete', name: 'nb-0' });
  });

  it('have to wait for the end of an earlier notebook of the same name', async () => {
    const client = clientWith({ name: 'nb-0', deletionTimestamp: '2026-01-01T12:00:00Z' });
    const creating = perform(client, 'chaos', { type: 'create', name: 'nb-0' });
    await expect(creating).rejects.toBe(taken);
  });
});
