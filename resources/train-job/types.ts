import type { Condition, KubeObject } from '../common/object.js';

export const TRAIN_JOB_API_VERSION = 'trainer.kubeflow.org/v1alpha1';

/** Labels of the pods of a TrainJob: it becomes a JobSet of its name, whose parts become indexed Jobs. */
export const JOBSET_NAME_LABEL = 'jobset.sigs.k8s.io/jobset-name';
export const REPLICATED_JOB_LABEL = 'jobset.sigs.k8s.io/replicatedjob-name';
export const COMPLETION_INDEX_LABEL = 'batch.kubernetes.io/job-completion-index';

/** The part in which training runs, and the name of its container. */
export const NODE_PART = 'node';

/** Kubeflow Trainer's object, as far as we read it. */
export interface TrainJob extends KubeObject {
  spec?: {
    runtimeRef?: { name?: string; kind?: string; apiGroup?: string };
    trainer?: { numNodes?: number; [field: string]: unknown };
    initializer?: { dataset?: unknown; model?: unknown };
    suspend?: boolean;
    [field: string]: unknown;
  };
  status?: {
    /** Suspended, Complete and Failed; that it runs is not among them. */
    conditions?: Condition[];
    jobsStatus?: { name?: string }[];
    /** What the training itself reports, where the cluster lets it. */
    trainerStatus?: {
      progressPercentage?: number;
      estimatedRemainingSeconds?: number;
      metrics?: { name?: string; value?: string | number }[];
    };
  };
}
