import { NOTEBOOK, SERVICE, withoutManagedFields } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { listOf, notebookPhase, notebookPodName } from '@kubeflow-lab/resources';
import type {
  KubeEvent,
  KubeObject,
  Notebook,
  NotebookStatus,
  Pod,
  StatefulSet,
  Summary
} from '@kubeflow-lab/resources';

import { covers, mergePatchOf, timestamp, versionOf } from '../runtime/index.js';
import type { Reconcile, ReconcileOutcome } from '../runtime/index.js';
import { aboutKey } from './cache.js';
import type { NotebookCache, NotebookWrites } from './cache.js';
import { applyChild } from './child.js';
import { namesOf, serviceFor } from './children.js';
import { NameTaken, refusalOf, refused } from './obstacles.js';
import type { Refusal } from './obstacles.js';
import { PassingStates } from './passing.js';
import { applyRoute } from './routes.js';
import type { Routing } from './routing/index.js';
import { removeStuckPod } from './stateful-set.js';
import type { PendingUpdate, StatefulSets } from './stateful-set.js';
import { statusFor } from './status.js';
import type { Observed } from './status.js';
import { Warnings } from './warnings.js';

/** While a server starts, its state is looked at again after this time, because patience ends without an event. */
const STARTING_RECHECK_MS = 30_000;
/** Whether a name has become free is looked at (in the cache) again after this time. */
const NAME_RECHECK_MS = 2_000;

interface Setting {
  client: KubeClient;
  cache: NotebookCache;
  writes: NotebookWrites;
  routing: Routing | null;
  statefulSets: StatefulSets;
}

/** Makes the children of a Notebook as its spec wants them, and writes its status; nothing where all is so already. */
export function createNotebookReconcile(setting: Setting): Reconcile {
  const { client, cache, writes, statefulSets } = setting;
  const warnings = new Warnings(client);
  const passing = new PassingStates();
  return async (key, context) => {
    const [namespace, name] = key.split('/');
    const notebook = writes.notebooks.get({ namespace, name });
    const project = cache.namespaces.store.get({ name: namespace });
    if (notebook === undefined || isEnding(notebook) || isEnding(project)) {
      [statefulSets, warnings, passing].forEach(kept => kept.forget(key));
      return undefined;
    }
    const pod = cache.pods.store.get({ namespace, name: notebookPodName(name) });
    const { statefulSet, pending, obstacle } = await applyChildren(notebook, pod, setting);
    const events = eventsOf(notebook, cache);
    const summary = obstacle?.summary ?? phaseOf(notebook, { pod, statefulSet, events, cache });
    const status = changedStatus(notebook, { pod: pod ?? null, summary, pending });
    const waitMs = status === null ? 0 : passing.wait(key, notebook.status, summary);
    if (waitMs === 0) {
      if (status !== null) {
        writes.notebooks.remember(await writeStatus(client, notebook, status));
      }
      passing.forget(key);
    }
    await warnings.repeat(notebook, events, Date.now());
    const refusal = obstacle?.refusal ?? pending?.refusal;
    if (refusal?.mayPass) {
      context.log.info({ reason: refusal.text }, 'The cluster refuses a child, and is asked again');
      return { retry: true };
    }
    return waitMs === 0 ? recheck(summary) : { requeueAfterMs: waitMs };
  };
}

function isEnding(object: KubeObject | undefined): boolean {
  return object?.metadata?.deletionTimestamp !== undefined;
}

function recheck({ phase, reason }: Summary): ReconcileOutcome {
  if (reason === 'NameTaken') {
    return { requeueAfterMs: NAME_RECHECK_MS };
  }
  return phase === 'Starting' ? { requeueAfterMs: STARTING_RECHECK_MS } : undefined;
}

/** Why a child cannot be made or changed. */
interface Obstacle {
  summary: Summary;
  /** The API server's; null where it was not asked. */
  refusal: Refusal | null;
}

interface Children {
  statefulSet?: StatefulSet;
  pending: PendingUpdate | null;
  /** Null when all are there. */
  obstacle: Obstacle | null;
}

async function applyChildren(
  notebook: Notebook,
  pod: Pod | undefined,
  { client, cache, writes, routing, statefulSets }: Setting
): Promise<Children> {
  const current = writes.statefulSets.get(namesOf(notebook));
  const children: Children = { statefulSet: current, pending: null, obstacle: null };
  const run = async () => {
    const applied = await statefulSets.apply(notebook, current, pod);
    Object.assign(children, applied);
    writes.statefulSets.remember(applied.statefulSet);
    await removeStuckPod(client, notebook, applied.statefulSet, pod);
  };
  const open = async () => {
    await applyChild(client, SERVICE, writes.services, serviceFor(notebook), notebook);
    const { routes } = writes;
    await applyRoute(client, notebook, routing, { routes, projects: cache.namespaces.store });
  };
  // A new server can be reached, and this pass has ended, when its pod is ready. One that is there stops also where its route cannot be written.
  const parts = current === undefined ? [open, run] : [run, open];
  try {
    for (const apply of parts) {
      await apply();
    }
    return children;
  } catch (error) {
    return { ...children, obstacle: obstacleOf(error) };
  }
}

/** What a person can do something about, as a state; throws what may be better the next time. */
function obstacleOf(error: unknown): Obstacle {
  if (error instanceof NameTaken) {
    return { summary: error.summary, refusal: null };
  }
  const refusal = refusalOf(error);
  if (refusal === null) {
    throw error;
  }
  return { summary: refused(refusal), refusal };
}

/** Warnings about a Notebook and all that belongs to it. */
function eventsOf(notebook: Notebook, { events }: NotebookCache): KubeEvent[] {
  const { name, namespace } = namesOf(notebook);
  const claims = listOf(notebook.spec?.template?.spec?.volumes)
    .map(volume => volume?.persistentVolumeClaim?.claimName)
    .filter(claim => claim !== undefined);
  return [
    aboutKey(NOTEBOOK.kind, namespace, name),
    aboutKey('StatefulSet', namespace, name),
    aboutKey('Pod', namespace, notebookPodName(name)),
    ...claims.map(claim => aboutKey('PersistentVolumeClaim', namespace, claim))
  ].flatMap(key => events.store.find('about', key));
}

interface Around {
  pod: Pod | undefined;
  statefulSet: StatefulSet | undefined;
  events: readonly KubeEvent[];
  cache: NotebookCache;
}

function phaseOf(notebook: Notebook, { pod, statefulSet, events, cache }: Around): Summary {
  const claims = cache.claims.store.list(namesOf(notebook).namespace);
  return notebookPhase(notebook, { pod: pod ?? null, statefulSet, claims, events });
}

/** The status as it should be; null where it is so. */
function changedStatus(notebook: Notebook, observed: Observed): NotebookStatus | null {
  const status = statusFor(notebook, observed, timestamp());
  const current = notebook.status;
  return current !== undefined && covers(current, status) && covers(status, current)
    ? null
    : status;
}

async function writeStatus(
  client: KubeClient,
  notebook: Notebook,
  status: NotebookStatus
): Promise<Notebook> {
  const { name, namespace } = namesOf(notebook);
  // A merge patch, because server-side apply makes null of a map that has become empty, which upstream's CRD refuses.
  const patch = { metadata: versionOf(notebook), status: mergePatchOf(notebook.status, status) };
  const key = { namespace, name };
  const written = await client.mergePatch(NOTEBOOK, key, patch, { subresource: 'status' });
  return withoutManagedFields(written);
}
