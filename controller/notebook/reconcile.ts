import { NOTEBOOK, SERVICE } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { listOf, notebookPhase, notebookPodName, plainText } from '@kubeflow-lab/resources';
import type {
  KubeEvent,
  KubeObject,
  Notebook,
  Pod,
  StatefulSet,
  Summary
} from '@kubeflow-lab/resources';

import { covers, mergePatchOf, timestamp, versionOf } from '../runtime/index.js';
import type { Reconcile, ReconcileOutcome } from '../runtime/index.js';
import { aboutKey } from './cache.js';
import type { NotebookCache } from './cache.js';
import { applyChild } from './child.js';
import { namesOf, serviceFor } from './children.js';
import { NameTaken, failed, refusalOf } from './obstacles.js';
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
  routing: Routing | null;
  statefulSets: StatefulSets;
}

/** Makes the children of a Notebook as its spec wants them, and writes its status; nothing where all is so already. */
export function createNotebookReconcile(setting: Setting): Reconcile {
  const { client, cache, statefulSets } = setting;
  const warnings = new Warnings(client);
  return async key => {
    const [namespace, name] = key.split('/');
    const notebook = cache.notebooks.store.get({ namespace, name });
    const project = cache.namespaces.store.get({ name: namespace });
    if (notebook === undefined || isEnding(notebook) || isEnding(project)) {
      statefulSets.forget(key);
      warnings.forget(key);
      return undefined;
    }
    const pod = cache.pods.store.get({ namespace, name: notebookPodName(name) });
    const { statefulSet, pending, obstacle } = await applyChildren(notebook, pod, setting);
    const events = eventsOf(notebook, cache);
    const summary = obstacle ?? phaseOf(notebook, { pod, statefulSet, events, cache });
    await writeStatus(client, notebook, { pod: pod ?? null, statefulSet, summary, pending });
    await warnings.repeat(notebook, events, Date.now());
    return recheck(summary);
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

interface Children {
  statefulSet?: StatefulSet;
  pending: PendingUpdate | null;
  /** Why a child cannot be made; null when all are there. */
  obstacle: Summary | null;
}

async function applyChildren(
  notebook: Notebook,
  pod: Pod | undefined,
  { client, cache, routing, statefulSets }: Setting
): Promise<Children> {
  const current = cache.statefulSets.store.get(namesOf(notebook));
  const children: Children = { statefulSet: current, pending: null, obstacle: null };
  try {
    const applied = await statefulSets.apply(notebook, current, pod);
    Object.assign(children, applied);
    await removeStuckPod(client, notebook, applied.statefulSet, pod);
    await applyChild(client, SERVICE, cache.services.store, serviceFor(notebook), notebook);
    await applyRoute(client, notebook, routing, cache);
    return children;
  } catch (error) {
    return { ...children, obstacle: obstacleOf(error) };
  }
}

/** What a person can do something about, as a state; throws what may be better the next time. */
function obstacleOf(error: unknown): Summary {
  if (error instanceof NameTaken) {
    return error.summary;
  }
  const refusal = refusalOf(error);
  if (refusal === null) {
    throw error;
  }
  const message = `Kubernetes does not accept the server: ${plainText(refusal, 500)}.`;
  return failed('Rejected', message);
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

async function writeStatus(
  client: KubeClient,
  notebook: Notebook,
  observed: Observed
): Promise<void> {
  const { name, namespace } = namesOf(notebook);
  const status = statusFor(notebook, observed, timestamp());
  const current = notebook.status;
  if (current !== undefined && covers(current, status) && covers(status, current)) {
    return;
  }
  // A merge patch, because server-side apply makes null of a map that has become empty, which upstream's CRD refuses.
  const patch = { metadata: versionOf(notebook), status: mergePatchOf(current, status) };
  await client.mergePatch(NOTEBOOK, { namespace, name }, patch, { subresource: 'status' });
}
