import { KubeError, UnreachableError } from '@kubeflow-lab/kube';

import { refusalOf } from './obstacles.js';

const refused = (code: number, message: string) => new KubeError(code, { code, message });

it.each<[string, unknown, string | null]>([
  [
    'a rule of the kind',
    refused(422, 'StatefulSet.apps "lab" is invalid: spec.replicas: Invalid value: -1'),
    'spec.replicas: Invalid value: -1'
  ],
  [
    'a field that a new object cannot have',
    refused(
      400,
      'StatefulSet in version "v1" cannot be handled as a StatefulSet: strict decoding error: unknown field "spec.template.spec.dnsPolicyy"'
    ),
    'unknown field "spec.template.spec.dnsPolicyy"'
  ],
  [
    'a value of a wrong type in a new object',
    refused(
      400,
      'StatefulSet in version "v1" cannot be handled as a StatefulSet: json: cannot unmarshal string into Go struct field Container.spec.template.spec.containers.env of type []v1.EnvVar'
    ),
    'json: cannot unmarshal string into Go struct field Container.spec.template.spec.containers.env of type []v1.EnvVar'
  ],
  [
    'a field that an applied object cannot have',
    refused(
      500,
      'failed to create typed patch object (ada/lab; apps/v1, Kind=StatefulSet): .spec.template.spec.dnsPolicyy: field not declared in schema'
    ),
    '.spec.template.spec.dnsPolicyy: field not declared in schema'
  ],
  ['a fault of the API server', refused(500, 'etcdserver: request timed out'), null],
  ['a change in the meantime', refused(409, 'the object has been modified'), null],
  ['no answer', new UnreachableError('The Kubernetes API cannot be reached.'), null]
])('says what is wrong with the spec, and nothing else: %s', (_what, error, refusal) => {
  expect(refusalOf(error)).toBe(refusal);
});
