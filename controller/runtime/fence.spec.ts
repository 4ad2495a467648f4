import { POD } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';

import { NotLeading, fenced } from './fence.js';

const KEY = { namespace: 'n', name: 'a' };

function recording(): { client: KubeClient; calls: string[] } {
  const calls: string[] = [];
  const note = (name: string) => async () => {
    calls.push(name);
    return {};
  };
  const names = ['get', 'create', 'apply', 'mergePatch', 'delete'];
  const client = Object.fromEntries(names.map(name => [name, note(name)]));
  client.as = (() => client) as never;
  return { client: client as unknown as KubeClient, calls };
}

const writes: [string, (client: KubeClient) => Promise<unknown>][] = [
  ['create', client => client.create(POD, {})],
  ['apply', client => client.apply(POD, {})],
  ['mergePatch', client => client.mergePatch(POD, KEY, {})],
  ['delete', client => client.delete(POD, KEY)],
  ['apply', client => client.as({ user: 'ada' }).apply(POD, {})]
];

it.each(writes)('%s is sent only while the process leads', async (name, write) => {
  const { client, calls } = recording();
  let leads = true;
  const guarded = fenced(client, () => leads);
  await write(guarded);
  leads = false;
  await expect(write(guarded)).rejects.toThrow(NotLeading);
  expect(calls).toEqual([name]);
});

it('reading needs no lead', async () => {
  const { client, calls } = recording();
  await fenced(client, () => false).get(POD, KEY);
  expect(calls).toEqual(['get']);
});
