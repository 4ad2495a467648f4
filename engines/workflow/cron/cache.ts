import { CRON_WORKFLOW, WORKFLOW, byLabel, withoutManagedFields } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { CRON_WORKFLOW_LABEL } from '@kubeflow-lab/resources';
import type { Workflow } from '@kubeflow-lab/resources';
import { reflect } from '@kubeflow-lab/controller/runtime';
import type { Logger } from 'pino';

export const RUNS_OF_CRON = 'cron';

/** The CronWorkflows and what they have made. */
export function createCronCache(client: KubeClient, log: Logger) {
  return {
    crons: reflect(client, CRON_WORKFLOW, log),
    runs: reflect(client, WORKFLOW, log, {
      labelSelector: CRON_WORKFLOW_LABEL,
      indexers: { [RUNS_OF_CRON]: byLabel(CRON_WORKFLOW_LABEL) },
      trim: trimRun
    })
  };
}

export type CronCache = ReturnType<typeof createCronCache>;

/** Of a run only counts whether it has ended, and how. */
function trimRun(workflow: Workflow): Workflow {
  const { metadata, spec, status, ...rest } = withoutManagedFields(workflow);
  const { phase, finishedAt } = status ?? {};
  return {
    ...rest,
    metadata: { ...metadata, annotations: undefined },
    spec: { shutdown: spec?.shutdown },
    status: { phase, finishedAt }
  };
}
