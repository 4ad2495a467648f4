import { EXPERIMENT, TRIAL } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { timestamp } from '@kubeflow-lab/controller/runtime';
import type { Reconcile } from '@kubeflow-lab/controller/runtime';
import {
  experimentProblems,
  isExperimentFinished,
  isTrialFinished,
  resumeProblem,
  trueCondition,
  withDefaults
} from '@kubeflow-lab/resources';
import type { Experiment, ExperimentSpec, Suggestion, Trial } from '@kubeflow-lab/resources';

import { BY_OWNER } from '../cache.js';
import type { ExperimentCache } from '../cache.js';
import { markTrue } from '../conditions.js';
import { HopelessTrialError } from '../trial/hopeless.js';
import { writeStatus } from '../write.js';
import { beginTrials } from './begin-trials.js';
import { bestTrial, reachesGoal } from './best.js';
import { searchEnd, trialsToBegin } from './budget.js';
import type { SearchEnd } from './budget.js';
import { RefusedSearchError } from './client.js';
import type { Suggestions } from './client.js';
import { nextStatus } from './status.js';
import { assignmentsIn, endSuggestion, ensureSuggestion, growSuggestion } from './suggestion.js';
import { byState, endedCounts } from './trials.js';
import { unsupported } from './unsupported.js';

interface Setting {
  client: KubeClient;
  cache: ExperimentCache;
  suggestions: Suggestions;
}

type Full = Experiment & { spec: ExperimentSpec };

/** Keeps as many trials under way as an experiment wants, until it has ended; by what is there now. */
export function createSearchReconcile(setting: Setting): Reconcile {
  const { client, cache } = setting;
  return async key => {
    const [namespace, name] = key.split('/');
    const experiment = cache.experiments.store.get({ namespace, name });
    if (experiment === undefined || experiment.metadata?.deletionTimestamp) {
      return;
    }
    const full = withDefaults(experiment);
    const trials = cache.trials.store.find(BY_OWNER, experiment.metadata?.uid ?? '');
    const suggestion = cache.suggestions.store.get({ namespace, name });
    const resumes = isExperimentFinished(full) && canGoOn(full);
    const search = { full, trials, suggestion };
    const end = isExperimentFinished(full) && !resumes ? null : await advance(setting, search);
    const status = nextStatus(full, sorted(trials, suggestion), { end, resumes }, timestamp());
    const written = await writeStatus(client, EXPERIMENT, experiment, status);
    if (isExperimentFinished(written) && suggestion !== undefined && !trials.some(isActive)) {
      const failure = trueCondition(written.status?.conditions, 'Failed');
      await endSuggestion(client, suggestion, failure?.message ?? null);
    }
  };
}

interface Search {
  full: Full;
  trials: readonly Trial[];
  suggestion: Suggestion | undefined;
}

const isActive = (trial: Trial) => !isTrialFinished(trial);

/** Whether a search that was through has got a larger budget since. */
function canGoOn(full: Full): boolean {
  return resumeProblem(full, full.spec.maxTrialCount ?? Infinity) === null;
}

/** Makes the trials that are due; answers how the search has ended, or null while it goes on. */
async function advance(setting: Setting, search: Search): Promise<SearchEnd | null> {
  const { full } = search;
  const obstacle = unsupported(full) ?? experimentProblems(full).at(0) ?? null;
  if (obstacle !== null) {
    return failed(obstacle);
  }
  try {
    return await proceed(setting, search);
  } catch (error) {
    if (error instanceof RefusedSearchError || error instanceof HopelessTrialError) {
      return failed(error.message);
    }
    throw error;
  }
}

function failed(sentence: string): SearchEnd {
  return { type: 'Failed', reason: 'ExperimentFailed', message: sentence };
}

async function proceed(setting: Setting, search: Search): Promise<SearchEnd | null> {
  const { client, suggestions } = setting;
  const { full, trials } = search;
  let suggestion = await ensureSuggestion(client, full, search.suggestion);
  const known = new Map(trials.map(trial => [trial.metadata?.name ?? '', trial]));
  await beginTrials(client, full, assignmentsIn(suggestion), known);

  const state = { ...measure(full, suggestion, trials), exhausted: false };
  const due = trialsToBegin(full.spec, state);
  if (due < 0) {
    await stopSurplus(client, suggestion, known, -due);
  }
  const end = searchEnd(full.spec, state);
  if (end !== null || due <= 0) {
    return end;
  }
  const grown = await growSuggestion(client, suggestions, full, trials, suggestion, due);
  suggestion = grown.suggestion;
  await beginTrials(client, full, assignmentsIn(suggestion), known);
  const active = assignmentsIn(suggestion).length - state.ended - state.killed;
  return searchEnd(full.spec, { ...state, active, exhausted: grown.exhausted });
}

/** What has become of the assignments so far; one whose trial is not seen yet is under way. */
function measure(full: Full, suggestion: Suggestion, trials: readonly Trial[]) {
  const { ended, bad, killed } = endedCounts(byState(trials));
  const best = bestTrial(sorted(trials, suggestion), full.spec.objective ?? {});
  return {
    ended,
    bad,
    killed,
    active: Math.max(0, assignmentsIn(suggestion).length - ended - killed),
    goalReached: best !== null && reachesGoal(best.value, full.spec.objective ?? {})
  };
}

/** The trials in the order in which their values were suggested. */
function sorted(trials: readonly Trial[], suggestion: Suggestion | undefined): Trial[] {
  const places = new Map(assignmentsIn(suggestion).map(({ name }, index) => [name, index]));
  const place = (trial: Trial) => places.get(trial.metadata?.name) ?? places.size;
  return [...trials].sort((a, b) => place(a) - place(b));
}

/** Stops the youngest trials under way, because the budget was lowered. They stay, as a record. */
async function stopSurplus(
  client: KubeClient,
  suggestion: Suggestion,
  known: ReadonlyMap<string, Trial>,
  count: number
): Promise<void> {
  const active = assignmentsIn(suggestion)
    .map(({ name = '' }) => known.get(name))
    .filter(trial => trial !== undefined)
    .filter(isActive);
  const now = timestamp();
  const mark = {
    type: 'Killed',
    reason: 'TrialKilled',
    message: 'The trial was stopped, because fewer trials were asked for'
  };
  for (const trial of active.slice(-count)) {
    await writeStatus(client, TRIAL, trial, {
      ...trial.status,
      completionTime: now,
      conditions: markTrue(trial.status?.conditions, mark, now, ['Running'])
    });
  }
}
