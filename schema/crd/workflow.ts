import Type from 'typebox';

import { KEEP_UNKNOWN, TYPE_FIELDS } from './common.js';
import type { CrdSource, PrinterColumn } from './crd.js';

/** What Argo's own definitions look into is looked into by the engine, which says more than a schema can. */
const OPEN = (description: string) => Type.Object({}, { ...KEEP_UNKNOWN, description });

function openKind(description: string): Type.TSchema {
  return Type.Object(
    {
      ...TYPE_FIELDS,
      spec: OPEN('As Argo Workflows has it.'),
      status: Type.Optional(OPEN('As Argo Workflows has it.'))
    },
    { description }
  );
}

const AGE: PrinterColumn = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };

function argoKind(
  names: Pick<CrdSource, 'kind' | 'plural' | 'singular' | 'shortNames'>,
  description: string,
  printerColumns: PrinterColumn[]
): CrdSource {
  return {
    group: 'argoproj.io',
    ...names,
    scope: 'Namespaced',
    // Argo's clients change spec and status by one patch, as resuming does.
    statusSubresource: false,
    versions: [{ name: 'v1alpha1', storage: true, schema: openKind(description), printerColumns }]
  };
}

/** argoproj.io Workflow, WorkflowTemplate and CronWorkflow, for clusters where our engine runs them instead of Argo. */
export const WORKFLOW_CRD = argoKind(
  { kind: 'Workflow', plural: 'workflows', singular: 'workflow', shortNames: ['wf'] },
  'A run of steps, each a pod.',
  [
    { name: 'Status', type: 'string', jsonPath: '.status.phase' },
    AGE,
    { name: 'Message', type: 'string', jsonPath: '.status.message' }
  ]
);

export const WORKFLOW_TEMPLATE_CRD = argoKind(
  {
    kind: 'WorkflowTemplate',
    plural: 'workflowtemplates',
    singular: 'workflowtemplate',
    shortNames: ['wftmpl']
  },
  'Steps that Workflows refer to.',
  [AGE]
);

export const CRON_WORKFLOW_CRD = argoKind(
  {
    kind: 'CronWorkflow',
    plural: 'cronworkflows',
    singular: 'cronworkflow',
    shortNames: ['cwf', 'cronwf']
  },
  'A Workflow that begins by the clock.',
  [
    { name: 'Schedules', type: 'string', jsonPath: '.spec.schedules' },
    { name: 'Suspended', type: 'string', jsonPath: '.spec.suspend' },
    AGE
  ]
);
