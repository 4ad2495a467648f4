import { KubeError, TRIAL, isAlreadyExists, isNotFound } from '@kubeflow-lab/kube';
import type { Kind, KubeClient } from '@kubeflow-lab/kube';
import { controllerReference, controllerUid, timestamp } from '@kubeflow-lab/controller/runtime';
import type { Reconcile } from '@kubeflow-lab/controller/runtime';
import {
  EXPERIMENT_LABEL,
  TRIAL_LABEL,
  isTrialFinished,
  plainText,
  trialState,
  trueCondition
} from '@kubeflow-lab/resources';
import type { KubeObject, Trial, TrialStatus } from '@kubeflow-lab/resources';

import type { ExperimentCache } from '../cache.js';
import { markTrue } from '../conditions.js';
import { writeStatus } from '../write.js';
import { collectMetrics } from './collect.js';
import { HopelessTrialError } from './hopeless.js';
import { failureOf, outcomeOf } from './outcome.js';
import { labelledRun, runKindOf, runKindProblem } from './run-kinds.js';
import type { RunWatches } from './runs.js';

interface Setting {
  client: KubeClient;
  cache: ExperimentCache;
  runs: RunWatches;
}

/** Runs each trial once and writes how it ended, by what is there now. */
export function createTrialReconcile(setting: Setting): Reconcile {
  return async (key, { signal }) => {
    const [namespace, name] = key.split('/');
    const trial = setting.cache.trials.store.get({ namespace, name });
    if (trial === undefined || trial.metadata?.deletionTimestamp) {
      return;
    }
    if (isTrialFinished(trial)) {
      await removeRun(setting, trial);
      return;
    }
    await writeStatus(setting.client, TRIAL, trial, await statusOf(setting, trial, signal));
  };
}

async function statusOf(setting: Setting, trial: Trial, signal: AbortSignal): Promise<TrialStatus> {
  const now = timestamp();
  const begun: TrialStatus = {
    ...trial.status,
    startTime: trial.status?.startTime ?? now,
    conditions: markTrue(
      trial.status?.conditions,
      { type: 'Created', reason: 'TrialCreated', message: 'Trial is created' },
      now
    )
  };
  try {
    return await progress(setting, trial, begun, signal);
  } catch (error) {
    if (error instanceof HopelessTrialError) {
      return ended(begun, 'Failed', 'TrialFailed', `Trial has failed. ${error.message}`);
    }
    throw error;
  }
}

async function progress(
  setting: Setting,
  trial: Trial,
  begun: TrialStatus,
  signal: AbortSignal
): Promise<TrialStatus> {
  const run = await ensureRun(setting, trial);
  const outcome = outcomeOf(trial, run);
  if (outcome.ended === 'Failed') {
    const why = await failureOf(setting.client, trial, outcome.said, signal);
    return ended(begun, 'Failed', 'TrialFailed', `Trial has failed. ${why}`);
  }
  if (outcome.ended === 'Succeeded') {
    const { observation, missing } = await collectMetrics(setting.client, trial, signal);
    return missing === null
      ? ended({ ...begun, observation }, 'Succeeded', 'TrialSucceeded', 'Trial has succeeded')
      : ended(
          { ...begun, observation },
          'MetricsUnavailable',
          'MetricsUnavailable',
          `Metrics are not available. ${missing}`
        );
  }
  const running = { type: 'Running', reason: 'TrialRunning', message: 'Trial is running' };
  return { ...begun, conditions: markTrue(begun.conditions, running, timestamp()) };
}

function ended(status: TrialStatus, type: string, reason: string, message: string): TrialStatus {
  const now = timestamp();
  return {
    ...status,
    completionTime: now,
    conditions: markTrue(status.conditions, { type, reason, message }, now, ['Running'])
  };
}

/** The object that runs the trial, made where the trial has not begun yet. */
async function ensureRun(setting: Setting, trial: Trial): Promise<KubeObject> {
  const { runSpec } = trial.spec ?? {};
  const kind = runSpec === undefined ? undefined : runKindOf(runSpec);
  if (runSpec === undefined || kind === undefined) {
    throw new HopelessTrialError(runKindProblem(runSpec ?? {}) ?? 'It has no run object.');
  }
  const key = { namespace: trial.metadata?.namespace, name: trial.metadata?.name ?? '' };
  const seen = await setting.runs.get(kind, key);
  if (seen !== undefined) {
    return ours(kind, seen, trial);
  }
  // What has begun is never begun again: its run object is either too new for the watch, or somebody has deleted it.
  return trueCondition(trial.status?.conditions, 'Running') === null
    ? create(setting.client, kind, runSpec, trial)
    : refetch(setting.client, kind, trial);
}

async function create(
  client: KubeClient,
  kind: Kind,
  runSpec: KubeObject,
  trial: Trial
): Promise<KubeObject> {
  const { namespace, name = '', labels } = trial.metadata ?? {};
  const desired = {
    ...labelledRun(runSpec, {
      [EXPERIMENT_LABEL]: labels?.[EXPERIMENT_LABEL] ?? '',
      [TRIAL_LABEL]: name
    })
  };
  try {
    return await client.create(kind, {
      ...desired,
      metadata: {
        ...desired.metadata,
        namespace,
        name,
        ownerReferences: [controllerReference(TRIAL, trial)]
      }
    });
  } catch (error) {
    if (isAlreadyExists(error)) {
      return refetch(client, kind, trial);
    }
    if (error instanceof KubeError && [400, 403, 422].includes(error.status)) {
      throw new HopelessTrialError(
        `Kubernetes does not accept its ${kind.kind}: ${plainText(error.message, 500)}`,
        { cause: error }
      );
    }
    throw error;
  }
}

async function refetch(client: KubeClient, kind: Kind, trial: Trial): Promise<KubeObject> {
  const { namespace, name = '' } = trial.metadata ?? {};
  try {
    return ours(kind, await client.get(kind, { namespace, name }), trial);
  } catch (error) {
    if (isNotFound(error)) {
      throw new HopelessTrialError(`Its ${kind.kind} was deleted before it ended`, {
        cause: error
      });
    }
    throw error;
  }
}

function ours(kind: Kind, run: KubeObject, trial: Trial): KubeObject {
  if (controllerUid(run) !== trial.metadata?.uid) {
    throw new HopelessTrialError(
      `A ${kind.kind} named ${plainText(run.metadata?.name, 253)} exists already and is not its own`
    );
  }
  return run;
}

/**
 * Deletes the run object of a trial that was stopped, and of one that went well where it is not to be kept. What ended
 * badly keeps it: its log says why.
 */
async function removeRun({ client, runs }: Setting, trial: Trial): Promise<void> {
  const state = trialState(trial);
  const kind = runKindOf(trial.spec?.runSpec ?? {});
  const removes = state === 'Killed' || (state === 'Succeeded' && trial.spec?.retainRun !== true);
  if (!removes || kind === undefined) {
    return;
  }
  const key = { namespace: trial.metadata?.namespace, name: trial.metadata?.name ?? '' };
  const run = await runs.get(kind, key);
  if (run === undefined || controllerUid(run) !== trial.metadata?.uid || isEnding(run)) {
    return;
  }
  try {
    const { uid } = run.metadata ?? {};
    await client.delete(kind, key, { propagation: 'Background', preconditions: { uid } });
  } catch (error) {
    if (!isNotFound(error)) {
      throw error;
    }
  }
}

function isEnding({ metadata }: KubeObject): boolean {
  return metadata?.deletionTimestamp !== undefined;
}
