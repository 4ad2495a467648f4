import { KubeError, NOTEBOOK, SERVICE, STATEFUL_SET, keyOf } from '@kubeflow-lab/kube';
import type { Kind, KubeClient, StoreReader } from '@kubeflow-lab/kube';
import {
  PROFILE_NAMESPACE_LABEL,
  PROFILE_NAMESPACE_VALUE,
  notebookPhase,
  notebookPodName,
  plainText
} from '@kubeflow-lab/resources';
import type { KubeObject, Notebook, StatefulSet, Summary } from '@kubeflow-lab/resources';

import {
  applyIfChanged,
  controllerUid,
  covers,
  mergePatchOf,
  timestamp
} from '../runtime/index.js';
import type { Reconcile, ReconcileOutcome } from '../runtime/index.js';
import { aboutKey } from './cache.js';
import type { NotebookCache } from './cache.js';
import { namesOf, serviceFor, statefulSetFor } from './children.js';
import { routeName } from './routing/index.js';
import type { Routing } from './routing/index.js';
import { statusFor } from './status.js';

/** While a server starts, its state is looked at again after this time, because patience ends without an event. */
const STARTING_RECHECK_MS = 30_000;
/** Whether a name has become free is looked at (in the cache) again after this time. */
const NAME_RECHECK_MS = 2_000;

interface Setting {
  client: KubeClient;
  cache: NotebookCache;
  routing: Routing | null;
}

/** Makes the children of a Notebook as its spec wants them, and writes its status; nothing where all is so already. */
export function createNotebookReconcile(setting: Setting): Reconcile {
  const { client, cache } = setting;
  return async key => {
    const [namespace, name] = key.split('/');
    const notebook = cache.notebooks.store.get({ namespace, name });
    const project = cache.namespaces.store.get({ name: namespace });
    if (notebook === undefined || isEnding(notebook) || isEnding(project)) {
      return undefined;
    }
    const { statefulSet, obstacle } = await applyChildren(notebook, setting);
    const summary = obstacle ?? phaseOf(notebook, statefulSet, cache);
    await writeStatus(client, cache, notebook, statefulSet, summary);
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
  /** Why a child cannot be made; null when all are there. */
  obstacle: Summary | null;
}

async function applyChildren(notebook: Notebook, setting: Setting): Promise<Children> {
  const { client, cache } = setting;
  try {
    const statefulSet = await applyChild(
      client,
      STATEFUL_SET,
      cache.statefulSets.store,
      statefulSetFor(notebook),
      notebook
    );
    await applyChild(client, SERVICE, cache.services.store, serviceFor(notebook), notebook);
    await applyRoute(notebook, setting);
    return { statefulSet, obstacle: null };
  } catch (error) {
    if (error instanceof NameTaken) {
      return { obstacle: error.summary };
    }
    const refusal = refusalOf(error);
    if (refusal !== null) {
      const message = `Kubernetes does not accept the server: ${plainText(refusal, 500)}.`;
      return { obstacle: failed('Rejected', message) };
    }
    throw error;
  }
}

/**
 * What is wrong with the spec, where that is why the API server refused a child; null where trying again may help.
 * Server-side apply answers 500 where a field is unknown or of a wrong type.
 */
function refusalOf(error: unknown): string | null {
  if (!(error instanceof KubeError)) {
    return null;
  }
  const untyped =
    /^failed to (?:create typed patch object|convert new object) \([^)]*\)(.*)$/s.exec(
      error.message
    );
  if (error.status === 500 && untyped !== null) {
    return untyped[1].replace(/^.*?: /, '');
  }
  return error.status === 422 || error.status === 400
    ? error.message.replace(/^\S+ "[^"]*" is invalid: /, '')
    : null;
}

function failed(reason: string, message: string): Summary {
  return { phase: 'Failed', reason, message, since: null };
}

/** The object that a child would be is somebody else's. */
class NameTaken extends Error {
  constructor(readonly summary: Summary) {
    super(summary.message);
  }
}

