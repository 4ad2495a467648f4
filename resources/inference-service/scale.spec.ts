import { summarizeInferenceService } from './phase.js';
import { checkServingScale, scaleOf } from './scale.js';
import type { HorizontalPodAutoscaler } from './scale.js';
import type { InferenceService, PredictorSpec } from './types.js';

function service(
  predictor: PredictorSpec = {},
  annotations: Record<string, string> = {}
): InferenceService {
  const model = { resources: { requests: { cpu: '100m' } } };
  return {
    metadata: { name: 'digits', annotations },
    spec: { predictor: { model, ...predictor } }
  };
}

const knative = { 'serving.kserve.io/deploymentMode': 'Knative' };
const keda = { 'serving.kserve.io/autoscalerClass': 'keda' };
const by = (metric: string, averageUtilization: number): HorizontalPodAutoscaler => ({
  status: { currentMetrics: [{ resource: { name: metric, current: { averageUtilization } } }] }
});
const form = { minReplicas: 1, maxReplicas: 5, metric: 'cpu', target: 80 } as const;
const offered = (of: InferenceService) =>
  scaleOf(of, null).offers.flatMap(({ metric, why }) => (why === null ? [metric] : []));

it('says what an autoscaler measures, of which target', () => {
  const scaled = { minReplicas: 1, maxReplicas: 5, scaleMetric: 'cpu', scaleTarget: 60 };
  expect(scaleOf(service(scaled), by('cpu', 40))).toMatchObject({
    min: 1,
    max: 5,
    metric: 'cpu',
    target: 60,
    measured: 40,
    requested: '100m',
    trouble: null
  });
  expect(scaleOf(service(scaled), by('memory', 40)).measured).toBeNull();
});

it.each<[string, InferenceService, object]>([
  ['of a Standard service', service(), { min: 1, max: 1, metric: 'cpu', target: 80 }],
  ['that asks for none', service({ minReplicas: 0 }), { min: 1, max: 1 }],
  ['with more than its most', service({ minReplicas: 3, maxReplicas: 2 }), { min: 3, max: 3 }],
  ['on Knative', service({ minReplicas: 0 }, knative), { min: 0, max: null, zero: null }],
  ['of nonsense', service({ minReplicas: 'x' as never, scaleTarget: {} as never }), { min: 1 }],
  ['by KEDA', service({}, keda), { metric: null, target: null, measured: null }]
])('has the bounds %s', (_, of, expected) => {
  expect(scaleOf(of, by('cpu', 1))).toMatchObject(expected);
});

it('offers what the mode of KServe counts', () => {
  expect(offered(service())).toEqual(['cpu', 'memory']);
  expect(offered(service({}, knative))).toEqual(['concurrency', 'rps']);
  expect(offered(service({}, keda))).toEqual([]);
  expect(offered(service({ autoScaling: {} }))).toEqual([]);
  expect(offered(service({}, { 'serving.kserve.io/autoscalerClass': 'hpa' }))).toHaveLength(2);
});

it.each<[object, InferenceService, string[]]>([
  [{}, service(), []],
  [{ minReplicas: 0 }, service(), ['minReplicas']],
  [{ minReplicas: 0, metric: 'rps', target: 500 }, service({}, knative), []],
  [{ minReplicas: 6 }, service(), ['maxReplicas']],
  [{ metric: 'concurrency' }, service(), ['metric']],
  [{ metric: 'memory', target: 101 }, service(), ['target']],
  [{}, service({}, keda), ['metric']]
])('checks %j', (change, of, paths) => {
  expect(checkServingScale({ ...form, ...change }, of).map(({ path }) => path)).toEqual(paths);
});

it.each([
  [
    {
      type: 'ScalingActive',
      status: 'False',
      reason: 'FailedGetResourceMetric',
      message: 'no metrics'
    },
    'It is not scaled now: no metrics.'
  ],
  [{ type: 'ScalingActive', status: 'False', reason: 'ScalingDisabled' }, null],
  [
    { type: 'ScalingLimited', status: 'True', reason: 'TooManyReplicas' },
    'It is at its most, and the load asks for more.'
  ],
  [{ type: 'ScalingLimited', status: 'True', reason: 'TooFewReplicas' }, null]
])('reads the condition %j', (condition, trouble) => {
  expect(scaleOf(service(), { status: { conditions: [condition as never] } }).trouble).toBe(
    trouble
  );
});

it('is nothing of a service that is being deleted', () => {
  const deleted = { ...service(), metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } };
  expect(summarizeInferenceService(deleted).scale).toBeNull();
});
