/** Pipeline runs: Argo's Workflows. */
import { WORKFLOW_LABEL, isWorkflowCompleted, summarizeWorkflow } from '@kubeflow-lab/resources';
import type { Pod, Workflow } from '@kubeflow-lab/resources';
import type { WorkflowForm, WorkflowSummary } from '@kubeflow-lab/schema';

import { BY_CONTROLLER } from '../cache/cluster-cache.js';
import { modelsOfStep } from '../inference-services/from-data.js';
import { claimSubjects, podOwnerConcerns } from '../kinds/concerns.js';
import type { KindDefinition, KindView, OpenedKind, Subject } from '../kinds/definition.js';
import { podLog } from '../kinds/pod-log.js';
import { workflowActions } from './actions.js';
import { createWorkflow, planWorkflow } from './create.js';
import { WORKFLOW } from './resource.js';
import { isStepOver, stepParts } from './steps.js';

export const workflowKind: KindDefinition<Workflow, WorkflowSummary> = {
  resource: WORKFLOW,
  noun: { one: 'pipeline run', many: 'pipeline runs' },
  schema: 'Workflow',
  operator: 'Argo Workflows',
  form: {
    schema: 'WorkflowForm',
    plan: async (form: WorkflowForm, call) => [await planWorkflow(form, call)],
    create: (form: WorkflowForm, call) => createWorkflow(form, call)
  },
  actions: {
    ...workflowActions,
    models: {
      summary: 'The stored versions of models that were made from the values of a step, by hash.',
      body: 'DataModelsForm',
      response: 'DataModels',
      answer: modelsOfStep
    }
  },
  open: openWorkflows
};

function openWorkflows(view: KindView<Workflow>): OpenedKind<Workflow, WorkflowSummary> {
  const { cache } = view;
  /** The pods of exactly this run, not of an earlier one of its name. */
  const podsOf = ({ metadata }: Workflow): Pod[] =>
    cache.pods.store.find(BY_CONTROLLER, metadata?.uid ?? '');
  const volumesOf = (workflow: Workflow) => [{ volumes: workflow.spec?.volumes }];
  const subjects = (workflow: Workflow): Subject[] => [
    ['Workflow', workflow.metadata?.name ?? ''],
    ...podsOf(workflow).map(pod => ['Pod', pod.metadata?.name ?? ''] as const),
    ...claimSubjects(volumesOf(workflow))
  ];
  const summarize = (workflow: Workflow) => {
    const { namespace = '' } = workflow.metadata ?? {};
    return summarizeWorkflow(workflow, {
      pods: podsOf(workflow),
      events: cache.eventsAbout(namespace, subjects(workflow)),
      claims: cache.claims.store.list(namespace)
    });
  };
  return {
    related: podOwnerConcerns(view, {
      kind: 'Workflow',
      podLabel: WORKFLOW_LABEL,
      templates: workflow => (isWorkflowCompleted(workflow) ? [] : volumesOf(workflow))
    }),
    subjects,
    summarize,
    log: object =>
      podLog(view, object, {
        parts: workflow => stepParts(workflow, podsOf(workflow)),
        finished: isWorkflowCompleted,
        partFinished: isStepOver
      })
  };
}
