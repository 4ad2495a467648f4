import type { Pod } from '../common/object.js';
import { nodesOf } from './nodes.js';
import { summarizeInferenceGraph } from './phase.js';
import type { InferenceGraph, InferenceGraphStep } from './types.js';

const graph = (steps: InferenceGraphStep[], more: object = {}): InferenceGraph => ({
  metadata: { name: 'both', namespace: 'ada', creationTimestamp: '2026-01-01T00:00:00Z', ...more },
  spec: {
    nodes: {
      last: { routerType: 'Ensemble', steps: [{ serviceName: 'b' }] },
      root: { routerType: 'Sequence', steps }
    }
  },
  status: { url: 'http://both-ada.svc.cluster.local' }
});
const steps: InferenceGraphStep[] = [{ serviceName: 'a' }, { nodeName: 'last', data: '$response' }];
const serving = { phase: 'Running' as const, message: 'Serving version 1.', url: 'http://a' };
const broken = { phase: 'Failed' as const, message: 'Version 1 failed to load.', url: null };
const all = new Map<string, object>([
  ['a', serving],
  ['b', serving]
]);

function pod(status: Pod['status']): Pod {
  return { metadata: { name: 'both-1' }, spec: { containers: [{ name: 'both' }] }, status };
}
const ready = pod({
  phase: 'Running',
  conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:01:00Z' }]
});
const unfetched = pod({
  phase: 'Pending',
  containerStatuses: [
    { name: 'both', image: 'kserve/router', state: { waiting: { reason: 'ImagePullBackOff' } } }
  ]
});

it('begins with the node that requests come to', () => {
  expect(nodesOf(graph(steps))).toMatchObject([
    {
      name: 'root',
      router: 'Sequence',
      steps: [
        { kind: 'model', target: 'a', soft: true },
        { kind: 'node', target: 'last', data: '$response' }
      ]
    },
    { name: 'last', router: 'Ensemble' }
  ]);
});

it.each<[InferenceGraphStep, object]>([
  [
    { serviceName: 'a', weight: 30, dependency: 'Hard' },
    { weight: 30, soft: false }
  ],
  [{ serviceUrl: 'http://x' }, { kind: 'address', target: 'http://x' }],
  [{ condition: 'x==1' }, { kind: 'nothing', condition: 'x==1' }],
  [
    { serviceName: 7 as never, weight: 'x' as never },
    { kind: 'model', target: '7', weight: null }
  ],
  [null as never, { kind: 'nothing' }]
])('reads the step %j', (step, expected) => {
  expect(nodesOf(graph([step]))[0].steps[0]).toMatchObject(expected);
});

it.each<[string, object, Pod[], Map<string, object>, string]>([
  ['Running', {}, [ready], all, 'Answering with 2 models.'],
  [
    'Running',
    {},
    [ready],
    new Map<string, object>([...all, ['b', broken]]),
    'The model b does not answer: version 1 failed to load. Requests that need it fail.'
  ],
  [
    'Pending',
    {},
    [],
    new Map<string, object>([['a', serving]]),
    'The graph waits. The model b does not answer: no model of this name is served in the project.'
  ],
  ['Failed', {}, [unfetched], all, 'The image kserve/router cannot be fetched; .*'],
  ['Pending', {}, [], all, 'The graph waits for KServe.'],
  ['Starting', {}, [pod({ phase: 'Pending' })], all, 'The router of the graph is being started.'],
  [
    'Stopped',
    { annotations: { 'serving.kserve.io/stop': 'true' } },
    [],
    all,
    'The graph is stopped; .*'
  ],
  ['Deleting', { deletionTimestamp: '2026-01-01T00:00:00Z' }, [ready], all, 'The graph is being .*']
])('is %s of %j', (phase, more, pods, models, message) => {
  const summary = summarizeInferenceGraph(graph(steps, more), { pods, models: models as never });
  expect(summary.phase).toBe(phase);
  expect(summary.message).toMatch(new RegExp(`^${message}$`));
  const url = pods.includes(ready) ? 'http://both.ada.svc.cluster.local' : null;
  expect(summary.url).toBe(url);
});

it('is nothing but waiting where an object says nothing', () => {
  expect(summarizeInferenceGraph({})).toMatchObject({ nodes: [], models: [], url: null });
});
