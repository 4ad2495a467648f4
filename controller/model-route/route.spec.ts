import type { InferenceService } from '@kubeflow-lab/resources';

import { canBeReached, modelRoute } from './route.js';
import type { GrpcPort } from './route.js';

const service = { metadata: { namespace: 'ada', name: 'digits', uid: 'u1' } };
const gateway = { namespace: 'kubeflow-lab', name: 'gateway' };
const noGrpc = () => null;

it('leads from the address of a model to its Service, and belongs to the model', () => {
  expect(modelRoute(service, gateway, noGrpc)).toMatchObject({
    metadata: {
      name: 'model-ada-digits',
      namespace: 'ada',
      ownerReferences: [{ kind: 'InferenceService', name: 'digits', uid: 'u1', controller: true }]
    },
    spec: {
      parentRefs: [gateway],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/models/ada/digits' } }],
          backendRefs: [{ name: 'digits-predictor', port: 80 }]
        }
      ]
    }
  });
});

it('lets a model neither believe a name from a client nor set cookies of the platform', () => {
  const { spec } = modelRoute(service, gateway, noGrpc) as unknown as {
    spec: { rules: { filters: object[] }[] };
  };
  const { filters } = spec.rules[0];
  expect(filters).toContainEqual(
    expect.objectContaining({
      requestHeaderModifier: { remove: expect.arrayContaining(['kubeflow-userid']) }
    })
  );
  expect(filters).toContainEqual(
    expect.objectContaining({
      responseHeaderModifier: {
        remove: expect.arrayContaining(['Set-Cookie']),
        set: expect.arrayContaining([
          { name: 'Content-Security-Policy', value: expect.stringContaining('sandbox') }
        ])
      }
    })
  );
});

function withCanary(percent: number, ready: boolean, grpcPort: GrpcPort = noGrpc) {
  const predictor = { name: 'canary' };
  return modelRoute(
    {
      ...service,
      spec: { canary: [{ predictor, trafficPercent: percent }] },
      status: { canaryStatuses: [{ name: 'canary', ready }] }
    },
    gateway,
    grpcPort
  ) as unknown as { spec: { rules: { backendRefs: object[] }[] } };
}

it.each([
  [10, 90],
  [100, 0]
])('gives a canary that answers its %s %% of the requests', (percent, rest) => {
  expect(withCanary(percent, true).spec.rules[0].backendRefs).toEqual([
    { name: 'digits-predictor', port: 80, weight: rest },
    { name: 'digits-canary-predictor', port: 80, weight: percent }
  ]);
});

it.each([
  ['does not answer yet', 10, false],
  ['is to get nothing', 0, true]
])('leads to the served version alone where its canary %s', (_, percent, ready) => {
  expect(withCanary(percent, ready).spec.rules[0].backendRefs).toEqual([
    { name: 'digits-predictor', port: 80 }
  ]);
});

it('leads by gRPC, with the model in headers, to those of its Services that speak it', () => {
  const byGrpc = (ports: Record<string, number>) =>
    withCanary(10, true, name => ports[name] ?? null).spec.rules.slice(1);
  const headers = [
    { type: 'Exact', name: 'kserve-isvc-namespace', value: 'ada' },
    { type: 'Exact', name: 'kserve-isvc-name', value: 'digits' }
  ];
  expect(byGrpc({ 'digits-predictor': 8081, 'digits-canary-predictor': 9000 })).toMatchObject([
    {
      matches: [
        { path: { type: 'PathPrefix', value: '/inference.GRPCInferenceService' }, headers }
      ],
      filters: [{ type: 'RequestHeaderModifier' }, { type: 'ResponseHeaderModifier' }],
      backendRefs: [
        { name: 'digits-predictor', port: 8081, weight: 90 },
        { name: 'digits-canary-predictor', port: 9000, weight: 10 }
      ]
    }
  ]);
  expect(byGrpc({ 'digits-predictor': 8081 })).toMatchObject([
    { backendRefs: [{ name: 'digits-predictor', port: 8081, weight: 90 }] }
  ]);
  expect(byGrpc({ 'digits-transformer': 8081 })).toEqual([]);
});

it('leads to a transformer in place of the model, and to an explainer by its longer path', () => {
  const { spec } = modelRoute(
    { ...service, spec: { transformer: {}, explainer: {}, canary: [] } },
    gateway,
    noGrpc
  ) as unknown as { spec: { rules: { matches: object[]; backendRefs: object[] }[] } };
  expect(spec.rules.map(({ matches, backendRefs }) => [matches, backendRefs])).toEqual([
    [
      [{ path: { type: 'PathPrefix', value: '/models/ada/digits/v1/models/digits:explain' } }],
      [{ name: 'digits-explainer', port: 80 }]
    ],
    [
      [{ path: { type: 'PathPrefix', value: '/models/ada/digits' } }],
      [{ name: 'digits-transformer', port: 80 }]
    ]
  ]);
});

it('leads to the revision that answers on Knative, and says which to its activator', () => {
  const of = (revision: string) => ({ latestRolledoutRevision: revision });
  const onKnative = (components: object, spec: object = {}): InferenceService => ({
    ...service,
    spec: { predictor: {}, ...spec },
    status: { deploymentMode: 'Knative', components: components as never }
  });
  const rulesOf = (one: InferenceService) =>
    (
      modelRoute(one, gateway, () => 8081) as unknown as {
        spec: { rules: { filters: object[]; backendRefs: object[] }[] };
      }
    ).spec.rules;
  const asked = (revision: string) => ({
    filters: expect.arrayContaining([
      {
        type: 'RequestHeaderModifier',
        requestHeaderModifier: {
          remove: expect.anything(),
          set: [
            { name: 'Knative-Serving-Namespace', value: 'ada' },
            { name: 'Knative-Serving-Revision', value: revision }
          ]
        }
      }
    ]),
    backendRefs: [{ name: revision, port: 80 }]
  });
  const alone = onKnative({ predictor: of('digits-predictor-00002') });
  expect(rulesOf(alone)).toMatchObject([asked('digits-predictor-00002')]);
  const beside = onKnative(
    { predictor: of('p-1'), transformer: of('t-1'), explainer: of('e-1') },
    { transformer: {}, explainer: {} }
  );
  expect(rulesOf(beside)).toMatchObject([asked('e-1'), asked('t-1')]);
  expect(canBeReached(alone)).toBe(true);
  expect(canBeReached(onKnative({}))).toBe(false);
  expect(canBeReached(service)).toBe(true);
});
