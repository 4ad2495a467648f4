import { EXPERIMENT, SUGGESTION, TRIAL, byController } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { reflect } from '@kubeflow-lab/controller/runtime';
import type { Logger } from 'pino';

/** The index of trials by the uid of their experiment. */
export const BY_OWNER = 'owner';

/** Everything of the cluster that the engine reads always; run objects are watched kind by kind (RunWatches). */
export function createExperimentCache(client: KubeClient, log: Logger) {
  return {
    experiments: reflect(client, EXPERIMENT, log),
    suggestions: reflect(client, SUGGESTION, log),
    trials: reflect(client, TRIAL, log, { indexers: { [BY_OWNER]: byController } })
  };
}

export type ExperimentCache = ReturnType<typeof createExperimentCache>;
