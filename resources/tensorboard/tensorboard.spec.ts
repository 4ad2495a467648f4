import type { Pod } from '../common/object.js';
import { buildTensorboard, checkTensorboard } from './build.js';
import { readLogsPath } from './logs-path.js';
import { idleStopAnnotations } from '../notebook/activity.js';
import { summarizeTensorboard } from './phase.js';
import type { Tensorboard } from './types.js';

describe('the place of the logs', () => {
  it.each<[string, object]>([
    ['pvc://shared', { kind: 'claim', claim: 'shared', path: '' }],
    ['pvc://shared/', { kind: 'claim', claim: 'shared', path: '' }],
    ['pvc://shared/logs//digits/', { kind: 'claim', claim: 'shared', path: 'logs/digits' }],
    ['s3://ada/logs/a b', { kind: 'bucket', uri: 's3://ada/logs/a b' }],
    ['s3://ada', { kind: 'bucket', uri: 's3://ada' }]
  ])('%j is %j', (text, place) => expect(readLogsPath(text)).toEqual(place));

  it.each<[unknown, string]>([
    ['', 'pvc://CLAIM/FOLDER'],
    [undefined, 'pvc://CLAIM/FOLDER'],
    [7, 'pvc://CLAIM/FOLDER'],
    ['/logs', 'pvc://CLAIM/FOLDER'],
    ['gs://bucket/logs', 'pvc://CLAIM/FOLDER'],
    ['file:///etc', 'pvc://CLAIM/FOLDER'],
    ['pvc://shared/../other', '".."'],
    ['s3://ada/./x', '"."'],
    ['pvc://shared/a\nb', 'pvc://CLAIM/FOLDER'],
    ['pvc://shared/a\u0000b', 'control characters'],
    ['pvc://Shared/logs', 'cannot be the name']
  ])('%j is refused', (text, sentence) => expect(readLogsPath(text)).toContain(sentence));
});

it('is made from a form that passes its checks', () => {
  const form = { name: 'digits', logspath: 'pvc://shared/logs' };
  expect(checkTensorboard(form)).toEqual([]);
  expect(buildTensorboard(form, 'ada', { a: 'b' })).toEqual({
    apiVersion: 'tensorboard.kubeflow.org/v1alpha1',
    kind: 'Tensorboard',
    metadata: { name: 'digits', namespace: 'ada', annotations: { a: 'b' } },
    spec: { logspath: 'pvc://shared/logs' }
  });
  const wrong = checkTensorboard({ name: 'Digits', logspath: 'logs' });
  expect(wrong.map(({ path }) => path)).toEqual(['name', 'logspath']);
});

describe('the state', () => {
  const board: Tensorboard = {
    metadata: {
      name: 'digits',
      namespace: 'ada',
      uid: 'u',
      creationTimestamp: '2026-01-01T00:00:00Z'
    },
    spec: { logspath: 'pvc://shared/logs' }
  };
  const pod = (status: object): Pod => ({
    metadata: { name: 'p' },
    spec: { containers: [{ name: 'tensorboard', image: 'tb:1' }] },
    status
  });
  const ready = pod({ phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] });
  const waiting = { state: { waiting: { reason: 'ImagePullBackOff' } } };
  const taken = {
    reason: 'NameTaken',
    message: 'There is a Service "digits".',
    involvedObject: { uid: 'u' }
  };

  const stopped = { 'kubeflow-resource-stopped': '2026-01-02T00:00:00Z' };

  it('says that nobody used it', () => {
    const idle = idleStopAnnotations('2026-01-02T00:00:00Z', 7_200_000);
    const { message, since } = summarizeTensorboard({
      ...board,
      metadata: { ...board.metadata, annotations: idle }
    });
    expect(message).toBe('The TensorBoard was stopped because nobody used it for 2 h.');
    expect(since).toBe('2026-01-02T00:00:00Z');
  });

  it.each<[string, Tensorboard, object, string, string]>([
    ['nothing yet', board, {}, 'Pending', ''],
    ['a pod that starts', board, { pods: [pod({ phase: 'Pending' })] }, 'Starting', ''],
    ['a pod that is ready', board, { pods: [ready] }, 'Running', ''],
    [
      'an image that is not there',
      board,
      {
        pods: [
          pod({
            phase: 'Pending',
            containerStatuses: [{ name: 'tensorboard', image: 'tb:1', ...waiting }]
          })
        ]
      },
      'Pending',
      'ImagePull'
    ],
    ['a name of somebody else', board, { events: [taken] }, 'Failed', 'Rejected'],
    ['no place', { ...board, spec: { logspath: 'logs' } }, {}, 'Failed', 'Rejected'],
    [
      'one that somebody stopped, whose pod is still there',
      { ...board, metadata: { ...board.metadata, annotations: stopped } },
      { pods: [ready] },
      'Stopped',
      ''
    ],
    [
      'one that goes',
      { ...board, metadata: { ...board.metadata, deletionTimestamp: '2026-01-02T00:00:00Z' } },
      { pods: [ready] },
      'Deleting',
      ''
    ]
  ])('of %s', (_, object, around, phase, reason) => {
    const summary = summarizeTensorboard(object, around);
    expect(summary).toMatchObject({ phase, reason });
    expect(summary.url).toBe(phase === 'Running' ? '/connect/tensorboard/ada/digits' : null);
  });
});
