import { keyOf } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import {
  STOP_ANNOTATION,
  formatDuration,
  notebookPodName,
  recordedActivity
} from '@kubeflow-lab/resources';
import type { Notebook, Pod } from '@kubeflow-lab/resources';

import { timestamp } from '../runtime/index.js';
import type { Reconcile, ReconcileContext } from '../runtime/index.js';
import type { CullingCache } from './cache.js';
import { idleCondition } from './condition.js';
import { decide } from './decide.js';
import type { Decision, Finding } from './decide.js';
import { tell } from './events.js';
import { idleTimeOf } from './idle-time.js';
import type { IdleTime } from './idle-time.js';
import type { Look } from './look.js';
import type { CullingMetrics } from './metrics.js';
import { Observations, nextLook } from './observations.js';
import type { Observation } from './observations.js';
import type { CullingSettings } from './settings.js';
import { idleConditionOf, recordActivity, stopIdle, writeIdle } from './write.js';

export interface CullingSetting {
  client: KubeClient;
  cache: CullingCache;
  observations: Observations;
  look: Look;
  settings: CullingSettings;
  metrics: CullingMetrics;
  /** Milliseconds since 1970. */
  now: () => number;
  /** From 0 to 1: looks at many servers must not all fall together. */
  random?: () => number;
}

/** Nothing that is due is decided again more often. */
const SHORTEST_MS = 1_000;

/** A server that runs, and all that a decision about it rests on. */
interface Running {
  key: string;
  notebook: Notebook;
  pod: Pod;
  idle: IdleTime;
}

/** Looks at one server, writes down what has changed, and stops it where it is due. */
export function createCullingReconcile(setting: CullingSetting): Reconcile {
  const { client, cache, observations, now } = setting;
  return async (key, context) => {
    const [namespace, name] = key.split('/');
    const notebook = cache.notebooks.store.get({ namespace, name });
    if (notebook === undefined || notebook.metadata?.deletionTimestamp !== undefined) {
      observations.forget(key);
      return undefined;
    }
    if (notebook.metadata?.annotations?.[STOP_ANNOTATION] !== undefined) {
      observations.forget(key);
      await writeIdle(client, notebook, null, null, now());
      return undefined;
    }
    const pod = cache.pods.store.get({ namespace, name: notebookPodName(name) });
    if (pod === undefined || pod.metadata?.deletionTimestamp !== undefined) {
      // Its start is an event of its own, and a new beginning.
      observations.forget(key);
      return undefined;
    }
    const profile = cache.profiles.store.get({ name: namespace });
    const running = { key, notebook, pod, idle: idleTimeOf(notebook, profile, setting.settings) };
    return reconcileRunning(running, setting, context);
  };
}

async function reconcileRunning(
  running: Running,
  setting: CullingSetting,
  context: ReconcileContext
) {
  const { observations, settings, now } = setting;
  const { key, notebook, pod } = running;
  if (!isReady(pod) && idleConditionOf(notebook) === undefined) {
    // It is still starting: it has not answered yet, and nobody expects it to.
    return undefined;
  }
  const known = observations.get(key, pod.metadata?.uid ?? '');
  const due = known === undefined || now() >= nextLook(known, settings.periodMs) - SHORTEST_MS;
  let observation = due ? await observe(running, known, setting, context) : known;
  let decision = decideOn(running, observation, due, setting);
  if (!due && decision.state === 'StopsSoon' && now() >= (decision.stopsAt ?? Infinity)) {
    // It would be stopped by what was found earlier: that is not enough.
    observation = await observe(running, known, setting, context);
    decision = decideOn(running, observation, true, setting);
  }
  context.signal.throwIfAborted();
  observation = { ...observation, state: decision.state };
  observations.set(key, observation);
  return act(running, decision, observation, setting, context);
}

function isReady({ status }: Pod): boolean {
  return (
    status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false
  );
}

