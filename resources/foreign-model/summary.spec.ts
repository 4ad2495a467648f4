import * as fc from 'fast-check';

import { FOREIGN_MODEL_KINDS } from './kinds.js';
import { summarizeForeignModel } from './summary.js';
import type { ForeignModel } from './types.js';

const [DEPLOYMENT, MODEL, FUNCTION] = FOREIGN_MODEL_KINDS;
const metadata = { name: 'iris', creationTimestamp: '2026-11-20T10:00:00Z' };
const ready = (status: string, reason = '', message = '') => ({
  conditions: [
    { type: 'ModelReady', status, reason },
    { type: 'Ready', status, reason, message, lastTransitionTime: '2026-11-20T10:01:00Z' }
  ]
});

it.each([
  [DEPLOYMENT, undefined, 'Pending', 'It waits for Seldon Core.'],
  [DEPLOYMENT, { state: 'Creating' }, 'Starting', 'Seldon Core prepares it (Creating).'],
  [DEPLOYMENT, { state: 'Available', ...ready('True') }, 'Running', 'Served by Seldon Core.'],
  [
    DEPLOYMENT,
    { state: 'Failed', description: 'no graph\nin it.' },
    'Failed',
    'Seldon Core does not serve it: no graph in it.'
  ],
  [DEPLOYMENT, { state: 'Odd' }, 'Unknown', 'Seldon Core says of it: Odd.'],
  [MODEL, { conditions: [] }, 'Pending', 'It waits for Seldon Core 2.'],
  [MODEL, ready('True'), 'Running', 'Served by Seldon Core 2.'],
  [
    MODEL,
    ready('False', 'ModelProgressing', 'Loading'),
    'Starting',
    'Seldon Core 2 prepares it (ModelProgressing): Loading.'
  ],
  [
    MODEL,
    ready('False', 'ModelFailed', 'rpc error'),
    'Failed',
    'Seldon Core 2 does not serve it: rpc error.'
  ],
  [MODEL, ready('Unknown'), 'Starting', 'Seldon Core 2 prepares it (Unknown).'],
  [FUNCTION, {}, 'Pending', 'It waits for Nuclio.'],
  [FUNCTION, { state: 'building' }, 'Starting', 'Nuclio prepares it (building).'],
  [FUNCTION, { state: 'ready' }, 'Running', 'Served by Nuclio.'],
  [FUNCTION, { state: 'scaledToZero' }, 'Stopped', 'It has no replica now (scaledToZero).'],
  [FUNCTION, { state: 'unhealthy' }, 'Failed', 'Nuclio does not serve it (unhealthy).'],
  [
    FUNCTION,
    { state: 'error', message: 'Build failed.' },
    'Failed',
    'Nuclio does not serve it: Build failed.'
  ]
])('says of a %s what its tool does', (row, status, phase, message) => {
  const summary = summarizeForeignModel({ metadata, status }, row);
  expect(summary).toMatchObject({ phase, message, tool: row.tool, createdAt: expect.any(String) });
});

it('tells what is served, by what and where', () => {
  const graph = { name: 'iris', implementation: 'SKLEARN_SERVER', modelUri: 's3://models/iris' };
  const deployment: ForeignModel = {
    metadata,
    spec: { predictors: [{ graph, replicas: 2 }, { graph }] },
    status: {
      state: 'Available',
      address: { url: 'http://iris-default.team.svc.cluster.local:8000' },
      deploymentStatus: { a: { replicas: 2, availableReplicas: 1 }, b: { replicas: 1 } }
    }
  };
  expect(summarizeForeignModel(deployment, DEPLOYMENT)).toMatchObject({
    source: 's3://models/iris',
    runtime: 'SKLEARN_SERVER',
    url: 'http://iris-default.team.svc.cluster.local:8000',
    replicas: { ready: 1, desired: 3 }
  });
  const waiting = { ...deployment, status: undefined };
  expect(summarizeForeignModel(waiting, DEPLOYMENT).replicas).toEqual({ ready: 0, desired: 3 });
  expect(summarizeForeignModel({ metadata }, DEPLOYMENT).replicas).toBeNull();
  const model = { storageUri: 'gs://models/iris', requirements: ['sklearn'], replicas: 2 };
  expect(
    summarizeForeignModel({ metadata, spec: model, status: { availableReplicas: 1 } }, MODEL)
  ).toMatchObject({
    source: 'gs://models/iris',
    runtime: 'sklearn',
    replicas: { ready: 1, desired: 2 }
  });
  const handler = { handler: 'main:handle', runtime: 'python:3.11', disable: true };
  const status = { state: 'ready', internalInvocationUrls: ['nuclio-iris.team:8080'] };
  expect(summarizeForeignModel({ metadata, spec: handler, status }, FUNCTION)).toMatchObject({
    phase: 'Stopped',
    source: 'main:handle',
    runtime: 'python:3.11',
    url: 'nuclio-iris.team:8080',
    replicas: null
  });
});

/** The fields that are read, each with something else in it, or whole objects of anything. */
const odd = fc.oneof(
  fc.anything(),
  fc.dictionary(
    fc.constantFrom(
      'predictors',
      'state',
      'conditions',
      'deploymentStatus',
      'requirements',
      'internalInvocationUrls',
      'replicas'
    ),
    fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue()))
  )
);

it.each(FOREIGN_MODEL_KINDS)('reads whatever somebody wrote into a $kind', row => {
  fc.assert(
    fc.property(odd, odd, (spec, status) => {
      const summary = summarizeForeignModel({ metadata, spec, status }, row);
      expect(typeof summary.message).toBe('string');
      expect([summary.source, summary.runtime, summary.url].map(textOrNull)).not.toContain(false);
      const { ready, desired } = summary.replicas ?? { ready: 0, desired: 0 };
      expect(Math.min(ready, desired)).toBeGreaterThanOrEqual(0);
    })
  );
});

const textOrNull = (value: unknown) => value === null || typeof value === 'string';
