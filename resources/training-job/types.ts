import type { ReplicaRole } from '@kubeflow-lab/schema';

import type { Condition, KubeObject, PodTemplateSpec } from '../common/object.js';

export const TRAINING_API_VERSION = 'kubeflow.org/v1';

/** Labels that the training operator puts on the pods of a job. */
export const JOB_NAME_LABEL = 'training.kubeflow.org/job-name';
export const REPLICA_TYPE_LABEL = 'training.kubeflow.org/replica-type';
export const REPLICA_INDEX_LABEL = 'training.kubeflow.org/replica-index';

/** Where a job came from. */
export const NOTEBOOK_ANNOTATION = 'lab.kubeflow.org/notebook';
export const CELLS_ANNOTATION = 'lab.kubeflow.org/cells';
export const CODE_SHA256_ANNOTATION = 'lab.kubeflow.org/code-sha256';
export const CREATED_BY_ANNOTATION = 'lab.kubeflow.org/created-by';

export const CODE_DIRECTORY = '/etc/kubeflow-lab/code';
export const CODE_KEY = 'code.json';

/**
 * What differs between the kinds of training jobs of the training operator; everything else is the same code.
 * A new kind is a new row.
 */
export interface TrainingJobKind {
  kind: string;
  plural: string;
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
  /** Environment variables by which the operator tells each replica who it is and where the others are. */
  environment: readonly string[];
}

export const TFJOB_KIND: TrainingJobKind = {
  kind: 'TFJob',
  plural: 'tfjobs',
  replicaSpecs: 'tfReplicaSpecs',
  container: 'tensorflow',
  port: { name: 'tfjob-port', containerPort: 2222 },
  roles: ['Chief', 'Worker', 'PS', 'Evaluator'],
  leaders: ['Chief', 'Master'],
  required: [],
  environment: ['TF_CONFIG']
};

export const XGBOOSTJOB_KIND: TrainingJobKind = {
  kind: 'XGBoostJob',
  plural: 'xgboostjobs',
  replicaSpecs: 'xgbReplicaSpecs',
  container: 'xgboost',
  port: { name: 'xgboostjob-port', containerPort: 9999 },
  roles: ['Master', 'Worker'],
  leaders: ['Master'],
  required: ['Master'],
  environment: [
    'MASTER_ADDR',
    'MASTER_PORT',
    'WORKER_ADDRS',
    'WORKER_PORT',
    'WORLD_SIZE',
    'RANK',
    'PYTHONUNBUFFERED'
  ]
};

/** The kinds that can be started from a cell. */
export const TRAINING_JOB_KINDS: readonly TrainingJobKind[] = [TFJOB_KIND, XGBOOSTJOB_KIND];

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
