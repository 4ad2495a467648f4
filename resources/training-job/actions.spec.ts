import { elasticRange, scalePatch, suspendPatch, whyNotJob } from './actions.js';
import type { JobAction } from './actions.js';
import { PYTORCHJOB_KIND as KIND } from './kinds.js';
import type { TrainingJob } from './types.js';

const job = (spec: TrainingJob['spec'], more: Partial<TrainingJob> = {}): TrainingJob => ({
  spec,
  ...more
});
const elastic = {
  elasticPolicy: { minReplicas: 1, maxReplicas: 4 },
  pytorchReplicaSpecs: { Worker: { replicas: 2 } }
};
const ended = { status: { conditions: [{ type: 'Succeeded', status: 'True' as const }] } };

it.each<[JobAction, TrainingJob, string | null]>([
  ['suspend', job({}), null],
  ['suspend', job({ runPolicy: { suspend: true } }), 'It is suspended already.'],
  ['suspend', job({}, ended), 'It has ended.'],
  ['resume', job({ runPolicy: { suspend: true } }), null],
  ['resume', job({}), 'It is not suspended.'],
  ['scale', job(elastic), null],
  [
    'scale',
    job({ pytorchReplicaSpecs: elastic.pytorchReplicaSpecs }),
    'Only a job with workers and an elasticPolicy can be scaled while it runs.'
  ],
  [
    'scale',
    job(elastic, { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }),
    'It is being deleted.'
  ]
])('%s of %j', (action, object, why) => {
  expect(whyNotJob(action, object, KIND)).toBe(why);
});

it.each<[TrainingJob['spec'], ReturnType<typeof elasticRange>]>([
  [elastic, { least: 1, most: 4, workers: 2 }],
  [
    { ...elastic, elasticPolicy: {} },
    { least: 1, most: 2, workers: 2 }
  ],
  [
    { ...elastic, elasticPolicy: { minReplicas: 3, maxReplicas: 1 } },
    { least: 3, most: 3, workers: 2 }
  ],
  [{ elasticPolicy: {}, pytorchReplicaSpecs: { Master: {} } }, null],
  [undefined, null]
])('the range of %j', (spec, range) => {
  expect(elasticRange(job(spec), KIND)).toEqual(range);
});

it('changes nothing but what it is to change', () => {
  expect([suspendPatch(true), scalePatch(KIND, 3)]).toEqual([
    { spec: { runPolicy: { suspend: true } } },
    { spec: { pytorchReplicaSpecs: { Worker: { replicas: 3 } } } }
  ]);
});
