import type { ObjectMeta } from '../common/object.js';
import type { Phase } from '../common/summary.js';
import { awaitedFinalizers } from './held.js';
import { notebookPhase } from './phase.js';
import { STOP_ANNOTATION } from './types.js';

const ENDING = { deletionTimestamp: '2026-01-01T12:00:00Z' };
const HELD = { ...ENDING, finalizers: ['example.org/hold'] };
const notebook = { metadata: { name: 'lab', namespace: 'ada' } };
const stopped = { metadata: { ...notebook.metadata, annotations: { [STOP_ANNOTATION]: 'now' } } };

it.each<[string, ObjectMeta, string]>([
  ['nothing, as long as it is not deleted', { finalizers: ['example.org/hold'] }, ''],
  ['nothing that Kubernetes does itself', { ...ENDING, finalizers: ['foregroundDeletion'] }, ''],
  ['nothing where it has no finalizer', ENDING, ''],
  ['all that others set', { ...ENDING, finalizers: ['a.b/c', 'orphan', 'd.e/f'] }, 'a.b/c, d.e/f']
])('an object waits for %s', (_what, metadata, awaited) => {
  expect(awaitedFinalizers({ metadata })).toBe(awaited);
});

describe('a server', () => {
  const set = (metadata: ObjectMeta) => ({ metadata: { name: 'lab', ...metadata } });
  const pod = (metadata: ObjectMeta, ready = 'False') => ({
    metadata: { name: 'lab-0', ...metadata },
    status: { conditions: [{ type: 'Ready', status: ready as 'True' | 'False' }] }
  });

  it.each([
    ['its StatefulSet', { statefulSet: set(HELD), pod: null }, 'Pending', 'StatefulSet lab'],
    ['its pod', { statefulSet: set({}), pod: pod(HELD) }, 'Starting', 'Pod lab-0']
  ])('says that %s is kept by a finalizer', (_what, around, phase, part) => {
    expect(notebookPhase(notebook, around)).toMatchObject({
      phase,
      reason: 'Held',
      message: `${part} was deleted, but stays until finalizer example.org/hold is removed.`
    });
  });

  it('that cannot stop for it says so too, and one that runs or is stopped is as it is', () => {
    const phases: [typeof notebook, ReturnType<typeof pod> | null, Phase, string][] = [
      [stopped, pod({}, 'True'), 'Stopping', 'Held'],
      [stopped, null, 'Stopped', ''],
      [notebook, pod({}, 'True'), 'Running', '']
    ];
    for (const [object, itsPod, phase, reason] of phases) {
      const around = { statefulSet: set(HELD), pod: itsPod };
      expect(notebookPhase(object, around)).toMatchObject({ phase, reason });
    }
  });

  it('that is deleted itself says what it waits for', () => {
    const message = (metadata: ObjectMeta) => notebookPhase({ metadata }).message;
    expect(message(ENDING)).toBe('The server is being deleted.');
    expect(message(HELD)).toBe(
      'The server is being deleted; it waits for finalizer example.org/hold.'
    );
  });
});
