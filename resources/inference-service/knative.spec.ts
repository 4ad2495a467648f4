import type { Condition, Pod } from '../common/object.js';
import { whyNoCanary } from './canary.js';
import { deploymentOfRevision, revisionHeaders, servingRevision } from './knative.js';
import { summarizeInferenceService } from './phase.js';
import type { InferenceService, InferenceServiceStatus } from './types.js';

const uri = (version: string) => `s3://ada/models/digits/${version}`;
const ready = (status: 'True' | 'False' | 'Unknown'): Condition => ({ type: 'Ready', status });
const revision = (number: number) => `digits-predictor-0000${number}`;

/** As KServe 0.20 writes it over Knative 1.21: the wanted version is that of the latest revision. */
function service(
  version: string,
  status: InferenceServiceStatus,
  annotations: Record<string, string> = {}
): InferenceService {
  return {
    metadata: { name: 'digits', namespace: 'ada', annotations },
    spec: { predictor: { minReplicas: 0, model: { storageUri: uri(version) } } },
    status: {
      deploymentMode: 'Knative',
      address: { url: 'http://digits-predictor.ada.svc.cluster.local' },
      ...status
    }
  };
}

const settled: InferenceServiceStatus = {
  conditions: [ready('True')],
  components: {
    predictor: {
      latestCreatedRevision: revision(1),
      latestReadyRevision: revision(1),
      latestRolledoutRevision: revision(1)
    }
  }
};
const changing: InferenceServiceStatus = {
  conditions: [ready('Unknown')],
  components: {
    predictor: {
      latestCreatedRevision: revision(2),
      latestReadyRevision: revision(1),
      latestRolledoutRevision: revision(1)
    }
  }
};
const failed: InferenceServiceStatus = {
  ...changing,
  conditions: [ready('False')],
  modelStatus: {
    transitionStatus: 'BlockedByFailedLoad',
    lastFailureInfo: { reason: 'ModelLoadFailed', message: 'Traceback …\nNo such file.\n' }
  }
};

const notMade: InferenceServiceStatus = {
  conditions: [
    ready('False'),
    {
      type: 'PredictorConfigurationReady',
      status: 'False',
      reason: 'RevisionFailed',
      message: `Revision "${revision(1)}" failed with message: Unable to fetch image "shop/server:1": no such host.`
    }
  ],
  components: { predictor: { latestCreatedRevision: revision(1) } },
  modelStatus: { transitionStatus: 'BlockedByFailedLoad' }
};

const shared: InferenceServiceStatus = {
  ...changing,
  conditions: [ready('True')],
  components: {
    predictor: { ...changing.components?.predictor, latestReadyRevision: revision(2) }
  }
};

/** Of the version that has the number of its revision. */
function pod(version: string, answers: boolean): Pod {
  return {
    metadata: {
      name: `digits-${version}`,
      labels: { 'serving.knative.dev/revision': revision(Number(version)) },
      annotations: { 'internal.serving.kserve.io/storage-initializer-sourceuri': uri(version) }
    },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: answers ? 'True' : 'False' }],
      containerStatuses: [{ name: 'kserve-container', state: { running: {} } }]
    }
  };
}

function withShare(of: InferenceService, canaryTrafficPercent: number): InferenceService {
  return { ...of, spec: { predictor: { ...of.spec?.predictor, canaryTrafficPercent } } };
}

