/** The kinds of training jobs; all that differs between them stands in a row. */
import { NODE_PART, TRAIN_JOB_API_VERSION } from '../train-job/types.js';
import { TRAINING_API_VERSION } from './types.js';
import type { TrainingJobKind } from './types.js';

export const TFJOB_KIND: TrainingJobKind = {
  kind: 'TFJob',
  plural: 'tfjobs',
  framework: 'TensorFlow',
  images: 'tensorflow',
  replicaSpecs: 'tfReplicaSpecs',
  container: 'tensorflow',
  port: { name: 'tfjob-port', containerPort: 2222 },
  roles: ['Chief', 'Worker', 'PS', 'Evaluator'],
  leaders: ['Chief', 'Master'],
  required: [],
  environment: ['TF_CONFIG']
};

export const PYTORCHJOB_KIND: TrainingJobKind = {
  kind: 'PyTorchJob',
  plural: 'pytorchjobs',
  framework: 'PyTorch',
  images: 'pytorch',
  replicaSpecs: 'pytorchReplicaSpecs',
  container: 'pytorch',
  port: { name: 'pytorchjob-port', containerPort: 23456 },
  roles: ['Master', 'Worker'],
  leaders: ['Master'],
  required: [],
  environment: [
    'MASTER_ADDR',
    'MASTER_PORT',
    'WORLD_SIZE',
    'RANK',
    'PET_MASTER_ADDR',
    'PET_MASTER_PORT',
    'PET_NODE_RANK',
    'PET_NPROC_PER_NODE',
    'PET_NNODES',
    'PYTHONUNBUFFERED'
  ]
};

export const XGBOOSTJOB_KIND: TrainingJobKind = {
  kind: 'XGBoostJob',
  plural: 'xgboostjobs',
  framework: 'XGBoost',
  images: 'xgboost',
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

/** Its launcher starts processes in the workers with `mpirun`; the operator keeps the workers waiting for that. */
export const MPIJOB_KIND: TrainingJobKind = {
  kind: 'MPIJob',
  plural: 'mpijobs',
  framework: 'MPI',
  images: 'mpi',
  replicaSpecs: 'mpiReplicaSpecs',
  container: 'mpi',
  port: { name: 'mpi-port', containerPort: 9999 },
  roles: ['Launcher', 'Worker'],
  leaders: ['Launcher'],
  required: ['Launcher'],
  runners: ['Launcher'],
  starter: ['mpirun'],
  environment: ['OMPI_MCA_plm_rsh_agent', 'OMPI_MCA_orte_default_hostfile']
};

/** Served from version 1.9 of the training operator. */
export const JAXJOB_KIND: TrainingJobKind = {
  kind: 'JAXJob',
  plural: 'jaxjobs',
  framework: 'JAX',
  images: null,
  replicaSpecs: 'jaxReplicaSpecs',
  container: 'jax',
  port: { name: 'jaxjob-port', containerPort: 6666 },
  roles: ['Worker'],
  leaders: [],
  required: ['Worker'],
  environment: [
    'COORDINATOR_ADDRESS',
    'COORDINATOR_PORT',
    'NUM_PROCESSES',
    'PROCESS_ID',
    'PYTHONUNBUFFERED'
  ]
};

/** The job of Kubeflow Trainer; `trainJobRow` says more of one in a certain runtime. */
export const TRAINJOB_KIND: TrainingJobKind = {
  kind: 'TrainJob',
  plural: 'trainjobs',
  framework: 'Kubeflow Trainer',
  images: null,
  replicaSpecs: 'trainer',
  container: NODE_PART,
  port: { name: 'node', containerPort: 29500 },
  roles: ['Node'],
  leaders: [],
  required: ['Node'],
  environment: [],
  trainer: { overrides: 'runtimePatches', runtime: null }
};

/** Kinds of the training operator that have a form. */
export const TRAINING_JOB_KINDS: readonly TrainingJobKind[] = [
  TFJOB_KIND,
  PYTORCHJOB_KIND,
  XGBOOSTJOB_KIND,
  MPIJOB_KIND,
  JAXJOB_KIND
];

export const PADDLEJOB_KIND: TrainingJobKind = {
  kind: 'PaddleJob',
  plural: 'paddlejobs',
  framework: 'PaddlePaddle',
  images: null,
  replicaSpecs: 'paddleReplicaSpecs',
  container: 'paddle',
  port: { name: 'master', containerPort: 36543 },
  roles: ['Master', 'Worker'],
  leaders: ['Master'],
  required: [],
  environment: []
};

/** Served up to version 1.8 of the training operator. */
export const MXJOB_KIND: TrainingJobKind = {
  kind: 'MXJob',
  plural: 'mxjobs',
  framework: 'MXNet',
  images: null,
  replicaSpecs: 'mxReplicaSpecs',
  container: 'mxnet',
  port: { name: 'mxjob-port', containerPort: 9091 },
  roles: ['Scheduler', 'Server', 'Worker'],
  leaders: ['Scheduler'],
  required: ['Worker'],
  environment: []
};

/** Kinds that people make from YAML, and that are listed and followed as the others; nothing is foretold of them. */
export const FOLLOWED_JOB_KINDS: readonly TrainingJobKind[] = [PADDLEJOB_KIND, MXJOB_KIND];

/** All kinds that have a form. */
export const FORM_JOB_KINDS: readonly TrainingJobKind[] = [...TRAINING_JOB_KINDS, TRAINJOB_KIND];

/** The row of an object's kind; null where it is no job of the training operator that has a form. */
export function trainingKindOf(kind: unknown): TrainingJobKind | null {
  return TRAINING_JOB_KINDS.find(row => row.kind === kind) ?? null;
}

/** The row of an object's kind; null where it is no training job that has a form. */
export function formKindOf(kind: unknown): TrainingJobKind | null {
  return FORM_JOB_KINDS.find(row => row.kind === kind) ?? null;
}

/** The API version of the objects of a kind. */
export const apiVersionOfKind = ({ trainer }: TrainingJobKind): string =>
  trainer === undefined ? TRAINING_API_VERSION : TRAIN_JOB_API_VERSION;
