import { POD, STATEFUL_SET, isNotFound, keyOf } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { RESTART_ANNOTATION, UPDATE_POLICY_ANNOTATION } from '@kubeflow-lab/resources';
import type { Notebook, PendingChange, Pod, StatefulSet } from '@kubeflow-lab/resources';

import { APPLIED_ANNOTATION, controllerUid, versionOf, withHash } from '../runtime/index.js';
import { templateChanges } from './changes.js';
import { namesOf, statefulSetFor } from './children.js';
import type { StatefulSetSettings } from './children.js';
import { nameTaken, refusalOf } from './obstacles.js';
import type { Refusal } from './obstacles.js';
import { mainStatus } from './status.js';
import { WHOLE_MARK, takeOver } from './takeover.js';
import { createChild, isAsWanted, writeChild } from './write.js';

/** What a running server does not have yet of its Notebook's spec. */
export interface PendingUpdate {
  changes: PendingChange[];
  /** Why the API server does not take it; null where it would. */
  refusal: Refusal | null;
}

export interface AppliedStatefulSet {
  statefulSet: StatefulSet;
  /** Null where what runs is what is wanted. */
  pending: PendingUpdate | null;
}

interface Options {
  client: KubeClient;
  settings: Pick<StatefulSetSettings, 'addFsGroup'>;
  /** Told when a StatefulSet is made that was not there. */
  onCreate: (namespace: string, succeeded: boolean) => void;
}

/** Keeps the StatefulSets of notebooks as they should be, without ending a running server that nobody wants ended. */
export class StatefulSets {
  /** What an update would change, by Notebook: of which wish, over which StatefulSet. */
  private readonly previews = new Map<string, { of: string; update: PendingUpdate | null }>();

  constructor(private readonly options: Options) {}

  forget(key: string): void {
    this.previews.delete(key);
  }

  async apply(
    notebook: Notebook,
    current: StatefulSet | undefined,
    pod: Pod | undefined
  ): Promise<AppliedStatefulSet> {
    const { client, settings } = this.options;
    if (current !== undefined && controllerUid(current) !== notebook.metadata?.uid) {
      throw nameTaken(STATEFUL_SET, current.metadata?.name ?? '', current);
    }
    const restart = restartValue(notebook, current);
    const desired = statefulSetFor(notebook, { ...settings, restart });
    if (current === undefined) {
      return { statefulSet: await this.create(desired), pending: null };
    }
    if (isAsWanted(current, desired)) {
      this.forget(keyOf(notebook.metadata));
      return { statefulSet: current, pending: null };
    }
    if (mayRestart(notebook, current, pod)) {
      this.forget(keyOf(notebook.metadata));
      const mine = await takeOver(client, STATEFUL_SET, current);
      return this.applyOrKeep(mine, desired, isRunning(notebook, pod));
    }
    return this.applyWithoutRestart(notebook, current, desired);
  }

  private async create(desired: StatefulSet): Promise<StatefulSet> {
    const namespace = desired.metadata?.namespace ?? '';
    try {
      const made = await createChild(this.options.client, STATEFUL_SET, desired);
      this.options.onCreate(namespace, true);
      return made;
    } catch (error) {
      this.options.onCreate(namespace, false);
      throw error;
    }
  }

  /**
   * Writes what is wanted. Where the API server refuses that, a server stops all the same if it is to, and one that runs
   * goes on; what is refused is answered. Throws the refusal where nothing runs that should.
   */
  private async applyOrKeep(
    current: StatefulSet,
    desired: StatefulSet,
    runs: boolean
  ): Promise<AppliedStatefulSet> {
    try {
      const statefulSet = await writeChild(this.options.client, STATEFUL_SET, desired, current);
      return { statefulSet, pending: null };
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal?.ofChange && wasMadeOf(current) !== wasMadeOf(withHash(desired))) {
        return { statefulSet: await this.makeWay(current), pending: null };
      }
      const goesOn = runs && current.spec?.replicas !== 0;
      if (refusal === null || !(goesOn || desired.spec?.replicas === 0)) {
        throw error;
      }
      const statefulSet = await this.keepReplicas(current, desired);
      return { statefulSet, pending: { changes: [], refusal } };
    }
  }

  /**
   * Deletes a StatefulSet that cannot be changed into what is wanted, with its pod, in which nobody works or that somebody
   * wants ended; the next one is made when it is gone.
   */
  private async makeWay(current: StatefulSet): Promise<StatefulSet> {
    const { namespace, name = '', deletionTimestamp } = current.metadata ?? {};
    if (deletionTimestamp === undefined) {
      const options = { preconditions: versionOf(current), propagation: 'Foreground' } as const;
      await this.options.client.delete(STATEFUL_SET, { namespace, name }, options);
    }
    return current;
  }

  /**
   * Writes what is wanted only where the pod template stays exactly as it is, which the API server is asked by a dry
   * run, because a change of it would end the pod. What differs is answered.
   */
  private async applyWithoutRestart(
    notebook: Notebook,
    current: StatefulSet,
    desired: StatefulSet
  ): Promise<AppliedStatefulSet> {
    const { client } = this.options;
    const key = keyOf(notebook.metadata);
    const of = `${withHash(desired).metadata?.annotations?.[APPLIED_ANNOTATION]} ${current.metadata?.uid} ${current.metadata?.generation}`;
    const known = this.previews.get(key);
    if (known?.of === of && known.update !== null && !known.update.refusal?.mayPass) {
      return { statefulSet: await this.keepReplicas(current, desired), pending: known.update };
    }
    const mine = await takeOver(client, STATEFUL_SET, current);
    const update = await this.preview(mine, desired);
    this.previews.set(key, { of, update });
    return update === null
      ? { statefulSet: await writeChild(client, STATEFUL_SET, desired, mine), pending: null }
      : { statefulSet: await this.keepReplicas(mine, desired), pending: update };
  }

  private async preview(current: StatefulSet, desired: StatefulSet): Promise<PendingUpdate | null> {
    try {
      const next = await this.tried(current, desired);
      const changes = templateChanges(current.spec?.template, next.spec?.template);
      return changes.length === 0 ? null : { changes, refusal: null };
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === null) {
        throw error;
      }
      return { changes: [], refusal };
    }
  }

  /** What would become of a StatefulSet: changed, or made anew where it cannot be changed. */
  private async tried(current: StatefulSet, desired: StatefulSet): Promise<StatefulSet> {
    const { client } = this.options;
    try {
      return await writeChild(client, STATEFUL_SET, desired, current, { dryRun: true });
    } catch (error) {
      if (!refusalOf(error)?.ofChange) {
        throw error;
      }
      const { name, ...metadata } = desired.metadata ?? {};
      const another = { ...desired, metadata: { ...metadata, generateName: `${name}-` } };
      return client.create(STATEFUL_SET, another, { dryRun: true });
    }
  }

  /** A server that waits for its next start still has exactly one pod. */
  private async keepReplicas(current: StatefulSet, desired: StatefulSet): Promise<StatefulSet> {
    const replicas = desired.spec?.replicas;
    if (current.spec?.replicas === replicas) {
      return current;
    }
    const { namespace, name = '' } = current.metadata ?? {};
    const patch = { metadata: versionOf(current), spec: { replicas } };
    return this.options.client.mergePatch(STATEFUL_SET, { namespace, name }, patch);
  }
}

