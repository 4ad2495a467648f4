/** TensorBoards that nobody uses are stopped, after the time that holds for notebook servers. */
import { TENSORBOARD } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { STOP_ANNOTATION, idleStopAnnotations, tensorboardPath } from '@kubeflow-lab/resources';
import type { Profile, Service, Tensorboard } from '@kubeflow-lab/resources';
import type { Logger } from 'pino';

import { idleTimeOf } from '../culling/idle-time.js';
import { getJson } from '../culling/probe/get-json.js';
import type { CullingSettings } from '../culling/settings.js';
import { timestamp, versionOf } from '../runtime/index.js';
import type { ReconcileOutcome } from '../runtime/index.js';

export interface IdleOptions {
  client: KubeClient;
  log: Logger;
  settings: CullingSettings;
}

/** What lies around a TensorBoard. */
export interface IdleSurroundings {
  profile: Profile | undefined;
  service: Service | undefined;
  /** How many of its pods answer. */
  ready: number;
}

/** Stops a TensorBoard whose idle time is over; asks to be called again while it runs. A finding that fails stops nothing. */
export async function stopWhenIdle(
  board: Tensorboard,
  { profile, service, ready }: IdleSurroundings,
  { client, log, settings }: IdleOptions
): Promise<ReconcileOutcome> {
  const { annotations, name = '', namespace = '' } = board.metadata ?? {};
  const limit = idleTimeOf({ metadata: board.metadata }, profile, settings).milliseconds;
  const address = service?.spec?.clusterIP;
  const isStopped = annotations?.[STOP_ANNOTATION] !== undefined;
  if (limit === Infinity || isStopped || ready === 0 || !address) {
    return undefined;
  }
  const host = address.includes(':') ? `[${address}]` : address;
  const path = `${tensorboardPath(namespace, name)}/kubeflow-lab/last-activity`;
  try {
    const signal = AbortSignal.timeout(settings.timeoutMs);
    const answer = await getJson(new URL(`http://${host}${path}`), { signal });
    const left = timeLeft(answer, limit, Date.now());
    if (left > 0) {
      return { requeueAfterMs: Math.min(left, settings.periodMs) };
    }
  } catch (error) {
    log.debug({ board: `${namespace}/${name}`, reason: (error as Error).message }, 'Not known');
    return { requeueAfterMs: settings.periodMs };
  }
  const stop = idleStopAnnotations(timestamp(), limit);
  const patch = { metadata: { ...versionOf(board), annotations: stop } };
  await client.mergePatch(TENSORBOARD, { namespace, name }, patch);
  return undefined;
}

/** Milliseconds until a TensorBoard that answered so is idle for too long, at least 1; 0: it is. Throws for a strange answer. */
export function timeLeft(answer: unknown, limit: number, now: number): number {
  const { lastActivity } = (answer ?? {}) as { lastActivity?: unknown };
  const at = typeof lastActivity === 'string' ? Date.parse(lastActivity) : NaN;
  if (Number.isNaN(at)) {
    throw new Error('It does not say when it was last used.');
  }
  // A clock that is ahead keeps nothing for ever.
  const left = Math.min(at, now) + limit - now;
  return left > 0 ? Math.max(1, Math.ceil(left)) : 0;
}
