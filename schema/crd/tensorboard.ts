import Type from 'typebox';

import { TYPE_FIELDS } from './common.js';
import type { CrdSource } from './crd.js';

const CONDITION = Type.Object({
  deploymentState: Type.Optional(Type.String({ description: 'Available, Progressing …' })),
  lastProbeTime: Type.Optional(Type.String({ format: 'date-time' }))
});

const TENSORBOARD = Type.Object(
  {
    ...TYPE_FIELDS,
    spec: Type.Optional(
      Type.Object({
        logspath: Type.String({
          description: 'Where the event files are: pvc://CLAIM/FOLDER or s3://BUCKET/FOLDER.'
        })
      })
    ),
    status: Type.Optional(
      Type.Object({
        conditions: Type.Optional(Type.Array(CONDITION)),
        readyReplicas: Type.Optional(Type.Integer({ format: 'int32' }))
      })
    )
  },
  { description: 'A TensorBoard over the event files in a folder.' }
);

/** tensorboard.kubeflow.org Tensorboard, in the version that upstream serves. */
export const TENSORBOARD_CRD: CrdSource = {
  group: 'tensorboard.kubeflow.org',
  kind: 'Tensorboard',
  plural: 'tensorboards',
  singular: 'tensorboard',
  shortNames: [],
  scope: 'Namespaced',
  versions: [
    {
      name: 'v1alpha1',
      storage: true,
      schema: TENSORBOARD,
      printerColumns: [
        { name: 'Logs', type: 'string', jsonPath: '.spec.logspath' },
        { name: 'Ready', type: 'integer', jsonPath: '.status.readyReplicas' },
        { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' }
      ]
    }
  ]
};
