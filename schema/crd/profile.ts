import Type from 'typebox';

import { CONDITION, KEEP_UNKNOWN, TYPE_FIELDS } from './common.js';
import { atCreation } from './crd.js';
import type { CrdSource, CrdVersion, PrinterColumn } from './crd.js';

const OWNER = Type.Object(
  {
    kind: Type.String({ enum: ['User', 'Group', 'ServiceAccount'] }),
    name: Type.String({ minLength: 1 }),
    namespace: Type.Optional(Type.String()),
    apiGroup: Type.Optional(Type.String())
  },
  { description: 'Who owns the project: an RBAC subject.' }
);

const PLUGIN = Type.Object(
  {
    kind: Type.Optional(Type.String()),
    apiVersion: Type.Optional(Type.String()),
    spec: Type.Optional(Type.Object({}, KEEP_UNKNOWN))
  },
  { description: 'A plugin of upstream; kept, not read.' }
);

const PROFILE = Type.Object(
  {
    ...TYPE_FIELDS,
    spec: Type.Optional(
      Type.Object({
        owner: Type.Optional(OWNER),
        resourceQuotaSpec: Type.Optional(Type.Object({}, KEEP_UNKNOWN)),
        plugins: Type.Optional(Type.Array(PLUGIN))
      })
    ),
    status: Type.Optional(Type.Object({ conditions: Type.Optional(Type.Array(CONDITION)) }))
  },
  {
    description:
      'A project: a namespace of the same name with its owner, accounts and shared volume.',
    'x-kubernetes-validations': [
      atCreation(
        "self.metadata.name.size() <= 63 && self.metadata.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
        'The name of a Profile is the name of its namespace: at most 63 lower-case letters, digits and dashes, with a letter or a digit at both ends.'
      )
    ]
  }
);

const COLUMNS: PrinterColumn[] = [
  { name: 'Owner', type: 'string', jsonPath: '.spec.owner.name' },
  { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
  { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' }
];

function version(name: string, storage: boolean): CrdVersion {
  return { name, storage, schema: PROFILE, printerColumns: COLUMNS };
}

/** kubeflow.org Profile, in the two versions that upstream serves. */
export const PROFILE_CRD: CrdSource = {
  group: 'kubeflow.org',
  kind: 'Profile',
  plural: 'profiles',
  singular: 'profile',
  shortNames: [],
  scope: 'Cluster',
  versions: [version('v1', true), version('v1beta1', false)]
};
