import { KubeError } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import type { KubeEvent, Notebook } from '@kubeflow-lab/resources';
import fc from 'fast-check';

import { MORE_WARNINGS, MOST, MOST_OF_A_KIND, Warnings, warningsFor } from './warnings.js';

const NOW = Date.parse('2026-01-01T12:00:00Z');
const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();

const notebook: Notebook = {
  metadata: { name: 'lab', namespace: 'ada', uid: 'u1', creationTimestamp: ago(30) }
};

function event(uid: string, change: Partial<KubeEvent> = {}): KubeEvent {
  return {
    metadata: { namespace: 'ada', name: `lab-0.${uid}`, uid },
    type: 'Warning',
    reason: 'BackOff',
    message: 'it backs off',
    lastTimestamp: ago(1),
    involvedObject: { kind: 'Pod', namespace: 'ada', name: 'lab-0' },
    ...change
  };
}

it("is an event of the Notebook in upstream's words", () => {
  const [warning, ...others] = warningsFor(notebook, [event('e1')], NOW);
  expect(others).toEqual([]);
  expect(warning).toMatchObject({
    metadata: { namespace: 'ada', name: expect.stringMatching(/^lab\.[0-9a-f]{16}$/) },
    involvedObject: { apiVersion: 'kubeflow.org/v1', kind: 'Notebook', name: 'lab', uid: 'u1' },
    type: 'Warning',
    reason: 'BackOff',
    message: 'Reissued from pod/lab-0: it backs off',
    firstTimestamp: ago(1)
  });
});

it('comes once for each event, however often that is seen, counted on, or the controller started', () => {
  const events = [event('e1'), event('e2')];
  const warnings = warningsFor(notebook, events, NOW);
  expect(new Set(warnings.map(({ metadata }) => metadata?.name)).size).toBe(2);
  const counted = event('e1', { count: 7, lastTimestamp: ago(0) });
  expect(warningsFor(notebook, [counted, events[1], ...warnings], NOW)).toEqual([]);
});

const left: [string, Partial<KubeEvent>][] = [
  ['is none', { type: 'Normal' }],
  ['is long ago', { lastTimestamp: ago(11) }],
  ['has no time', { lastTimestamp: null }],
  ['is about the Notebook itself', { involvedObject: { kind: 'Notebook', name: 'lab' } }]
];

it.each(left)('leaves out a warning that %s', (_what, change) => {
  expect(warningsFor(notebook, [event('e1', change)], NOW)).toEqual([]);
});

it('leaves out what happened to an earlier Notebook of the same name', () => {
  const young = { metadata: { ...notebook.metadata, creationTimestamp: ago(0) } };
  expect(warningsFor(young, [event('e1')], NOW)).toEqual([]);
});

it('takes no message that the API server refuses', () => {
  const [warning] = warningsFor(notebook, [event('e1', { message: 'x'.repeat(2000) })], NOW);
  expect(warning.message).toMatch(/^Reissued from pod\/lab-0: x+$/);
  expect(warning.message).toHaveLength(1024);
});

