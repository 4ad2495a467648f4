import { POD } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import {
  JOB_NAME_LABEL,
  REPLICA_INDEX_LABEL,
  REPLICA_TYPE_LABEL,
  replicaSpecs
} from '@kubeflow-lab/resources';
import type { Pod, PodSpec, TrainingJob, TrainingJobKind } from '@kubeflow-lab/resources';

import { BY_CONTROLLER } from '../cache/cluster-cache.js';
import type { ClusterCache } from '../cache/cluster-cache.js';

/** The pods that belong to exactly this job, not to an earlier one of its name. */
export function podsOfJob(cache: ClusterCache, job: TrainingJob): Pod[] {
  return cache.pods.store.find(BY_CONTROLLER, job.metadata?.uid ?? '');
}

/** What the operator labels the pods of a job with; also those of an earlier one of its name. */
export const selectorOf = ({ metadata }: TrainingJob) =>
  `${JOB_NAME_LABEL}=${metadata?.name ?? ''}`;

/** The pods that belong to exactly this job, as whoever asks may see them. */
export async function listPodsOfJob(kube: KubeClient, job: TrainingJob): Promise<Pod[]> {
  const { namespace, uid } = job.metadata ?? {};
  const { items } = await kube.list(POD, { namespace, labelSelector: selectorOf(job) });
  return items.filter(({ metadata }) => metadata?.ownerReferences?.some(one => one.uid === uid));
}

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
