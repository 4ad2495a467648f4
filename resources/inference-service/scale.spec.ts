import { summarizeInferenceService } from './phase.js';
import { autoscalerNames, checkServingScale, scaleOf } from './scale.js';
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
const external = { 'serving.kserve.io/autoscalerClass': 'external' };
const nothing = { 'serving.kserve.io/autoscalerClass': 'none' };
const byCpuOfPods = { ...knative, 'autoscaling.knative.dev/class': 'hpa.autoscaling.knative.dev' };
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
  [
    'on Knative by requests a second',
    service({ scaleMetric: 'rps' }, knative),
    { metric: 'rps', target: 200 }
  ],
  // KServe makes no rule for memory without a target, and a HorizontalPodAutoscaler without rules goes by CPU.
  ['by memory without a target', service({ scaleMetric: 'memory' }), { metric: 'cpu', target: 80 }],
  [
    'by what Knative alone counts',
    service({ scaleMetric: 'rps', scaleTarget: 5 }),
    { metric: 'cpu', target: 80 }
  ],
  ['by KEDA to none', service({ minReplicas: 0, maxReplicas: 3 }, keda), { min: 0, max: 3 }],
  [
    'by nothing',
    service({ minReplicas: 2, maxReplicas: 5 }, nothing),
    { min: 2, max: 2, metric: null }
  ],
  ['by something else', service({ minReplicas: 2 }, external), { min: 0, max: null, metric: null }],
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
  expect(offered(service({}, byCpuOfPods))).toEqual([]);
  // What only the Standard mode reads.
  expect(offered(service({ autoScaling: {} }, { ...knative, ...keda }))).toHaveLength(2);
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

it.each([
  [keda, 'KEDA scales it, as'],
  [external, 'Something outside of KServe scales it, as'],
  [nothing, 'Nothing scales it, as'],
  [byCpuOfPods, 'It is scaled by "hpa.autoscaling.knative.dev", as']
])('says who scales by the annotation of %j', (annotations, begin) => {
  const { zero } = scaleOf(service({}, annotations), null);
  expect(zero).toMatch(begin);
  expect(zero).toMatch(/change it as YAML\.$/);
});

it('tells trouble of the autoscaler that KEDA made, too', () => {
  const message = 'unable to fetch metrics from external metrics API';
  const conditions = [{ type: 'ScalingActive', status: 'False', reason: 'Failed', message }];
  const of = scaleOf(service({}, keda), { status: { conditions: conditions as never } });
  expect(of).toMatchObject({ trouble: `It is not scaled now: ${message}.`, measured: null });
  expect(autoscalerNames('digits')).toEqual(['digits-predictor', 'keda-hpa-digits-predictor']);
});

it('is nothing of a service that is being deleted', () => {
  const deleted = { ...service(), metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } };
  expect(summarizeInferenceService(deleted).scale).toBeNull();
});