function nameTaken(kind: Kind, name: string, current: KubeObject): NameTaken {
  const summary = failed(
    'NameTaken',
    `A ${kind.kind} named ${name} exists already and does not belong to this server; delete it, or give the server another name.`
  );
  // What a deleted server left goes by itself.
  return new NameTaken(
    ownerKey(current) === keyOf(current.metadata)
      ? {
          ...summary,
          phase: 'Pending',
          message: 'A server of the same name is still being removed.'
        }
      : summary
  );
}

async function applyChild<O extends KubeObject>(
  client: KubeClient,
  kind: Kind<O>,
  store: StoreReader<O>,
  desired: O,
  notebook: Notebook
): Promise<O> {
  const { name = '', namespace } = desired.metadata ?? {};
  const current = store.get({ namespace, name });
  if (current !== undefined && controllerUid(current) !== notebook.metadata?.uid) {
    throw nameTaken(kind, name, current);
  }
  return (await applyIfChanged(client, kind, desired, current)).object;
}

/** Only projects get routes; a namespace that is none any more loses them. */
async function applyRoute(notebook: Notebook, { client, cache, routing }: Setting): Promise<void> {
  if (routing === null || cache.routes === null) {
    return;
  }
  const { namespace } = namesOf(notebook);
  const labels = cache.namespaces.store.get({ name: namespace })?.metadata?.labels;
  if (labels?.[PROFILE_NAMESPACE_LABEL] === PROFILE_NAMESPACE_VALUE) {
    await applyChild(
      client,
      routing.kind,
      cache.routes.store,
      routing.routeFor(notebook),
      notebook
    );
    return;
  }
  const route = cache.routes.store.get({ namespace, name: routeName(notebook) });
  if (route !== undefined && controllerUid(route) === notebook.metadata?.uid) {
    const { name = '', uid } = route.metadata ?? {};
    await client.delete(routing.kind, { namespace, name }, { preconditions: { uid } });
  }
}

function phaseOf(
  notebook: Notebook,
  statefulSet: StatefulSet | undefined,
  cache: NotebookCache
): Summary {
  const { name, namespace } = namesOf(notebook);
  const pod = cache.pods.store.get({ namespace, name: notebookPodName(name) }) ?? null;
  const claims = cache.claims.store.list(namespace);
  const about = [
    aboutKey('StatefulSet', namespace, name),
    aboutKey('Pod', namespace, notebookPodName(name)),
    ...claims.map(claim => aboutKey('PersistentVolumeClaim', namespace, claim.metadata?.name ?? ''))
  ];
  const events = about.flatMap(key => cache.events.store.find('about', key));
  return notebookPhase(notebook, { pod, statefulSet, claims, events });
}

async function writeStatus(
  client: KubeClient,
  cache: NotebookCache,
  notebook: Notebook,
  statefulSet: StatefulSet | undefined,
  summary: Summary
): Promise<void> {
  const { name, namespace } = namesOf(notebook);
  const pod = cache.pods.store.get({ namespace, name: notebookPodName(name) }) ?? null;
  const status = statusFor(notebook, pod, statefulSet, summary, timestamp());
  const current = notebook.status;
  if (current !== undefined && covers(current, status) && covers(status, current)) {
    return;
  }
  // A merge patch, because server-side apply makes null of a map that has become empty, which upstream's CRD refuses.
  // With the uid, so that a notebook of the same name made meanwhile does not get this one's status.
  const patch = {
    metadata: { uid: notebook.metadata?.uid },
    status: mergePatchOf(current, status)
  };
  await client.mergePatch(NOTEBOOK, { namespace, name }, patch, { subresource: 'status' });
}

/** The key of the Notebook that controls an object; null where none does. */
export function ownerKey(object: KubeObject): string | null {
  const owner = object.metadata?.ownerReferences?.find(reference => reference.controller);
  const isNotebook = owner?.kind === NOTEBOOK.kind && owner.apiVersion.startsWith('kubeflow.org/');
  return isNotebook ? keyOf({ namespace: object.metadata?.namespace, name: owner.name }) : null;
}