describe('of very many', () => {
  const many = (number: number, change: (index: number) => Partial<KubeEvent> = () => ({})) =>
    Array.from({ length: number }, (_, index) =>
      event(`e${index}`, {
        message: String(index),
        lastTimestamp: new Date(NOW - index * 100).toISOString(),
        ...change(index)
      })
    );
  const isDigest = ({ reason }: KubeEvent) => reason === MORE_WARNINGS;

  it('the latest are repeated, and one sentence stands for the others', () => {
    const warnings = warningsFor(notebook, many(1000), NOW);
    expect(warnings.slice(0, -1).map(({ message }) => message)).toEqual(
      Array.from({ length: MOST_OF_A_KIND }, (_, i) => `Reissued from pod/lab-0: ${i}`)
    );
    expect(warnings.at(-1)).toMatchObject({
      metadata: { name: expect.stringMatching(/^lab\.[0-9a-f]{16}$/) },
      reason: MORE_WARNINGS,
      message:
        'Reissued from pod/lab-0: there are more warnings than are repeated here; "kubectl -n ada describe pod lab-0" shows them.',
      // The latest that is not repeated.
      lastTimestamp: new Date(NOW - MOST_OF_A_KIND * 100).toISOString()
    });
  });

  it('none that are within the limit stand for others', () => {
    expect(warningsFor(notebook, many(MOST_OF_A_KIND), NOW).filter(isDigest)).toEqual([]);
  });

  it('another kind is still repeated, up to a limit for all', () => {
    const noise = many(1000);
    const told = warningsFor(notebook, noise, NOW);
    const news = event('news', { reason: 'FailedMount' });
    expect(warningsFor(notebook, [...noise, ...told, news], NOW)).toMatchObject([
      { reason: 'FailedMount' }
    ]);
    const kinds = many(1000, index => ({ reason: `Reason${index}` }));
    expect(warningsFor(notebook, kinds, NOW)).toHaveLength(MOST + 1);
  });

  it('no more are told while these are fresh, however they arrive', () => {
    const events = fc.uniqueArray(fc.nat(5000), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(events, fc.integer({ min: 1, max: 40 }), (order, step) => {
        const all = many(5001);
        let known: KubeEvent[] = [];
        for (let begin = 0; begin < order.length; begin += step) {
          known = [...known, ...order.slice(begin, begin + step).map(index => all[index])];
          known = [...known, ...warningsFor(notebook, known, NOW)];
        }
        expect(warningsFor(notebook, known, NOW)).toEqual([]);
        const told = known.filter(({ involvedObject }) => involvedObject?.kind === 'Notebook');
        expect(told.filter(isDigest)).toHaveLength(order.length > MOST_OF_A_KIND ? 1 : 0);
        expect(told.filter(warning => !isDigest(warning))).toHaveLength(
          Math.min(order.length, MOST_OF_A_KIND)
        );
      })
    );
  });

  it('what comes when these are history is told again', () => {
    const old = many(1000);
    const told = warningsFor(notebook, old, NOW);
    const later = NOW + 11 * 60_000;
    const news = event('news', { lastTimestamp: new Date(later).toISOString() });
    expect(warningsFor(notebook, [...old, ...told, news], later)).toHaveLength(1);
  });
});

describe('written', () => {
  function recording(answer: () => Promise<unknown> = () => Promise.resolve()) {
    const written: string[] = [];
    const create = (_kind: unknown, { metadata }: KubeEvent) => {
      written.push(metadata?.name ?? '');
      return answer();
    };
    return { written, warnings: new Warnings({ create } as unknown as KubeClient) };
  }

  it('they count before they are seen', async () => {
    const { written, warnings } = recording();
    const events = Array.from({ length: 8 }, (_, index) => event(`e${index}`));
    await warnings.repeat(notebook, events, NOW);
    await warnings.repeat(notebook, events, NOW);
    expect(written).toHaveLength(8);
    const more = Array.from({ length: 8 }, (_, index) => event(`m${index}`));
    await warnings.repeat(notebook, [...events, ...more], NOW);
    expect(written).toHaveLength(MOST_OF_A_KIND + 1);
    expect(new Set(written).size).toBe(written.length);
  });

  it('one that is there already is well, any other refusal is not, and is tried again', async () => {
    const there = new KubeError(409, { reason: 'AlreadyExists' });
    await recording(() => Promise.reject(there)).warnings.repeat(notebook, [event('e1')], NOW);
    const full = new KubeError(429, {});
    const { written, warnings } = recording(() => Promise.reject(full));
    for (let turn = 1; turn <= 2; turn += 1) {
      await expect(warnings.repeat(notebook, [event('e1')], NOW)).rejects.toBe(full);
      expect(written).toHaveLength(turn);
    }
  });
});
