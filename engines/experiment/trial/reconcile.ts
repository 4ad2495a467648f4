import { KubeError, TRIAL, isAlreadyExists, isNotFound } from '@kubeflow-lab/kube';
import type { Kind, KubeClient } from '@kubeflow-lab/kube';
import { controllerReference, controllerUid, timestamp } from '@kubeflow-lab/controller/runtime';
import type { Reconcile } from '@kubeflow-lab/controller/runtime';
import {
  CURVE_ANNOTATION,
  EXPERIMENT_LABEL,
  TRIAL_LABEL,
  isTrialFinished,
  plainText,
  trialState,
  trueCondition
} from '@kubeflow-lab/resources';
import type { CurvePoint, KubeObject, Trial, TrialStatus } from '@kubeflow-lab/resources';

import type { ExperimentCache } from '../cache.js';
import { markTrue } from '../conditions.js';
import { isPushed, reportedOf } from '../push/reported.js';
import { writeStatus } from '../write.js';
import { collectMetrics } from './collect.js';
import { HopelessTrialError } from './hopeless.js';
import type { LiveTrials } from './live.js';
import { failureOf, outcomeOf } from './outcome.js';
import { labelledRun, runKindOf, runKindProblem } from './run-kinds.js';
import type { RunWatches } from './runs.js';
import { withCollector } from './sidecar.js';

interface Setting {
  client: KubeClient;
  cache: ExperimentCache;
  runs: RunWatches;
  live: LiveTrials;
  /** The image with what reads files of metrics beside a trial. */
  collectorImage: string;
}

/** What a look at a trial has found. */
interface Found {
  status: TrialStatus;
  /** How its objective has gone so far. */
  curve?: readonly CurvePoint[];
  /** When to look again, where nothing may say so. */
  requeueAfterMs?: number;
}

/** How long the pod of a trial may take until its log can be followed, before it is looked for again. */
const FOLLOW_MS = 2_000;

/** Runs each trial once and writes how it ended, by what is there now. */
export function createTrialReconcile(setting: Setting): Reconcile {
  return async (key, { signal }) => {
    const [namespace, name] = key.split('/');
    const trial = setting.cache.trials.store.get({ namespace, name });
    if (trial === undefined || trial.metadata?.deletionTimestamp) {
      return;
    }
    if (isTrialFinished(trial)) {
      setting.live.forget(trial);
      await removeRun(setting, trial);
      return;
    }
    const { status, curve = [], requeueAfterMs } = await look(setting, trial, signal);
    const marked = await writeCurve(setting.client, trial, curve);
    await writeStatus(setting.client, TRIAL, marked, status);
    return requeueAfterMs === undefined ? undefined : { requeueAfterMs };
  };
}

/** Writes the curve onto the trial, where it has one that differs; before its end is, so that an ended trial has it. */
async function writeCurve(
  client: KubeClient,
  trial: Trial,
  curve: readonly CurvePoint[]
): Promise<Trial> {
  const { namespace, name = '', uid, resourceVersion, annotations } = trial.metadata ?? {};
  const text = JSON.stringify(curve);
  if (curve.length === 0 || annotations?.[CURVE_ANNOTATION] === text) {
    return trial;
  }
  return client.mergePatch(
    TRIAL,
    { namespace, name },
    { metadata: { uid, resourceVersion, annotations: { [CURVE_ANNOTATION]: text } } }
  );
}

async function look(setting: Setting, trial: Trial, signal: AbortSignal): Promise<Found> {
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
      return {
        status: ended(begun, 'Failed', 'TrialFailed', `Trial has failed. ${error.message}`)
      };
    }
    throw error;
  }
}

async function progress(
  setting: Setting,
  trial: Trial,
  begun: TrialStatus,
  signal: AbortSignal
): Promise<Found> {
  const run = await ensureRun(setting, trial);
  const outcome = outcomeOf(trial, run);
  if (outcome.ended === 'Failed') {
    const why = await failureOf(setting.client, trial, outcome.said, signal);
    return { status: ended(begun, 'Failed', 'TrialFailed', `Trial has failed. ${why}`) };
  }
  const pushed = isPushed(trial);
  const live = pushed ? reportedOf(trial) : setting.live.get(trial);
  if (outcome.ended === 'Succeeded' || live?.stops === true) {
    return finish(setting, trial, begun, { stopped: outcome.ended === null, signal });
  }
  const running = { type: 'Running', reason: 'TrialRunning', message: 'Trial is running' };
  const status = { ...begun, conditions: markTrue(begun.conditions, running, timestamp()) };
  // A report changes the trial, which is looked at again by that.
  return pushed || setting.live.follow(trial)
    ? { status, curve: live?.curve }
    : { status, requeueAfterMs: FOLLOW_MS };
}

/** The end of a trial that went well or was stopped early, with what it reported. */
async function finish(
  setting: Setting,
  trial: Trial,
  begun: TrialStatus,
  { stopped, signal }: { stopped: boolean; signal: AbortSignal }
): Promise<Found> {
  const { observation, curve, missing } = await collectMetrics(setting.client, trial, signal);
  const measured = { ...begun, observation };
  if (stopped) {
    const why = 'Trial is early stopped, because trials before it had better values by then';
    return { status: ended(measured, 'EarlyStopped', 'TrialEarlyStopped', why), curve };
  }
  const status =
    missing === null
      ? ended(measured, 'Succeeded', 'TrialSucceeded', 'Trial has succeeded')
      : ended(
          measured,
          'MetricsUnavailable',
          'MetricsUnavailable',
          `Metrics are not available. ${missing}`
        );
  return { status, curve };
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
    ? create(setting.client, kind, withCollector(runSpec, trial, setting.collectorImage), trial)
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
  const removes =
    state === 'Killed' ||
    state === 'EarlyStopped' ||
    (state === 'Succeeded' && trial.spec?.retainRun !== true);
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
