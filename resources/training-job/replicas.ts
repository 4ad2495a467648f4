import type { ReplicaSummary } from '@kubeflow-lab/schema';

import type {
  ContainerStatus,
  KubeEvent,
  KubeObject,
  PersistentVolumeClaim,
  Pod
} from '../common/object.js';
import type { Phase, Trouble } from '../common/summary.js';
import { listOf, plainText } from '../common/text.js';
import { latestEvent } from '../common/time.js';
import { creationTrouble } from '../common/creation-trouble.js';
import { podTrouble } from '../common/trouble.js';
import { nodeSpecs, withNodeSpecs } from './nodes.js';
import { REPLICA_INDEX_LABEL, REPLICA_TYPE_LABEL } from './types.js';
import type { ReplicaSpec, TrainingJob, TrainingJobKind } from './types.js';

/** More replicas than this are not drawn one by one: the number comes from anybody's object. */
export const DRAWN_MAX = 1000;

/** A replica and, where it does not run as it should, why. */
export interface JudgedReplica {
  summary: ReplicaSummary;
  trouble: Trouble | null;
}

export interface ReplicaSurroundings {
  /** Pods of this job (by owner); their labels say which replica each is. */
  pods: readonly Pod[];
  /** Events of the job, its pods and its claims. */
  events: readonly KubeEvent[];
  claims: readonly PersistentVolumeClaim[];
}

export interface ExpectedReplica {
  role: string;
  index: number;
}

/** Every replica that the job asks for, in the order of its roles, with the state of its pod. */
export function judgeReplicas(
  job: TrainingJob,
  kind: TrainingJobKind,
  around: ReplicaSurroundings
): JudgedReplica[] {
  const pods = new Map(around.pods.map(pod => [replicaKey(pod), pod]));
  return expectedReplicas(job, kind).map(replica => {
    const pod = pods.get(`${replica.role}/${replica.index}`);
    const name = replicaName(job.metadata?.name ?? '', replica.role, replica.index);
    return judgeReplica(job, replica, { name, pod }, around);
  });
}

/** A replica by its pod; without one, it is named as its pod will be. */
export function judgeReplica(
  job: KubeObject,
  replica: ExpectedReplica,
  { name, pod }: { name: string; pod: Pod | undefined },
  around: ReplicaSurroundings
): JudgedReplica {
  return pod === undefined ? withoutPod(job, replica, name, around) : withPod(pod, replica, around);
}

/** The name of a replica's pod, and of its Service; an MPIJob's only launcher has no number. */
export function replicaName(job: string, role: string, index: number): string {
  return role === 'launcher' ? `${job}-launcher` : `${job}-${role}-${index}`;
}

/** The name by which a replica, named as in the spec, is reached: of a TrainJob its pod's name in the JobSet's network. */
export function podName(
  { metadata }: TrainingJob,
  { trainer }: TrainingJobKind,
  { role, index }: ExpectedReplica
): string {
  const name = metadata?.name ?? '';
  return trainer === undefined
    ? replicaName(name, role.toLowerCase(), index)
    : `${name}-${role.toLowerCase()}-0-${index}`;
}

/** A launcher's pod has no label with a number either. */
function replicaKey(pod: Pod): string {
  const labels = pod.metadata?.labels ?? {};
  return `${labels[REPLICA_TYPE_LABEL] ?? ''}/${labels[REPLICA_INDEX_LABEL] ?? '0'}`;
}

/** The replica specs of a job by role; empty where the object holds none. */
export function replicaSpecs(job: TrainingJob, kind: TrainingJobKind): Record<string, ReplicaSpec> {
  if (kind.trainer !== undefined) {
    return nodeSpecs(job, kind);
  }
  const specs = job.spec?.[kind.replicaSpecs];
  return typeof specs === 'object' && specs !== null ? (specs as Record<string, ReplicaSpec>) : {};
}

/** The job with these replica specs in place of its own. */
export function withReplicaSpecs(
  job: TrainingJob,
  kind: TrainingJobKind,
  specs: Record<string, ReplicaSpec>
): TrainingJob {
  return kind.trainer === undefined
    ? { ...job, spec: { ...job.spec, [kind.replicaSpecs]: specs } }
    : withNodeSpecs(job, kind, specs);
}

