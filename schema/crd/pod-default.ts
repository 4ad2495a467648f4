import Type from 'typebox';

import { KEEP_UNKNOWN, TYPE_FIELDS } from './common.js';
import type { CrdSource } from './crd.js';

/** Parts of pods, which the API server checks in the pod that gets them. */
const PARTS = Type.Optional(Type.Array(Type.Object({}, KEEP_UNKNOWN)));
const WORDS = Type.Optional(Type.Array(Type.String()));
const TEXTS = Type.Optional(
  Type.Unsafe<Record<string, string>>({
    type: 'object',
    'x-kubernetes-preserve-unknown-fields': true
  })
);

const EXPRESSION = Type.Object({
  key: Type.String(),
  operator: Type.String({ enum: ['In', 'NotIn', 'Exists', 'DoesNotExist'] }),
  values: WORDS
});

const POD_DEFAULT = Type.Object(
  {
    ...TYPE_FIELDS,
    spec: Type.Optional(
      Type.Object({
        selector: Type.Object(
          { matchLabels: TEXTS, matchExpressions: Type.Optional(Type.Array(EXPRESSION)) },
          { description: 'The pods that get it, by their labels.' }
        ),
        desc: Type.Optional(Type.String({ description: 'What it is for, in words.' })),
        env: PARTS,
        envFrom: PARTS,
        volumes: PARTS,
        volumeMounts: PARTS,
        initContainers: PARTS,
        sidecars: PARTS,
        tolerations: PARTS,
        imagePullSecrets: PARTS,
        labels: TEXTS,
        annotations: TEXTS,
        serviceAccountName: Type.Optional(Type.String()),
        automountServiceAccountToken: Type.Optional(Type.Boolean()),
        command: WORDS,
        args: WORDS
      })
    )
  },
  { description: 'What pods with certain labels get at their admission.' }
);

/** kubeflow.org PodDefault, in the version that upstream serves. */
export const POD_DEFAULT_CRD: CrdSource = {
  group: 'kubeflow.org',
  kind: 'PodDefault',
  plural: 'poddefaults',
  singular: 'poddefault',
  shortNames: [],
  scope: 'Namespaced',
  statusSubresource: false,
  versions: [
    {
      name: 'v1alpha1',
      storage: true,
      schema: POD_DEFAULT,
      printerColumns: [
        { name: 'Description', type: 'string', jsonPath: '.spec.desc' },
        { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' }
      ]
    }
  ]
};
