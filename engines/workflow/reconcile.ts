import { WORKFLOW, isNotFound, keyOf } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import {
  NODE_ID_ANNOTATION,
  isEnd,
  isWorkflowCompleted,
  podName,
  specOf,
  templateNameOf
} from '@kubeflow-lab/resources';
import type { NodeStatus, Pod, Workflow, WorkflowStatus } from '@kubeflow-lab/resources';
import type { Reconcile, ReconcileOutcome } from '@kubeflow-lab/controller/runtime';

import { PODS_OF_WORKFLOW } from './cache.js';
import type { WorkflowCache } from './cache.js';
import { claimVolumes, createClaims, deleteClaims, isClaimsTimeOver } from './claims.js';
import { endPods } from './ending.js';
import { MemoCaches } from './memo.js';
import { isCreated } from './operate/context.js';
import type { PodView } from './operate/context.js';
import { nodesToKeep } from './operate/memoize.js';
import { operate } from './operate/operate.js';
import { collectPods } from './pod-gc.js';
import { buildPod } from './pod/build.js';
import { hasEnded, podView } from './pod/observe.js';
import { belongsTo, createPods, findPod } from './pods.js';
import { resolveReferences, runnable, templateFinder } from './references.js';
import { REPOSITORIES_CONFIG_MAP, repositoryOf } from './repository.js';
import { calledName, readResult, stepsAskedFor } from './results.js';
import { checkWorkflow } from './spec/check.js';
import { failedStatus, refusedStatus, statusPatch } from './status.js';
import { expiresAt } from './ttl.js';
import { WrittenVersions } from './versions.js';

export interface ReconcileSetting {
  client: KubeClient;
  cache: WorkflowCache;
  /** The image of the container that brings and keeps artifacts. */
  artifactsImage: string;
}

/** What could not be done now is tried again after this time. */
const RETRY_MS = 2_000;
/** Nothing is waited for longer than this at once: timers of Node end at 24 days. */
const LONGEST_WAIT_MS = 3_600_000;

/** Moves a Workflow on: makes the pods whose turn it is, and writes how things are. */
export function createWorkflowReconcile(setting: ReconcileSetting): Reconcile {
  const { client, cache } = setting;
  const written = new WrittenVersions();
  return async key => {
    const [namespace, name] = key.split('/');
    const workflow = cache.workflows.store.get({ namespace, name });
    if (workflow === undefined || workflow.metadata?.deletionTimestamp !== undefined) {
      written.forget(key);
      return undefined;
    }
    if (written.isNewerThan(key, workflow)) {
      // From this older state the same would be done again; the newer one comes in a moment.
      return undefined;
    }
    const write = async (patch: object | null) => {
      if (patch !== null) {
        written.note(key, await client.mergePatch(WORKFLOW, { namespace, name }, patch));
      }
    };
    if (isWorkflowCompleted(workflow)) {
      // What it says of its end may stand in its WorkflowTemplate.
      return finish(setting, { ...workflow, spec: specOf(workflow) }, write);
    }
    const resolved = await resolveReferences(workflow, templateFinder(client, workflow));
    const whole = runnable(resolved.workflow);
    const problems = [...resolved.problems, ...checkWorkflow(whole)];
    if (problems.length > 0) {
      await write(statusPatch(workflow, refusedStatus(workflow, problems)));
      return undefined;
    }
    const store = (status: WorkflowStatus) =>
      write(statusPatch(workflow, status, resolved.metadata));
    const noVolumes = await createClaims(client, whole);
    if (noVolumes !== null) {
      await store(failedStatus(whole, noVolumes));
      return undefined;
    }
    return advance(setting, withClaims(whole), store);
  };
}

/** With the volumes of its claims, which are there by now. */
function withClaims(workflow: Workflow): Workflow {
  const persistentVolumeClaims = claimVolumes(workflow);
  return persistentVolumeClaims.length === 0
    ? workflow
    : { ...workflow, status: { ...workflow.status, persistentVolumeClaims } };
}