/** The hash of what a StatefulSet was made or changed into. */
function wasMadeOf({ metadata }: StatefulSet): string | undefined {
  return metadata?.annotations?.[APPLIED_ANNOTATION]?.replace(WHOLE_MARK, '');
}

/** The restart that was asked for last; once the Notebook does not say it any more, the one that its pod has. */
function restartValue(notebook: Notebook, current: StatefulSet | undefined): string | undefined {
  return notebook.metadata?.annotations?.[RESTART_ANNOTATION] ?? lastRestart(current);
}

function lastRestart(current: StatefulSet | undefined): string | undefined {
  return current?.spec?.template?.metadata?.annotations?.[RESTART_ANNOTATION];
}

/** Whether an update may end the pod: because nobody works in it, or because somebody wants it. */
export function mayRestart(
  notebook: Notebook,
  current: StatefulSet,
  pod: Pod | undefined
): boolean {
  const { annotations = {} } = notebook.metadata ?? {};
  const restart = annotations[RESTART_ANNOTATION];
  return (
    !isRunning(notebook, pod) ||
    current.spec?.replicas === 0 ||
    statefulSetFor(notebook).spec?.replicas === 0 ||
    annotations[UPDATE_POLICY_ANNOTATION] === 'Immediate' ||
    (restart !== undefined && restart !== lastRestart(current))
  );
}

/** Whether kernels may be alive in the pod. */
function isRunning(notebook: Notebook, pod: Pod | undefined): boolean {
  return (
    pod !== undefined &&
    pod.metadata?.deletionTimestamp === undefined &&
    mainStatus(notebook, pod)?.state?.running !== undefined
  );
}

/**
 * Whether the pod is of an earlier template and keeps the StatefulSet from making the next one: a pod that never becomes
 * ready is waited for, for ever (kubernetes/kubernetes#67250).
 */
export function isStuck(notebook: Notebook, statefulSet: StatefulSet, pod: Pod): boolean {
  const { generation, uid } = statefulSet.metadata ?? {};
  const { observedGeneration, updateRevision } = statefulSet.status ?? {};
  const { labels, annotations, deletionTimestamp, ownerReferences = [] } = pod.metadata ?? {};
  const isIts = ownerReferences.some(owner => owner.controller === true && owner.uid === uid);
  const isReady = pod.status?.conditions?.some(c => c.type === 'Ready' && c.status === 'True');
  const restarts = lastRestart(statefulSet) !== annotations?.[RESTART_ANNOTATION];
  return (
    isIts &&
    generation === observedGeneration &&
    updateRevision !== undefined &&
    labels?.['controller-revision-hash'] !== updateRevision &&
    deletionTimestamp === undefined &&
    !isReady &&
    (restarts || !isRunning(notebook, pod))
  );
}

/** Ends a pod that is stuck, so that the next one is made. */
export async function removeStuckPod(
  client: KubeClient,
  notebook: Notebook,
  statefulSet: StatefulSet,
  pod: Pod | undefined
): Promise<void> {
  if (pod === undefined || !isStuck(notebook, statefulSet, pod)) {
    return;
  }
  const { namespace } = namesOf(notebook);
  const { name = '', uid } = pod.metadata ?? {};
  try {
    await client.delete(POD, { namespace, name }, { preconditions: { uid } });
  } catch (error) {
    if (!isNotFound(error)) {
      throw error;
    }
  }
}
