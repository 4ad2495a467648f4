import { CONFIG_MAP, POD, WORKFLOW, byLabel, withoutManagedFields } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { WORKFLOW_LABEL } from '@kubeflow-lab/resources';
import type { Pod } from '@kubeflow-lab/resources';
import { reflect } from '@kubeflow-lab/controller/runtime';
import type { Logger } from 'pino';

import { PLAN_ANNOTATION, SCRIPT_ANNOTATION } from './pod/names.js';
import { REPOSITORIES_CONFIG_MAP } from './repository.js';

export const PODS_OF_WORKFLOW = 'workflow';

/** Everything of the cluster that the engine reads. */
export function createWorkflowCache(client: KubeClient, log: Logger) {
  return {
    workflows: reflect(client, WORKFLOW, log),
    pods: reflect(client, POD, log, {
      labelSelector: WORKFLOW_LABEL,
      indexers: { [PODS_OF_WORKFLOW]: byLabel(WORKFLOW_LABEL) },
      trim: trimPod
    }),
    repositories: reflect(client, CONFIG_MAP, log, {
      fieldSelector: `metadata.name=${REPOSITORIES_CONFIG_MAP}`
    })
  };
}

export type WorkflowCache = ReturnType<typeof createWorkflowCache>;

/** Specs and the code in annotations are large; only the state counts here. */
function trimPod(pod: Pod): Pod {
  const { metadata, spec, ...rest } = withoutManagedFields(pod);
  const annotations = { ...metadata?.annotations };
  delete annotations[PLAN_ANNOTATION];
  delete annotations[SCRIPT_ANNOTATION];
  return { ...rest, metadata: { ...metadata, annotations }, spec: { nodeName: spec?.nodeName } };
}
