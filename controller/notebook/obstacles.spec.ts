import { KubeError, UnreachableError } from '@kubeflow-lab/kube';

import { refusalOf, refused } from './obstacles.js';

const answer = (code: number, message: string) => new KubeError(code, { code, message });

it.each<[string, unknown, string | null]>([
  [
    'a rule of the kind',
    answer(422, 'StatefulSet.apps "lab" is invalid: spec.replicas: Invalid value: -1'),
    'spec.replicas: Invalid value: -1'
  ],
  [
    'a field that a new object cannot have',
    answer(
      400,
      'StatefulSet in version "v1" cannot be handled as a StatefulSet: strict decoding error: unknown field "spec.template.spec.dnsPolicyy"'
    ),
    'unknown field "spec.template.spec.dnsPolicyy"'
  ],
  [
    'a value of a wrong type in a new object',
    answer(
      400,
      'StatefulSet in version "v1" cannot be handled as a StatefulSet: json: cannot unmarshal string into Go struct field Container.spec.template.spec.containers.env of type []v1.EnvVar'
    ),
    'json: cannot unmarshal string into Go struct field Container.spec.template.spec.containers.env of type []v1.EnvVar'
  ],
  [
    'a field that an applied object cannot have',
    answer(
      500,
      'failed to create typed patch object (ada/lab; apps/v1, Kind=StatefulSet): .spec.template.spec.dnsPolicyy: field not declared in schema'
    ),
    '.spec.template.spec.dnsPolicyy: field not declared in schema'
  ],
  ['a fault of the API server', answer(500, 'etcdserver: request timed out'), null],
  ['a change in the meantime', answer(409, 'the object has been modified'), null],
  ['no answer', new UnreachableError('The Kubernetes API cannot be reached.'), null]
])('says what is wrong with the spec, and nothing else: %s', (_what, error, refusal) => {
  expect(refusalOf(error)).toEqual(
    refusal === null ? null : { text: refusal, mayPass: false, ofChange: false }
  );
});

const denied = 'admission webhook "vstatefulset.kb.io" denied the request';

it.each([
  [
    'a webhook',
    answer(403, `${denied}: spec.replicas: Forbidden: scaling down is still in progress`),
    'spec.replicas: Forbidden: scaling down is still in progress'
  ],
  ['a webhook with a status of its own', answer(422, `${denied}: no.`), 'no'],
  ['a webhook without a word', answer(400, `${denied} without explanation`), 'without explanation'],
  [
    'a policy',
    answer(
      403,
      `statefulsets.apps "lab" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: too large`
    ),
    'too large'
  ],
  [
    'a webhook that is away',
    answer(
      500,
      'Internal error occurred: failed calling webhook "mpod.kb.io": failed to call webhook: Post "https://10.0.0.1:443/mutate": connection refused'
    ),
    'webhook mpod.kb.io does not answer'
  ]
])('knows that another answer may come of %s', (_what, error, text) => {
  expect(refusalOf(error)).toEqual({ text, mayPass: true, ofChange: false });
});

it.each([
  [
    'Kubernetes',
    answer(
      422,
      "StatefulSet.apps \"lab\" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'template' are forbidden"
    ),
    false
  ],
  [
    'a webhook',
    answer(
      403,
      `${denied}: spec.template.spec.nodeSelector: Invalid value: {}: field is immutable`
    ),
    true
  ]
])('knows a refusal by %s that is of the change alone', (_who, error, mayPass) => {
  expect(refusalOf(error)).toMatchObject({ mayPass, ofChange: true });
});

it.each([
  [false, 'Failed', /^Kubernetes does not accept the server: it is odd\.$/],
  [true, 'Pending', /^The cluster does not let the server start, and is asked again: it is odd\.$/]
])('says whether it is waited for (%s)', (mayPass, phase, message) => {
  expect(refused({ text: 'it is odd', mayPass, ofChange: false })).toMatchObject({
    phase,
    reason: 'Rejected',
    message: expect.stringMatching(message)
  });
});