async function observe(
  { notebook, pod }: Running,
  known: Observation | undefined,
  { look, now }: CullingSetting,
  { signal }: ReconcileContext
): Promise<Observation> {
  const failures = known?.finding.known === false ? known.finding.failures : 0;
  const finding: Finding = isReady(pod)
    ? await look(notebook, pod, failures, signal)
    : { known: false, problem: 'its pod is not ready', failures: failures + 1 };
  return {
    podUid: pod.metadata?.uid ?? '',
    at: now(),
    finding,
    state: null,
    warnedOf: known?.warnedOf ?? null
  };
}

function decideOn(
  { notebook, pod, idle }: Running,
  { finding }: Observation,
  fresh: boolean,
  { settings, now }: CullingSetting
): Decision {
  const warning = idleConditionOf(notebook);
  const warnedAt = Date.parse(warning?.lastTransitionTime ?? '');
  return decide(
    {
      now: now(),
      startedAt: startOf(notebook, pod, now()),
      recorded: recordedActivity(notebook),
      finding,
      fresh,
      warnedAt: warning?.status === 'True' && !Number.isNaN(warnedAt) ? warnedAt : null,
      idleMs: idle.milliseconds
    },
    settings
  );
}

/** When the server began to run: its container, or else its pod; not known is now, which stops nothing. */
function startOf(notebook: Notebook, { metadata, status }: Pod, now: number): number {
  const containers = status?.containerStatuses ?? [];
  const main = containers.find(({ name }) => name === notebook.metadata?.name) ?? containers[0];
  const start = Date.parse(main?.state?.running?.startedAt ?? metadata?.creationTimestamp ?? '');
  return Number.isNaN(start) ? now : start;
}

async function act(
  running: Running,
  decision: Decision,
  observation: Observation,
  setting: CullingSetting,
  context: ReconcileContext
) {
  if (decision.stop) {
    await stop(running, decision, setting, context);
    return undefined;
  }
  const { client, metrics, observations, now } = setting;
  let { notebook } = running;
  if (decision.record !== null) {
    notebook = await recordActivity(client, notebook, decision.record);
    metrics.records.inc();
  }
  const condition = idleCondition(decision, observation.finding, running.idle);
  await writeIdle(client, notebook, condition, decision.stopsAt, now());
  if (decision.state === 'StopsSoon' && observation.warnedOf !== decision.lastActivity) {
    await warn(notebook, decision, condition.message ?? '', setting);
    observations.set(running.key, { ...observation, warnedOf: decision.lastActivity });
  }
  return { requeueAfterMs: waitFor(decision, observation, setting) };
}

async function warn(
  notebook: Notebook,
  { lastActivity }: Decision,
  message: string,
  { client, metrics }: CullingSetting
): Promise<void> {
  const since = timestamp(lastActivity);
  await tell(client, notebook, { type: 'Warning', reason: 'StopsSoon', message, stop: since });
  metrics.warnings.inc({ namespace: notebook.metadata?.namespace ?? '' });
}

async function stop(
  { key, notebook, idle }: Running,
  { lastActivity, record }: Decision,
  { client, metrics, observations, now }: CullingSetting,
  { log }: ReconcileContext
): Promise<void> {
  const at = now();
  await stopIdle(client, notebook, { at, record, idleMs: idle.milliseconds });
  observations.forget(key);
  const { namespace = '', name = '' } = notebook.metadata ?? {};
  metrics.culled.inc({ namespace, name });
  metrics.lastCulled.set({ namespace, name }, at / 1000);
  log.info(
    { notebook: keyOf(notebook.metadata), lastActivity: timestamp(lastActivity) },
    'Stopped'
  );
  const message = `Stopped after ${formatDuration(idle.milliseconds)} without activity.`;
  await tell(client, notebook, {
    type: 'Normal',
    reason: 'StoppedIdle',
    message,
    stop: timestamp(at)
  });
}

/** Until the next look, or until something is due, whatever comes first. */
function waitFor(
  { dueAt }: Decision,
  observation: Observation,
  { settings, now, random = Math.random }: CullingSetting
): number {
  const look = nextLook(observation, settings.periodMs) - now();
  const spread = look * (0.9 + 0.1 * random());
  return Math.max(SHORTEST_MS, Math.min(spread, dueAt - now()));
}
