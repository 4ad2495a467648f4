/** Pipelines that run by the clock: Argo's CronWorkflows. */
import { summarizeCronWorkflow } from '@kubeflow-lab/resources';
import type { CronWorkflow } from '@kubeflow-lab/resources';
import type { CronWorkflowSummary, WorkflowForm } from '@kubeflow-lab/schema';

import type { KindDefinition, ObjectCall } from '../kinds/definition.js';
import { podLog } from '../kinds/pod-log.js';
import { createCronWorkflow, planCronWorkflow } from './create.js';
import { CRON_WORKFLOW } from './resource.js';

export const cronWorkflowKind: KindDefinition<CronWorkflow, CronWorkflowSummary> = {
  resource: CRON_WORKFLOW,
  noun: { one: 'schedule', many: 'schedules' },
  schema: 'CronWorkflow',
  operator: 'Argo Workflows',
  form: {
    schema: 'WorkflowForm',
    plan: async (form: WorkflowForm, call) => [await planCronWorkflow(form, call)],
    create: (form: WorkflowForm, call) => createCronWorkflow(form, call)
  },
  actions: {
    suspend: { summary: 'Begin no runs for the time being.', run: call => pause(call, true) },
    resume: { summary: 'Begin runs again.', run: call => pause(call, null) }
  },
  open: view => ({
    related: [],
    summarize: summarizeCronWorkflow,
    subjects: ({ metadata }) => [['CronWorkflow', metadata?.name ?? '']],
    // Its runs have logs; it has none.
    log: object => podLog(view, object, { parts: () => [], finished: () => true })
  })
};

function pause(
  { caller, key, resource }: ObjectCall<CronWorkflow>,
  suspend: true | null
): Promise<CronWorkflow> {
  return caller.kube.mergePatch(resource, key, { spec: { suspend } });
}
