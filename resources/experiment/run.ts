/**
 * What each trial runs, seen as a training job: the one pod of a batch Job is its one replica, so that whatever reads,
 * changes and checks training jobs does so with trials of any kind.
 */
import type { PodTemplateSpec } from '../common/object.js';
import { trainingKindOf } from '../training-job/kinds.js';
import { mapMain } from '../training-job/shape.js';
import { replicaSpecs } from '../training-job/replicas.js';
import { plainJob, plainTemplate } from '../training-job/template.js';
import {
  REPLICA_INDEX_LABEL,
  REPLICA_TYPE_LABEL,
  TRAINING_API_VERSION
} from '../training-job/types.js';
import type { TrainingJob, TrainingJobKind } from '../training-job/types.js';
import { conditionOf } from './defaults.js';
import type { Experiment, TrialTemplate } from './types.js';

/** The container of a trial's pod that trains; its log is read for metrics. */
export const TRIAL_CONTAINER = 'training-container';

/** A trial in one pod. */
export const TRIAL_JOB_KIND: TrainingJobKind = {
  kind: 'Job',
  plural: 'experiments',
  framework: 'Python',
  images: 'jupyter',
  replicaSpecs: 'podSpecs',
  container: TRIAL_CONTAINER,
  port: { name: 'none', containerPort: 0 },
  roles: ['Worker'],
  leaders: ['Worker'],
  required: ['Worker'],
  environment: []
};

/** A trial as the job that it is, without the name and the project, which are the trial's. */
export interface TrialRun {
  kind: TrainingJobKind;
  job: TrainingJob;
}

/** What the trials run; null where that is no batch Job and no training job, as a Workflow. */
export function readRun({ spec }: Experiment): TrialRun | null {
  const run = spec?.trialTemplate?.trialSpec;
  if (run?.kind === 'Job' && run.apiVersion === 'batch/v1') {
    const { template = {}, ...others } = (run.spec ?? {}) as { template?: PodTemplateSpec };
    const pods = { Worker: { replicas: 1, template } };
    return { kind: TRIAL_JOB_KIND, job: { ...run, spec: { ...others, podSpecs: pods } } };
  }
  const kind = trainingKindOf(run?.kind);
  return kind !== null && run?.apiVersion === TRAINING_API_VERSION
    ? { kind, job: run as TrainingJob }
    : null;
}

/** The experiment with other trials; what its template says beside them stays. */
export function writeRun(experiment: Experiment, run: TrialRun): Experiment {
  const { spec } = experiment;
  // Whose log is read follows from what runs; a template that lies elsewhere is not used.
  const template = { ...spec?.trialTemplate };
  delete template.primaryPodLabels;
  delete template.configMap;
  return { ...experiment, spec: { ...spec, trialTemplate: { ...template, ...templateOf(run) } } };
}

/** The part of a trial's template that follows from what it runs: the object, how it ends, and whose log is read. */
export function templateOf({ kind, job }: TrialRun): TrialTemplate {
  if (kind.kind === TRIAL_JOB_KIND.kind) {
    const { podSpecs, ...others } = job.spec ?? {};
    const { template } = (podSpecs as { Worker: { template: PodTemplateSpec } }).Worker;
    return {
      primaryContainerName: kind.container,
      successCondition: conditionOf('Complete'),
      failureCondition: conditionOf('Failed'),
      trialSpec: { ...job, spec: { ...others, template } }
    };
  }
  const leader = leaderOf({ kind, job });
  return {
    primaryContainerName: kind.container,
    primaryPodLabels: {
      [REPLICA_TYPE_LABEL]: leader.toLowerCase(),
      // The pod of a launcher has no number.
      ...(leader === 'Launcher' ? {} : { [REPLICA_INDEX_LABEL]: '0' })
    },
    successCondition: conditionOf('Succeeded'),
    failureCondition: conditionOf('Failed'),
    trialSpec: job
  };
}

/** The role whose first replica reports the metrics. */
function leaderOf({ kind, job }: TrialRun): string {
  const asked = Object.entries(replicaSpecs(job, kind))
    .filter(([, spec]) => Number(spec?.replicas ?? 1) > 0)
    .map(([role]) => role);
  return kind.leaders.find(role => asked.includes(role)) ?? 'Worker';
}

/** A trial of a kind to begin a form with, which says nothing yet of image and command. */
export function plainRun(kind: TrainingJobKind): TrialRun {
  if (kind.kind !== TRIAL_JOB_KIND.kind) {
    const { apiVersion, spec } = plainJob(kind, '');
    return { kind, job: { apiVersion, kind: kind.kind, spec } };
  }
  const template = mapMain(plainTemplate(kind), kind, ({ ports: _none, ...main }) => main);
  const pod = { ...template, spec: { restartPolicy: 'Never', ...template.spec } };
  return {
    kind,
    job: {
      apiVersion: 'batch/v1',
      kind: 'Job',
      spec: { backoffLimit: 0, podSpecs: { Worker: { replicas: 1, template: pod } } }
    }
  };
}