it.each<[string, InferenceService, Pod[], object]>([
  [
    'has no pod',
    service('1', settled),
    [],
    {
      phase: 'Running',
      rollout: 'Complete',
      message: 'Version 1 has no replica now; the first request waits until one is loaded.',
      url: 'http://digits-predictor.ada.svc.cluster.local'
    }
  ],
  [
    'has its last pod on its way out',
    service('1', settled),
    [{ ...pod('1', false), metadata: { deletionTimestamp: '2026-11-23T11:30:41Z' } }],
    {
      message: 'Version 1 has no replica now; the first request waits until one is loaded.'
    }
  ],
  [
    'is woken',
    service('1', settled),
    [pod('1', false)],
    {
      phase: 'Running',
      rollout: 'Complete',
      message: 'Version 1 had no replica; one is being loaded, and requests wait for it.'
    }
  ],
  [
    'has a pod that answers, and no way to it yet',
    service('1', { components: { predictor: { latestCreatedRevision: revision(1) } } }),
    [pod('1', true)],
    {
      phase: 'Starting',
      rollout: 'Progressing',
      message: 'Version 1 is loaded; Knative is making the way to it.'
    }
  ],
  [
    'has the next version loaded, and no way to it yet',
    service('2', changing),
    [pod('1', true), pod('2', true)],
    {
      phase: 'Running',
      rollout: 'Progressing',
      message: 'Version 2 is being rolled out; version 1 serves.'
    }
  ],
  [
    'gives its next version a share, as its YAML says',
    withShare(service('2', shared), 10),
    [pod('1', true), pod('2', true)],
    {
      phase: 'Running',
      rollout: 'Complete',
      message: 'Version 2 gets 10 % of the requests; version 1 serves the others.'
    }
  ],
  ['serves', service('1', settled), [pod('1', true)], { message: 'Serving version 1.' }],
  [
    'is about to serve the next version, and was asleep',
    service('2', changing),
    [pod('2', false)],
    {
      phase: 'Running',
      rollout: 'Progressing',
      message: 'Version 2 is being rolled out; the earlier model serves.'
    }
  ],
  [
    'got a version that cannot be loaded, whose pods Knative took away',
    service('2', failed),
    [],
    {
      phase: 'Running',
      rollout: 'Failed',
      message: 'Version 2 failed to load: No such file; the earlier model serves.'
    }
  ],
  [
    'got such a version as its first',
    service('1', { ...failed, components: { predictor: { latestCreatedRevision: revision(1) } } }),
    [],
    { phase: 'Failed', rollout: 'Failed', message: 'Version 1 failed to load: No such file.' }
  ],
  [
    'got one whose pods Knative never made',
    service('1', notMade),
    [],
    {
      phase: 'Failed',
      message: 'Version 1 failed to load: Unable to fetch image "shop/server:1": no such host.'
    }
  ],
  [
    'is stopped, of which KServe clears the status',
    service('1', {}, { 'serving.kserve.io/stop': 'true' }),
    [],
    { phase: 'Stopped', replicas: { ready: 0, desired: 0 }, url: null }
  ]
])('tells of a service that %s', (_, of, pods, expected) => {
  expect(summarizeInferenceService(of, { pods })).toMatchObject(expected);
});

it('does not lay the failure of the version before on the next one', () => {
  const annotations = { 'internal.serving.kserve.io/storage-initializer-sourceuri': uri('2') };
  const deployment = { spec: { replicas: 1, template: { metadata: { annotations } } } };
  expect(summarizeInferenceService(service('2', failed), { deployment }).rollout).toBe('Failed');
  expect(summarizeInferenceService(service('3', failed), { deployment })).toMatchObject({
    rollout: 'Progressing',
    message: 'Version 3 is being rolled out; the earlier model serves.'
  });
});

it('serves when requests go to it, though pods without any are still there', () => {
  const pods = [pod('0', true), pod('1', true)];
  expect(summarizeInferenceService(service('1', settled), { pods })).toMatchObject({
    rollout: 'Complete',
    message: 'Serving version 1.'
  });
});

it('leads to the revision that had all requests last, until another one has', () => {
  expect(servingRevision(service('1', settled), 'predictor')).toBe(revision(1));
  expect(servingRevision(service('2', changing), 'predictor')).toBe(revision(1));
  expect(servingRevision(service('1', {}), 'predictor')).toBeNull();
  expect(servingRevision(service('1', settled), 'transformer')).toBeNull();
  expect(revisionHeaders('ada', revision(1))).toEqual({
    'Knative-Serving-Namespace': 'ada',
    'Knative-Serving-Revision': 'digits-predictor-00001'
  });
});

it('counts the replicas of the wanted revision', () => {
  const made = [1, 2].map(number => ({
    metadata: { labels: { 'serving.knative.dev/revision': revision(number) } },
    spec: { replicas: number }
  }));
  const deployment = deploymentOfRevision(service('2', changing), made);
  expect(deployment?.spec?.replicas).toBe(2);
  const { replicas } = summarizeInferenceService(service('2', changing), { deployment });
  expect(replicas.desired).toBe(2);
  expect(deploymentOfRevision(service('1', {}), made)).toBeNull();
});

it('counts the replicas of the next version alone while it has a share', () => {
  const pods = [pod('1', true), pod('2', true)];
  const deployment = { spec: { replicas: 1 } };
  const { replicas } = summarizeInferenceService(withShare(service('2', shared), 10), {
    pods,
    deployment
  });
  expect(replicas).toEqual({ ready: 1, desired: 1 });
});

it('has no canary, which KServe makes in its Standard mode alone', () => {
  expect(whyNoCanary(service('1', settled))).toMatch(
    /runs on Knative, where KServe makes no canary/
  );
});
