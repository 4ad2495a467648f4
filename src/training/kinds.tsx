import type { TranslationBundle } from '@jupyterlab/translation';
import {
  FOLLOWED_JOB_KINDS,
  TRAIN_JOB_API_VERSION,
  type TrainingJob,
  type TrainingJobKind,
  TRAINING_JOB_KINDS,
  type TrainJob,
  whyNotTrainJob
} from '@kubeflow-lab/resources';
import type { Item, TrainingJobSummary } from '@kubeflow-lab/schema';
import { countReady, shortReplica, sortMetrics } from '../components';
import { trainingIcon } from '../icons';
import { anyKind, type ItemAction, type ItemProps, type KindDescription } from '../panels';
import type { IPlatform, ObjectRef } from '../tokens';
import { runningActions, suspendActions } from './act';
import { jobCard } from './card';
import { CurvesTab } from './curves/tab';
import { deployAction } from './deploy';
import { tensorboardAction } from './tensorboard';
import { JobReplicas } from './usage/replicas';

/** What can be done with a job beside what all objects have. */
export interface JobActions {
  /** Deletes the job after asking, and makes the same again. */
  rerun: (job: ObjectRef, item: Item<TrainingJobSummary>) => Promise<void>;
  /** Opens the form with the job. */
  change: (job: ObjectRef) => void;
}

/** What the panels have to know of training jobs. */
export function trainingKinds(trans: TranslationBundle, jobs: JobActions): KindDescription[] {
  const ofOperator = [...TRAINING_JOB_KINDS, ...FOLLOWED_JOB_KINDS].map(row => {
    const { plural, kind } = row;
    return jobKind(trans, {
      plural,
      kind,
      ...(TRAINING_JOB_KINDS.includes(row)
        ? { python: name => `kubeflow_lab.training_job("${name}", kind="${kind}")` }
        : {}),
      actions: props => actionsOf(props, row, jobs)
    });
  });
  return [...ofOperator, trainJobKind(trans, jobs)];
}

/** The job of Kubeflow Trainer. */
function trainJobKind(trans: TranslationBundle, jobs: JobActions): KindDescription {
  const plural = 'trainjobs';
  return jobKind(trans, {
    plural,
    apiVersion: TRAIN_JOB_API_VERSION,
    kind: 'TrainJob',
    engine: {
      addon: 'trainer',
      name: trans.__('Kubeflow Trainer'),
      missing: trans.__(
        'This cluster does not know these objects. An administrator has to install Kubeflow Trainer (version 2) and JobSet, which run them.'
      )
    },
    python: name => `kubeflow_lab.training_job("${name}", kind="TrainJob")`,
    actions: ({ item, platform }) => {
      const { namespace = '', name } = item.object.metadata;
      const job: ObjectRef = { plural, namespace, name };
      return [
        ...suspendActions(job, action => whyNotTrainJob(action, item.object as TrainJob), platform),
        ...againActions(job, item, jobs, platform),
        tensorboardAction(job, platform),
        deployAction(job, { kind: 'TrainJob', phase: item.summary.phase }, platform)
      ];
    }
  });
}

function actionsOf(
  { item, platform }: ItemProps<TrainingJobSummary>,
  row: TrainingJobKind,
  jobs: JobActions
): ItemAction[] {
  const { namespace = '', name } = item.object.metadata;
  const job: ObjectRef = { plural: row.plural, namespace, name };
  const hasForm = TRAINING_JOB_KINDS.includes(row);
  const whyNot = hasForm ? null : platform.trans.__('%1s are made from YAML.', row.kind);
  return [
    ...runningActions(job, item.object as TrainingJob, row, platform),
    ...againActions(job, item, jobs, platform, whyNot),
    tensorboardAction(job, platform),
    deployAction(job, { kind: row.kind, phase: item.summary.phase }, platform)
  ];
}

/** What makes the job once more; `whyNot` says why it has no form. */
function againActions(
  job: ObjectRef,
  item: Item<TrainingJobSummary>,
  { rerun, change }: JobActions,
  { trans }: Pick<IPlatform, 'trans'>,
  whyNot: string | null = null
): ItemAction[] {
  const going = item.summary.phase === 'Deleting';
  const reason = trans.__('It is being deleted.');
  return [
    {
      id: 'rerun',
      label: trans.__('Run again'),
      enabled: !going,
      reason,
      run: () => rerun(job, item)
    },
    {
      id: 'change',
      label: trans.__('Change and run…'),
      enabled: !going && whyNot === null,
      reason: whyNot ?? reason,
      run: () => change(job)
    }
  ];
}

/** A kind of jobs: what is said of it, beside what all of them have. */
function jobKind(
  trans: TranslationBundle,
  said: Pick<KindDescription, 'plural' | 'kind'> & Partial<KindDescription<TrainingJobSummary>>
): KindDescription {
  const { plural } = said;
  const described: KindDescription = anyKind<TrainingJobSummary>({
    ...common(trans),
    picture: props => <JobReplicas {...props} plural={plural} />,
    tabs: [
      {
        id: 'curves',
        label: trans.__('Curves'),
        view: props => <CurvesTab {...props} kind={described} />
      }
    ],
    ...said
  });
  return described;
}

function common(
  trans: TranslationBundle
): Omit<KindDescription<TrainingJobSummary>, 'plural' | 'kind' | 'picture'> {
  return {
    apiVersion: 'kubeflow.org/v1',
    icon: trainingIcon,
    noun: { one: trans.__('training job'), many: trans.__('training jobs') },
    engine: {
      addon: 'training-operator',
      name: trans.__('the training-operator'),
      missing: trans.__(
        'This cluster does not know these objects. An administrator has to install the Kubeflow training-operator (version 1.9), which runs them.'
      )
    },
    facts: item => factsOf(item, trans),
    metric: ({ summary }) => {
      const [first] = sortMetrics(summary.metrics);
      return first ? { name: first[0], value: first[1] } : null;
    },
    metrics: ({ summary }) => summary.metrics,
    parts: ({ object, summary }) =>
      summary.replicas.map(({ name }) => ({
        name,
        label: shortReplica(name, object.metadata.name)
      })),
    restarted: ({ summary }) => summary.replicas.some(({ restarts }) => restarts > 0),
    deletion: trans.__(
      'Its replicas are stopped, and they and their logs go with it. Files that it wrote to volumes stay.'
    ),
    card: jobCard
  };
}

function factsOf({ summary }: Item<TrainingJobSummary>, trans: TranslationBundle): string[] {
  const { replicas } = summary;
  return replicas.length > 0
    ? [trans.__('%1/%2 replicas', countReady(replicas), replicas.length)]
    : [];
}
