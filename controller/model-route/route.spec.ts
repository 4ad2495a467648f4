import { modelRoute } from './route.js';

const service = { metadata: { namespace: 'ada', name: 'digits', uid: 'u1' } };
const gateway = { namespace: 'kubeflow-lab', name: 'gateway' };

it('leads from the address of a model to its Service, and belongs to the model', () => {
  expect(modelRoute(service, gateway)).toMatchObject({
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
  const { spec } = modelRoute(service, gateway) as unknown as {
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
