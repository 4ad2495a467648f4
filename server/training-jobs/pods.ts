import { REPLICA_INDEX_LABEL, REPLICA_TYPE_LABEL, replicaSpecs } from '@kubeflow-lab/resources';
import type { Pod, PodSpec, TrainingJob, TrainingJobKind } from '@kubeflow-lab/resources';

import { BY_CONTROLLER } from '../cache/cluster-cache.js';
import type { ClusterCache } from '../cache/cluster-cache.js';

/** The pods that belong to exactly this job, not to an earlier one of its name. */
export function podsOfJob(cache: ClusterCache, job: TrainingJob): Pod[] {
  return cache.pods.store.find(BY_CONTROLLER, job.metadata?.uid ?? '');
}

/** The same of one pod. */
export const isOfJob = ({ metadata }: Pod, job: TrainingJob): boolean =>
  metadata?.ownerReferences?.some(({ uid }) => uid === job.metadata?.uid) === true;

/** The pod specs of the roles of a job. */
export function podTemplatesOf(job: TrainingJob, kind: TrainingJobKind): (PodSpec | undefined)[] {
  return Object.values(replicaSpecs(job, kind)).map(spec => spec?.template?.spec);
}

/** The replica whose output speaks for the job: the chief, or else the first worker. */
export function leaderOf(pods: readonly Pod[], kind: TrainingJobKind): Pod | undefined {
  const roles = [...kind.leaders.map(role => role.toLowerCase()), 'worker'];
  return roles
    .map(role =>
      pods.find(
        ({ metadata }) =>
          metadata?.labels?.[REPLICA_TYPE_LABEL] === role &&
          (metadata.labels[REPLICA_INDEX_LABEL] ?? '0') === '0'
      )
    )
    .find(pod => pod !== undefined);
}

/** The container of a pod that trains: the one that the operator looks for, or else the first. */
export function trainingContainer(pod: Pod, kind: TrainingJobKind): string | undefined {
  const containers = pod.spec?.containers ?? [];
  return (containers.find(c => c?.name === kind.container) ?? containers[0])?.name;
}
