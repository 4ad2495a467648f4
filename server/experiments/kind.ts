/** Sweeps: Katib's Experiments with their Trials. */
import { SUGGESTION, keyOf } from '@kubeflow-lab/kube';
import {
  EXPERIMENT_LABEL,
  JOB_NAME_LABEL,
  TRIAL_LABEL,
  budgetPatch,
  checkBudget,
  isExperimentFinished,
  isTrialFinished,
  leftOverProblem,
  leftOverTrials,
  stopPatch,
  stopProblem,
  summarizeExperiment,
  trueCondition
} from '@kubeflow-lab/resources';
import type { Experiment, Pod, Suggestion, Trial } from '@kubeflow-lab/resources';
import type { BudgetForm, ExperimentForm, ExperimentSummary } from '@kubeflow-lab/schema';

import { storeKey } from '../cache/cluster-cache.js';
import type { ClusterCache } from '../cache/cluster-cache.js';
import { ProblemError, invalid } from '../http/problem.js';
import { byLabelKey, related } from '../kinds/concerns.js';
import type {
  KindDefinition,
  KindView,
  ObjectCall,
  OpenedKind,
  Subject
} from '../kinds/definition.js';
import { podLog } from '../kinds/pod-log.js';
import { logPart } from '../logs/source.js';
import { createExperiment, planExperiment } from './create.js';
import { EXPERIMENT, TRIAL } from './resource.js';

/** Kubernetes' own, on the pods of a Job; a trial's Job has the name of the trial. */
const BATCH_JOB_LABEL = 'batch.kubernetes.io/job-name';
/** By which the pods of a trial are found, whatever runs it: Katib labels them only where it admits pods. */
const POD_LABELS = [TRIAL_LABEL, BATCH_JOB_LABEL, JOB_NAME_LABEL];

export const experimentKind: KindDefinition<Experiment, ExperimentSummary> = {
  resource: EXPERIMENT,
  noun: { one: 'sweep', many: 'sweeps' },
  schema: 'Experiment',
  operator: 'Katib',
  podLabels: POD_LABELS,
  related: [
    { resource: TRIAL, labels: [EXPERIMENT_LABEL] },
    { resource: SUGGESTION, trim: withConditionsOnly }
  ],
  form: {
    schema: 'ExperimentForm',
    async plan(form: ExperimentForm, call) {
      const { experiment, configMap } = await planExperiment(form, call);
      return configMap === null ? [experiment] : [experiment, configMap];
    },
    create: (form: ExperimentForm, call) => createExperiment(form, call)
  },
  actions: {
    stop: {
      summary: 'End a sweep and keep its results: no more trials are begun.',
      async run({ caller, key, read, resource }) {
        const experiment = await read();
        const problem = stopProblem(experiment);
        if (problem !== null) {
          throw new ProblemError(409, problem);
        }
        return caller.kube.mergePatch(resource, key, stopPatch(experiment));
      }
    },
    budget: {
      summary: 'Allow more or fewer trials, in all or at once.',
      body: 'BudgetForm',
      async run({ caller, key, read, resource }, form: BudgetForm) {
        const problems = checkBudget(await read(), form);
        if (problems.length > 0) {
          throw invalid(problems);
        }
        return caller.kube.mergePatch(resource, key, budgetPatch(form));
      }
    },
    'stop-trials': {
      summary: 'End trials that go on although their sweep has ended, as with its goal reached.',
      run: stopLeftOver
    }
  },
  open: openExperiments
};

/** Deletes the trials that have no end yet, and what runs them: Katib would make the job of one that is there anew. */
async function stopLeftOver({ caller, key, read }: ObjectCall<Experiment>): Promise<Experiment> {
  const experiment = await read();
  const { namespace, name } = key;
  const labelSelector = `${EXPERIMENT_LABEL}=${name}`;
  const { items } = await caller.kube.list(TRIAL, { namespace, labelSelector });
  const problem = leftOverProblem(experiment, items);
  if (problem !== null) {
    throw new ProblemError(409, problem);
  }
  for (const { metadata } of leftOverTrials(items)) {
    const trial = { namespace, name: metadata?.name ?? '' };
    const preconditions = { uid: metadata?.uid };
    await caller.kube.delete(TRIAL, trial, { propagation: 'Background', preconditions });
  }
  return experiment;
}

/** How a search went; all values that it found stand in it, too, and in the trials. */
function withConditionsOnly({ status, ...suggestion }: Suggestion): Suggestion {
  return { ...suggestion, status: { conditions: status?.conditions } };
}

function openExperiments(view: KindView<Experiment>): OpenedKind<Experiment, ExperimentSummary> {
  const { cache } = view;
  const trials = cache.kind<Trial>(TRIAL.plural).store;
  const suggestions = cache.kind<Suggestion>(SUGGESTION.plural).store;
  const trialsOf = ({ metadata }: Experiment) =>
    trials.find(
      EXPERIMENT_LABEL,
      keyOf({ namespace: metadata?.namespace, name: metadata?.name ?? '' })
    );
  return {
    related: [
      related(trials, byLabelKey(EXPERIMENT_LABEL)),
      // Only its failure is told of, and it changes with each trial.
      related(suggestions, suggestion =>
        trueCondition(suggestion.status?.conditions, 'Failed') === null
          ? []
          : [storeKey(suggestion)]
      )
    ],
    subjects: experiment => [
      ['Experiment', experiment.metadata?.name ?? ''],
      ...trialsOf(experiment).flatMap(trial => trialSubjects(cache, trial))
    ],
    summarize: experiment =>
      summarizeExperiment(experiment, {
        trials: trialsOf(experiment),
        // It has the name of its experiment.
        suggestion: suggestions.get({
          namespace: experiment.metadata?.namespace,
          name: experiment.metadata?.name ?? ''
        })
      }),
    log: object =>
      podLog(view, object, {
        parts: experiment => inOrder(trialsOf(experiment)).flatMap(trial => partsOf(cache, trial)),
        finished: isExperimentFinished,
        partFinished(_, part) {
          const { namespace } = object.metadata ?? {};
          const trial = trials.get({ namespace, name: part });
          return trial !== undefined && isTrialFinished(trial);
        },
        others: [trials]
      })
  };
}

function trialSubjects(cache: ClusterCache, trial: Trial): Subject[] {
  const name = trial.metadata?.name ?? '';
  return [
    ['Trial', name],
    [trial.spec?.runSpec?.kind ?? 'Job', name],
    ...podsOf(cache, trial).map(pod => ['Pod', pod.metadata?.name ?? ''] as const)
  ];
}

function podsOf(cache: ClusterCache, { metadata }: Trial): Pod[] {
  const key = keyOf({ namespace: metadata?.namespace, name: metadata?.name ?? '' });
  const pods = POD_LABELS.flatMap(label => cache.pods.store.find(label, key));
  return [...new Set(pods)];
}

/** A trial's log is that of the container that trains, not of those that collect its metrics. */
function partsOf(cache: ClusterCache, trial: Trial) {
  const primary = trial.spec?.primaryContainerName;
  return podsOf(cache, trial).map(pod => {
    const containers = pod.spec?.containers ?? [];
    const training = containers.find(c => c?.name === primary) ?? containers[0];
    return logPart(pod, training?.name, trial.metadata?.name);
  });
}

/** Older trials first, as in the summary. */
function inOrder(trials: readonly Trial[]): Trial[] {
  const key = ({ metadata }: Trial) =>
    `${metadata?.creationTimestamp ?? ''} ${metadata?.name ?? ''}`;
  return [...trials].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
