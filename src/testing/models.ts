import type { InferenceServiceSummary, Item, ModelAccess, Phase } from '@kubeflow-lab/schema';

import { TestPlatform } from './platform';

/** Version 2 of a model that is served. */
export function modelItem(phase: Phase = 'Running'): Item<InferenceServiceSummary> {
  return {
    object: {
      apiVersion: 'serving.kserve.io/v1beta1',
      kind: 'InferenceService',
      metadata: { name: 'digits', namespace: 'team-a', uid: 'u1' }
    },
    summary: {
      phase,
      message: 'Serving version 2.',
      reason: '',
      since: null,
      url: 'http://digits.team-a.svc',
      model: {
        format: 'sklearn',
        version: null,
        storageUri: 's3://team-a/models/digits/2',
        runtime: 'r'
      },
      replicas: { ready: 1, desired: 1 },
      scale: {
        min: 1,
        max: 5,
        metric: 'cpu',
        target: 80,
        measured: 40,
        requested: '100m',
        trouble: null,
        offers: [
          { metric: 'cpu', why: null },
          { metric: 'memory', why: null },
          { metric: 'concurrency', why: 'Knative counts requests.' },
          { metric: 'rps', why: 'Knative counts requests.' }
        ],
        zero: 'One replica is kept.'
      },
      version: '2',
      canary: null,
      noCanary: null,
      rollout: 'Complete',
      sample: [[0, 1]],
      startedAt: null,
      finishedAt: null,
      createdAt: '2026-11-22T08:00:00Z',
      notebook: null,
      origin: null
    }
  };
}

export const platform = () => new TestPlatform('http://127.0.0.1:1/');

/** Nobody has a token for a model. */
const access: ModelAccess = {
  clients: [],
  limit: { perSecond: 500, burst: 1000 },
  ownLimit: false
};

/** A platform whose actions answer this. */
export function answering(replies: Record<string, unknown>) {
  const answers: Record<string, unknown> = { access, ...replies };
  const connected = platform();
  const act = jest.spyOn(connected.client, 'act');
  act.mockImplementation((_, action) =>
    action in answers ? Promise.resolve(answers[action]) : Promise.reject(new Error(action))
  );
  return { connected, act };
}

/** Actions that do something, without those that only read. */
export const changes = (act: ReturnType<typeof answering>['act']) =>
  act.mock.calls
    .map(([, ...rest]) => rest)
    .filter(([action]) => !['versions', 'traffic', 'usage', 'access'].includes(action));
