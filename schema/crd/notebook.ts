import Type from 'typebox';

import { CONDITION, KEEP_UNKNOWN, TYPE_FIELDS } from './common.js';
import { atCreation } from './crd.js';
import type { CrdSource, CrdVersion, PrinterColumn } from './crd.js';

const CONTAINER = Type.Object({ name: Type.String(), image: Type.String() }, KEEP_UNKNOWN);

const POD_SPEC = Type.Object(
  { containers: Type.Array(CONTAINER, { minItems: 1 }) },
  {
    ...KEEP_UNKNOWN,
    description: 'A PodSpec of Kubernetes; the first container serves the notebook.'
  }
);

const CONTAINER_STATE = Type.Object(
  {},
  { ...KEEP_UNKNOWN, description: "The ContainerState of the notebook's container." }
);

const STATUS = Type.Object({
  conditions: Type.Optional(Type.Array(CONDITION)),
  readyReplicas: Type.Optional(Type.Integer({ format: 'int32' })),
  containerState: Type.Optional(CONTAINER_STATE)
});

const NAME_RULES = [
  atCreation(
    'self.metadata.name.size() <= 52',
    'The name of a Notebook may have at most 52 characters, because the labels of its pod are made from it.'
  ),
  atCreation(
    "self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
    'The name of a Notebook consists of lower-case letters, digits and dashes, begins with a letter and ends with a letter or a digit.'
  )
];

const NOTEBOOK = Type.Object(
  {
    ...TYPE_FIELDS,
    spec: Type.Optional(
      Type.Object({ template: Type.Optional(Type.Object({ spec: Type.Optional(POD_SPEC) })) })
    ),
    status: Type.Optional(STATUS)
  },
  {
    description: 'A notebook server: one pod, its Service and the route to it.',
    'x-kubernetes-validations': NAME_RULES
  }
);

const COLUMNS: PrinterColumn[] = [
  {
    name: 'Ready',
    type: 'string',
    jsonPath: '.status.conditions[?(@.type=="Ready")].status'
  },
  {
    name: 'Reason',
    type: 'string',
    jsonPath: '.status.conditions[?(@.type=="Ready")].reason'
  },
  { name: 'Image', type: 'string', jsonPath: '.spec.template.spec.containers[0].image' },
  { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' }
];

function version(name: string, storage: boolean): CrdVersion {
  return { name, storage, schema: NOTEBOOK, printerColumns: COLUMNS };
}

/** kubeflow.org Notebook: the three versions of upstream, which differ in nothing but their name. */
export const NOTEBOOK_CRD: CrdSource = {
  group: 'kubeflow.org',
  kind: 'Notebook',
  plural: 'notebooks',
  singular: 'notebook',
  shortNames: ['nb'],
  scope: 'Namespaced',
  versions: [version('v1', true), version('v1beta1', false), version('v1alpha1', false)]
};
