import type { Pod } from '../common/object.js';
import { canariesOf, canaryOfPod, canaryPatch, sharePatch } from './canary.js';
import { summarizeInferenceService } from './phase.js';
import type { InferenceService } from './types.js';

const uri = (version: number) => `s3://ada/models/digits/${version}`;

function service(percent: unknown, ready = true): InferenceService {
  const model = (version: number) => ({
    modelFormat: { name: 'sklearn' },
    storageUri: uri(version)
  });
  return {
    metadata: { name: 'digits', creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: {
      predictor: { minReplicas: 1, model: model(1) },
      canary: [
        {
          trafficPercent: percent as number,
          predictor: { name: 'canary', minReplicas: 1, model: model(2) }
        }
      ]
    },
    status: {
      conditions: [{ type: 'PredictorReady', status: 'True' }],
      canaryStatuses: [{ name: 'canary', ready }]
    }
  };
}

function pod(version: number, app: string, status: Pod['status']): Pod {
  return {
    metadata: {
      name: `${app}-${version}`,
      labels: { app: `isvc.${app}` },
      annotations: { 'internal.serving.kserve.io/storage-initializer-sourceuri': uri(version) }
    },
    spec: { containers: [{ name: 'kserve-container', image: 'x' }] },
    status
  };
}

const since = { type: 'Ready', lastTransitionTime: '2026-01-01T00:01:00Z' };
const ready: Pod['status'] = { phase: 'Running', conditions: [{ ...since, status: 'True' }] };
const loading: Pod['status'] = { phase: 'Running', conditions: [{ ...since, status: 'False' }] };
const broken: Pod['status'] = {
  ...loading,
  containerStatuses: [
    {
      name: 'kserve-container',
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { exitCode: 1, message: 'It cannot be read.' } }
    }
  ]
};
const stable = pod(1, 'digits-predictor', ready);
const beside = (status: Pod['status']) => pod(2, 'digits-canary-predictor', status);

it.each<[string, InferenceService, Pod[], string, string]>([
  [
    'answers',
    service(10),
    [stable, beside(ready)],
    'Complete',
    'Serving version 1; version 2 gets 10 % of the requests.'
  ],
  [
    'gets nothing',
    service(0),
    [stable, beside(ready)],
    'Complete',
    'Serving version 1; version 2 gets no requests yet.'
  ],
  [
    'is on its way',
    service(10, false),
    [stable, beside(loading)],
    'Progressing',
    'Serving version 1; as a canary, version 2 is being loaded.'
  ],
  [
    'is broken',
    service(10, false),
    [stable, beside(broken)],
    'Failed',
    'Serving version 1; as a canary, version 2 failed to load: It cannot be read.'
  ],
  [
    'is not there yet',
    service(10, false),
    [stable],
    'Progressing',
    'Serving version 1; as a canary, the service waits for KServe.'
  ]
])('says of a canary that it %s', (_, object, pods, rollout, message) => {
  expect(summarizeInferenceService(object, { pods })).toMatchObject({
    phase: 'Running',
    message,
    rollout,
    version: '1',
    replicas: { ready: 1, desired: 1 },
    canary: { version: '2' }
  });
});

it('says nothing of a canary where nothing is served', () => {
  const found = summarizeInferenceService(service(10), { pods: [beside(ready)] });
  expect(found).toMatchObject({
    phase: 'Pending',
    canary: { ready: true, percent: 10 },
    url: null
  });
});

it.each<[unknown, number]>([
  [-3, 0],
  [250, 100],
  ['many', 0],
  [12.7, 12],
  [undefined, 0]
])('reads a share of %s as %s', (percent, expected) => {
  expect(canariesOf(service(percent))).toMatchObject([{ name: 'canary', percent: expected }]);
});

it('takes no canary without a name for one', () => {
  expect(canariesOf({ spec: { canary: [{}, { predictor: {} }] } })).toEqual([]);
  expect(canariesOf({ spec: { canary: 7 as never } })).toEqual([]);
});

it.each([
  ['digits', 'isvc.digits-canary-predictor', 'canary'],
  ['digits', 'isvc.digits-predictor', null],
  ['digits', 'isvc.digits--predictor', null],
  ['digits-canary', 'isvc.digits-canary-predictor', null],
  ['digits', 'mine', null]
])('knows whose pod it is: of %s, %s', (name, app, canary) => {
  expect(canaryOfPod(name, { metadata: { labels: { app } } })).toBe(canary);
});

it('leaves the size of the served version to its canary, unless it is told another', () => {
  const form = { name: 'digits', format: { name: 'sklearn' }, storageUri: uri(2) };
  const context = { namespace: 'ada', user: 'ada' };
  const [plain, sized] = [form, { ...form, memory: '1Gi' }].map(
    one => canaryPatch(one, 10, context) as InferenceService
  );
  expect(plain.metadata?.annotations).toEqual({
    'serving.kserve.io/deploymentMode': 'Standard'
  });
  expect(plain.spec?.canary).toEqual([
    {
      trafficPercent: 10,
      predictor: {
        name: 'canary',
        minReplicas: 1,
        model: { modelFormat: { name: 'sklearn' }, storageUri: uri(2) }
      }
    }
  ]);
  expect(sized.spec?.canary?.[0].predictor?.model?.resources).toMatchObject({
    limits: { memory: '1Gi' }
  });
});

it('changes nothing of a canary but its share', () => {
  const before = service(10);
  const { spec } = sharePatch(before, 50) as InferenceService;
  expect(spec?.canary).toEqual([{ ...before.spec?.canary?.[0], trafficPercent: 50 }]);
});
