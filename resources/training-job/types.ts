import type {
  OverrideField,
  Plural,
  ReplicaRole,
  Settings,
  TrainingRuntimeItem
} from '@kubeflow-lab/schema';

import type { Condition, KubeObject, PodTemplateSpec } from '../common/object.js';

export const TRAINING_API_VERSION = 'kubeflow.org/v1';

/** Labels that the training operator puts on the pods of a job. */
export const JOB_NAME_LABEL = 'training.kubeflow.org/job-name';
export const REPLICA_TYPE_LABEL = 'training.kubeflow.org/replica-type';
export const REPLICA_INDEX_LABEL = 'training.kubeflow.org/replica-index';

/** Where a job came from. */
export const NOTEBOOK_ANNOTATION = 'lab.kubeflow.org/notebook';
/** The commit of git that the notebook's folder was at, and `true` or `false`: whether files differed from it. */
export const COMMIT_ANNOTATION = 'lab.kubeflow.org/commit';
export const COMMIT_CHANGED_ANNOTATION = 'lab.kubeflow.org/commit-changed';
export const CELLS_ANNOTATION = 'lab.kubeflow.org/cells';
/** `true` where all cells of the notebook are the code, and not one with those that support it. */
export const WHOLE_NOTEBOOK_ANNOTATION = 'lab.kubeflow.org/whole-notebook';
export const CODE_SHA256_ANNOTATION = 'lab.kubeflow.org/code-sha256';
export const CREATED_BY_ANNOTATION = 'lab.kubeflow.org/created-by';

export const CODE_DIRECTORY = '/etc/kubeflow-lab/code';
export const CODE_KEY = 'code.json';

/** Variables of a job that runs the code of cells: what the runtime needs. */
export const RUNTIME_VARIABLES: readonly string[] = [
  'PYTHONUNBUFFERED',
  'KUBEFLOW_LAB_CODE_SHA256',
  'KFL_PARAMETERS'
];

/**
 * What differs between the kinds of training jobs of the training operator; everything else is the same code.
 * A new kind is a new row.
 */
export interface TrainingJobKind {
  kind: string;
  plural: Plural;
  /** What its jobs are written with, as people call it. */
  framework: string;
  /** Under which key the platform offers images for it; null where it offers none. */
  images: keyof Settings['images'] | null;
  /** The field of the spec that maps roles to replicas. */
  replicaSpecs: string;
  /** The container that the operator looks for, and the port by which its replicas find each other. */
  container: string;
  port: { name: string; containerPort: number };
  roles: readonly ReplicaRole[];
  /** Roles of which a job may have one replica at most; the first present one decides how the job ends. */
  leaders: readonly string[];
  /** Roles without which the operator takes no job. */
  required: readonly ReplicaRole[];
  /** Roles whose replicas run the command; the others only lend themselves to it. Left out: all of them. */
  runners?: readonly ReplicaRole[];
  /**
   * What the runners' command begins with where they start the same program in the others, which then need its code
   * too; left out: a command is run as it is.
   */
  starter?: readonly string[];
  /** Environment variables by which the operator tells each replica who it is and where the others are. */
  environment: readonly string[];
  /** Of a job of Kubeflow Trainer, whose pods a runtime describes; left out: the job describes them itself. */
  trainer?: TrainerFacts;
}

/** What a job of Kubeflow Trainer is made for. */
export interface TrainerFacts {
  /** Where this cluster's version takes changes of the runtime's pods. */
  overrides: OverrideField;
  /** The runtime that the job names; null while it is not known. */
  runtime: TrainingRuntimeItem | null;
}

export interface ReplicaSpec {
  replicas?: number;
  restartPolicy?: string;
  template?: PodTemplateSpec;
}

export interface TrainingJobStatus {
  conditions?: (Condition & { lastUpdateTime?: string })[];
  replicaStatuses?: Record<string, { active?: number; succeeded?: number; failed?: number }>;
  startTime?: string;
  completionTime?: string;
}

/** A job of any kind of the training operator; the replica map lies under the kind's own name in the spec. */
export interface TrainingJob extends KubeObject {
  spec?: {
    runPolicy?: { cleanPodPolicy?: string; suspend?: boolean; [policy: string]: unknown };
    [replicaSpecs: string]: unknown;
  };
  status?: TrainingJobStatus;
}

/** The name of the ConfigMap that holds a job's code. */
export function codeConfigMapName(job: string): string {
  return `${job}-code`;
}