async function advance(
  setting: ReconcileSetting,
  workflow: Workflow,
  store: (status: WorkflowStatus) => Promise<void>
): Promise<ReconcileOutcome> {
  const { client, cache, artifactsImage } = setting;
  const pods = podsOf(cache, workflow);
  const views = await viewsOf(client, workflow, pods);
  const { namespace = '' } = workflow.metadata ?? {};
  const configMap = cache.repositories.store.get({ namespace, name: REPOSITORIES_CONFIG_MAP });
  const repository = repositoryOf(workflow, configMap);
  const now = Date.now();
  const caches = await MemoCaches.of(client, workflow);
  const operation = operate(workflow, {
    now,
    cached: (name, key) => caches.find(name, key),
    pod: node => views.get(node.id) ?? 'missing',
    build: request => buildPod(request, { workflow, repository, artifactsImage })
  });
  const again = await createPods(client, operation.pods);
  await store(operation.status);
  await caches.keep(nodesToKeep(workflow.status?.nodes ?? {}, operation.status.nodes ?? {}));
  const ending = await endPods(client, pods, operation.status.nodes ?? {}, now);
  await collectPods(client, workflow, pods);
  const wakes = operation.wakeAt === null ? [] : [Math.max(operation.wakeAt - now, 1)];
  const waits = [...wakes, ...(again || ending ? [RETRY_MS] : [])];
  return waits.length > 0 ? { requeueAfterMs: Math.min(...waits, LONGEST_WAIT_MS) } : undefined;
}

function podsOf(cache: WorkflowCache, workflow: Workflow): Pod[] {
  return cache.pods.store
    .find(PODS_OF_WORKFLOW, keyOf(workflow.metadata as { namespace: string; name: string }))
    .filter(pod => belongsTo(pod, workflow));
}

/** How the pods of the nodes are that have not ended; those that surely do not exist have no view. */
async function viewsOf(
  client: KubeClient,
  workflow: Workflow,
  pods: readonly Pod[]
): Promise<Map<string, PodView>> {
  const byNode = new Map(pods.map(pod => [pod.metadata?.annotations?.[NODE_ID_ANNOTATION], pod]));
  const asked = stepsAskedFor(workflow);
  const open = Object.values(workflow.status?.nodes ?? {}).filter(
    node => node.type === 'Pod' && !isEnd(node.phase) && isCreated(node)
  );
  const views = await Promise.all(
    open.map(async node => {
      const pod = byNode.get(node.id) ?? (await lookUp(client, workflow, node));
      return pod === null ? null : ([node.id, await viewOf(client, node, pod, asked)] as const);
    })
  );
  return new Map(views.filter(view => view !== null));
}

/** A pod that was made just now may not be in the cache yet; only the API server knows that there is none. */
async function lookUp(
  client: KubeClient,
  workflow: Workflow,
  node: NodeStatus
): Promise<Pod | null> {
  const { name = '', namespace = '' } = workflow.metadata ?? {};
  const pod = await findPod(client, {
    namespace,
    name: podName(name, node.name, templateNameOf(node))
  });
  return pod !== null && belongsTo(pod, workflow) ? pod : null;
}

async function viewOf(
  client: KubeClient,
  node: NodeStatus,
  pod: Pod,
  asked: ReadonlySet<string>
): Promise<PodView> {
  const view = podView(pod);
  const asksFor = asked.has(calledName(node.displayName ?? ''));
  if (view.phase !== 'Succeeded' || !hasEnded(pod) || !asksFor) {
    return view;
  }
  const { namespace = '', name = '' } = pod.metadata ?? {};
  return { ...view, result: await readResult(client, { namespace, name }) };
}

/** After the end: pods that still run are ended, and the workflow goes when its time is over. */
async function finish(
  setting: ReconcileSetting,
  workflow: Workflow,
  store: (patch: object) => Promise<void>
): Promise<ReconcileOutcome> {
  const { client, cache } = setting;
  const now = Date.now();
  const { nodes = {} } = workflow.status ?? {};
  const pods = podsOf(cache, workflow);
  if (await endPods(client, pods, nodes, now)) {
    return { requeueAfterMs: RETRY_MS };
  }
  await collectPods(client, workflow, pods);
  if (workflow.status?.persistentVolumeClaims !== undefined && isClaimsTimeOver(workflow)) {
    await deleteClaims(client, workflow);
    const { uid, resourceVersion } = workflow.metadata ?? {};
    await store({ metadata: { uid, resourceVersion }, status: { persistentVolumeClaims: null } });
  }
  const expires = expiresAt(workflow);
  if (expires === null) {
    return undefined;
  }
  if (now < expires) {
    return { requeueAfterMs: Math.min(expires - now, LONGEST_WAIT_MS) };
  }
  const { namespace, name = '', uid } = workflow.metadata ?? {};
  try {
    await client.delete(WORKFLOW, { namespace, name }, { preconditions: { uid } });
  } catch (error) {
    if (!isNotFound(error)) {
      throw error;
    }
  }
  return undefined;
}