function expectedReplicas(job: TrainingJob, kind: TrainingJobKind): ExpectedReplica[] {
  const order = [...kind.leaders, ...kind.roles];
  const rank = (role: string) => (order.includes(role) ? order.indexOf(role) : order.length);
  const expected: ExpectedReplica[] = [];
  const roles = Object.entries(replicaSpecs(job, kind)).sort(([a], [b]) => rank(a) - rank(b));
  for (const [role, spec] of roles) {
    const count = Math.min(Number(spec?.replicas ?? 1) || 0, DRAWN_MAX - expected.length);
    for (let index = 0; index < count; index += 1) {
      expected.push({ role: role.toLowerCase(), index });
    }
  }
  return expected;
}

function withoutPod(
  job: KubeObject,
  replica: ExpectedReplica,
  name: string,
  { events }: ReplicaSurroundings
): JudgedReplica {
  const failed = latestEvent(
    events,
    event =>
      event.reason === 'FailedCreatePod' &&
      event.involvedObject?.uid === job.metadata?.uid &&
      String(event.message ?? '').includes(name)
  );
  const trouble = failed === null ? null : creationTrouble(failed, subject(replica));
  return {
    summary: {
      name,
      ...replica,
      phase: 'Queued',
      message: trouble?.message ?? `${subject(replica)} has no pod yet.`,
      restarts: 0,
      exitCode: null,
      node: null
    },
    trouble
  };
}

function withPod(pod: Pod, replica: ExpectedReplica, around: ReplicaSurroundings): JudgedReplica {
  const what = subject(replica);
  const status = mainStatus(pod);
  const trouble = podTrouble(pod, { events: around.events, claims: around.claims, what });
  const phase = podPhase(pod, trouble);
  return {
    summary: {
      name: pod.metadata?.name ?? '',
      ...replica,
      phase,
      message: trouble?.message ?? sentence(phase, what),
      restarts: Number(status?.restartCount ?? 0) || 0,
      exitCode: exitCode(status),
      node: pod.spec?.nodeName ? plainText(pod.spec.nodeName, 253) : null
    },
    trouble
  };
}

function podPhase(pod: Pod, trouble: Trouble | null): Phase {
  const phase = pod.status?.phase;
  if (phase === 'Succeeded' || phase === 'Failed') {
    return phase;
  }
  if (pod.metadata?.deletionTimestamp) {
    return 'Stopping';
  }
  const ended = endOfAll(pod);
  if (ended !== null) {
    return ended;
  }
  if (phase === 'Running') {
    return listOf(pod.status?.containerStatuses).some(s => s?.state?.waiting)
      ? 'Starting'
      : 'Running';
  }
  const scheduled = listOf(pod.status?.conditions).some(
    c => c?.type === 'PodScheduled' && c.status === 'True'
  );
  return scheduled && trouble === null ? 'Starting' : 'Pending';
}

/** How a pod has ended whose containers have all done so and stay so, a moment before the pod says it. */
function endOfAll(pod: Pod): 'Succeeded' | 'Failed' | null {
  const codes = listOf(pod.status?.containerStatuses).map(s => s?.state?.terminated?.exitCode);
  if (pod.spec?.restartPolicy !== 'Never' || codes.length === 0 || codes.includes(undefined)) {
    return null;
  }
  return codes.every(code => code === 0) ? 'Succeeded' : 'Failed';
}

function sentence(phase: Phase, what: string): string {
  switch (phase) {
    case 'Succeeded':
      return `${what} has finished.`;
    case 'Failed':
      return `${what} failed; its log says why.`;
    case 'Stopping':
      return `${what} is being stopped.`;
    case 'Running':
      return `${what} is running.`;
    case 'Starting':
      return `${what} is being set up on its node.`;
    default:
      return `${what} waits for a place on a node.`;
  }
}

/** The name of a replica as the subject of a sentence: "The chief", "Worker 1". */
function subject({ role, index }: ExpectedReplica): string {
  if (role === 'chief' || role === 'master' || role === 'launcher') {
    return `The ${role}`;
  }
  const words = role === 'ps' ? 'parameter server' : role.replaceAll('-', ' ');
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  return `${plainText(title, 40)} ${index}`;
}

/** The container that trains: the first that ended with an error, else the first. */
function mainStatus(pod: Pod): ContainerStatus | undefined {
  const statuses = listOf(pod.status?.containerStatuses);
  return statuses.find(s => (s?.state?.terminated?.exitCode ?? 0) !== 0) ?? statuses[0];
}

function exitCode(status: ContainerStatus | undefined): number | null {
  const code =
    status?.state?.terminated?.exitCode ?? status?.lastState?.terminated?.exitCode ?? null;
  return Number.isInteger(code) ? code : null;
}
