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

const PENDING_CHANGE = Type.Object(
  {
    field: Type.String({ description: 'Path in the pod template, as containers[lab].image.' }),
    from: Type.Optional(Type.String({ description: 'As it runs; left out where there is none.' })),
    to: Type.Optional(Type.String({ description: 'As it will be; left out where it goes.' }))
  },
  {
    description:
      'A difference between the server as it runs and as it will be after its next start.'
  }
);

const STATUS = Type.Object({
  observedGeneration: Type.Optional(
    Type.Integer({ format: 'int64', description: 'The generation that this status was made for.' })
  ),
  conditions: Type.Optional(Type.Array(CONDITION)),
  readyReplicas: Type.Optional(Type.Integer({ format: 'int32' })),
  containerState: Type.Optional(CONTAINER_STATE),
  pendingChanges: Type.Optional(Type.Array(PENDING_CHANGE)),
  stopsAt: Type.Optional(
    Type.String({
      format: 'date-time',
      description: 'When the server is stopped unless it is used before; missing where it is not.'
    })
  )
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
    name: 'State',
    type: 'string',
    jsonPath: '.status.conditions[?(@.type=="Ready")].reason'
  },
  {
    name: 'Ready',
    type: 'string',
    jsonPath: '.status.conditions[?(@.type=="Ready")].status'
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
