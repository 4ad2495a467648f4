import Type from 'typebox';

import { KEEP_UNKNOWN, TYPE_FIELDS } from './common.js';
import type { CrdSource, PrinterColumn } from './crd.js';

/** What Katib's own definitions leave open is checked by the engine, which says more than a schema can. */
const OPEN = Type.Object({}, { ...KEEP_UNKNOWN, description: 'As Katib has it.' });

const STATE: PrinterColumn[] = [
  { name: 'Type', type: 'string', jsonPath: '.status.conditions[-1:].type' },
  { name: 'Status', type: 'string', jsonPath: '.status.conditions[-1:].status' }
];
const AGE: PrinterColumn = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };

function katibKind(
  names: Pick<CrdSource, 'kind' | 'plural' | 'singular'>,
  description: string,
  printerColumns: PrinterColumn[]
): CrdSource {
  const schema = Type.Object(
    { ...TYPE_FIELDS, spec: Type.Optional(OPEN), status: Type.Optional(OPEN) },
    { description }
  );
  return {
    group: 'kubeflow.org',
    ...names,
    shortNames: [],
    scope: 'Namespaced',
    versions: [{ name: 'v1beta1', storage: true, schema, printerColumns }]
  };
}

/** kubeflow.org Experiment, Trial and Suggestion, for clusters where our engine runs them instead of Katib. */
export const EXPERIMENT_CRD = katibKind(
  { kind: 'Experiment', plural: 'experiments', singular: 'experiment' },
  'A search for the best values of parameters, by trials.',
  [...STATE, AGE]
);

export const TRIAL_CRD = katibKind(
  { kind: 'Trial', plural: 'trials', singular: 'trial' },
  'One run of an Experiment with values of its own.',
  [...STATE, AGE]
);

export const SUGGESTION_CRD = katibKind(
  { kind: 'Suggestion', plural: 'suggestions', singular: 'suggestion' },
  'The values that an Experiment tries.',
  [
    ...STATE,
    { name: 'Requested', type: 'string', jsonPath: '.spec.requests' },
    { name: 'Assigned', type: 'string', jsonPath: '.status.suggestionCount' },
    AGE
  ]
);
