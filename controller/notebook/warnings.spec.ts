import { isAlreadyExists, KubeError } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import type { KubeEvent, Notebook } from '@kubeflow-lab/resources';

import { reissue, warningsFor } from './warnings.js';

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

it('takes the latest of very many, and no message that the API server refuses', () => {
  const events = Array.from({ length: 50 }, (_, index) =>
    event(`e${index}`, {
      message: `${index} ${'x'.repeat(2000)}`,
      lastTimestamp: new Date(NOW - index * 1000).toISOString()
    })
  );
  const warnings = warningsFor(notebook, events, NOW);
  expect(warnings).toHaveLength(20);
  expect(warnings[0].message).toMatch(/^Reissued from pod\/lab-0: 0 x+$/);
  expect(warnings.every(({ message }) => message!.length <= 1024)).toBe(true);
});

it('takes it well that one is there already, and nothing else', async () => {
  const answers = (error: KubeError) => ({ create: () => Promise.reject(error) }) as unknown;
  const there = new KubeError(409, { reason: 'AlreadyExists' });
  expect(isAlreadyExists(there)).toBe(true);
  await reissue(answers(there) as KubeClient, [event('e1')]);
  const full = new KubeError(429, {});
  await expect(reissue(answers(full) as KubeClient, [event('e1')])).rejects.toBe(full);
});
