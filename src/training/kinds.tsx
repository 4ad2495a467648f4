import type { TranslationBundle } from '@jupyterlab/translation';
import { TRAINING_JOB_KINDS } from '@kubeflow-lab/resources';
import type { Item, TrainingJobSummary } from '@kubeflow-lab/schema';
import { countReady, Replicas, shortReplica, sortMetrics } from '../components';
import { trainingIcon } from '../icons';
import { anyKind, type KindDescription } from '../panels';
import { jobCard } from './card';

/** What the panels have to know of training jobs. */
export function trainingKinds(trans: TranslationBundle): KindDescription[] {
  return TRAINING_JOB_KINDS.map(({ plural, kind }) =>
    anyKind<TrainingJobSummary>({ ...common(trans), plural, kind })
  );
}

function common(
  trans: TranslationBundle
): Omit<KindDescription<TrainingJobSummary>, 'plural' | 'kind'> {
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
    picture: ({ item: { object, summary }, showLog }) => (
      <Replicas
        job={object.metadata.name}
        replicas={summary.replicas}
        onSelect={showLog}
        trans={trans}
      />
    ),
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
