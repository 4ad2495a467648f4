/** The replicas of a TrainJob: nobody but its runtime knows all of them, so some are known only by their pods. */
import type { Pod } from '../common/object.js';
import { listOf } from '../common/text.js';
import { DRAWN_MAX, judgeReplica } from '../training-job/replicas.js';
import type { JudgedReplica, ReplicaSurroundings } from '../training-job/replicas.js';
import { COMPLETION_INDEX_LABEL, NODE_PART, REPLICATED_JOB_LABEL } from './types.js';
import type { TrainJob } from './types.js';

/** What comes first runs first. */
const ORDER = ['dataset-initializer', 'model-initializer', 'launcher', NODE_PART];

export function judgeTrainReplicas(job: TrainJob, around: ReplicaSurroundings): JudgedReplica[] {
  const pods = latestPods(around.pods);
  const expected = partsOf(job, around.pods).flatMap(role => {
    const count = Math.max(wantedOf(job, role), highestIndex(around.pods, role) + 1);
    return Array.from({ length: count }, (_, index) => ({ role, index }));
  });
  return expected.slice(0, DRAWN_MAX).map(replica => {
    const pod = pods.get(`${replica.role}/${replica.index}`);
    const name = `${job.metadata?.name ?? ''}-${replica.role}-0-${replica.index}`;
    return judgeReplica(job, replica, { name, pod }, around);
  });
}

/** The part that a pod belongs to; empty for a pod that says nothing of it. */
export const trainJobPart = (pod: Pod): string =>
  pod.metadata?.labels?.[REPLICATED_JOB_LABEL] ?? '';

/** The number of a pod within its part; of one with a wrong label 0. */
export function trainReplicaIndex(pod: Pod): number {
  const index = Number(pod.metadata?.labels?.[COMPLETION_INDEX_LABEL] ?? 0);
  return Number.isInteger(index) && index >= 0 ? index : 0;
}

function partsOf({ spec, status }: TrainJob, pods: readonly Pod[]): string[] {
  const { dataset, model } = spec?.initializer ?? {};
  const names = [
    ...(dataset ? ['dataset-initializer'] : []),
    ...(model ? ['model-initializer'] : []),
    NODE_PART,
    ...listOf(status?.jobsStatus).map(part => String(part?.name ?? '')),
    ...pods.map(trainJobPart)
  ];
  const rank = (name: string) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  return [...new Set(names)].filter(name => name !== '').sort((a, b) => rank(a) - rank(b));
}

function wantedOf({ spec }: TrainJob, part: string): number {
  const nodes = Number(spec?.trainer?.numNodes);
  return part === NODE_PART && nodes >= 1 ? Math.min(nodes, DRAWN_MAX) : 1;
}

function highestIndex(pods: readonly Pod[], part: string): number {
  const indexes = pods.filter(pod => trainJobPart(pod) === part).map(trainReplicaIndex);
  return Math.min(Math.max(0, ...indexes), DRAWN_MAX - 1);
}

/** By part and number; where one was tried again, the last pod. */
function latestPods(pods: readonly Pod[]): Map<string, Pod> {
  const created = ({ metadata }: Pod) => metadata?.creationTimestamp ?? '';
  const inOrder = [...pods].sort((a, b) => created(a).localeCompare(created(b)));
  return new Map(inOrder.map(pod => [`${trainJobPart(pod)}/${trainReplicaIndex(pod)}`, pod]));
}
