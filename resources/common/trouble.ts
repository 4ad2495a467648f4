import type {
  Container,
  ContainerStatus,
  KubeEvent,
  PersistentVolumeClaim,
  Pod
} from './object.js';
import type { Trouble } from './summary.js';
import { listOf, lowerFirst, plainText } from './text.js';
import { eventTime, latestEvent, timeOrNull } from './time.js';

/** What lies around a pod that does not run. */
export interface Surroundings {
  /** Events of the pod and of its claims; others are ignored. */
  events?: readonly KubeEvent[];
  /** The claims of the namespace. */
  claims?: readonly PersistentVolumeClaim[];
  /** What the pod is, as the subject of a sentence: "The server", "The replica". */
  what: string;
}

/** Why a pod does not run as it should, as a sentence for somebody who knows no Kubernetes; null where nothing is wrong. */
export function podTrouble(pod: Pod, around: Surroundings): Trouble | null {
  return (
    evicted(pod, around) ??
    unschedulable(pod, around) ??
    containerTrouble(pod, around) ??
    mountTrouble(pod, around)
  );
}

function evicted(pod: Pod, { what }: Surroundings): Trouble | null {
  if (pod.status?.phase !== 'Failed' || !pod.status.reason) {
    return null;
  }
  const detail = plainText(pod.status.message ?? pod.status.reason);
  return {
    reason: 'Evicted',
    message: `${what} was ended by its node: ${detail}.`,
    since: null
  };
}

function unschedulable(pod: Pod, around: Surroundings): Trouble | null {
  const condition = listOf(pod.status?.conditions).find(c => c?.type === 'PodScheduled');
  if (condition?.status !== 'False' || condition.reason !== 'Unschedulable') {
    return null;
  }
  const since = timeOrNull(condition.lastTransitionTime);
  const message = String(condition.message ?? '');
  const missingClaim = /persistentvolumeclaim "([^"]+)" not found/.exec(message);
  if (missingClaim !== null) {
    return {
      reason: 'Volume',
      message: `The volume ${plainText(missingClaim[1])} does not exist; create it, or choose another one.`,
      since
    };
  }
  if (/unbound immediate PersistentVolumeClaims/i.test(message)) {
    return { ...(claimTrouble(pod, around) ?? waitsForVolume(around.what)), since };
  }
  return { reason: 'Unschedulable', message: noNode(pod, message, around.what), since };
}

function waitsForVolume(what: string): Trouble {
  return { reason: 'Volume', message: `${what} waits for its volume to be made.`, since: null };
}

function noNode(pod: Pod, message: string, what: string): string {
  const lacking = /Insufficient ([\w./-]*\w)/.exec(message)?.[1];
  if (lacking === undefined) {
    return `No node can take ${lowerFirst(what)}: ${plainText(message)}.`;
  }
  const asked = requested(pod, lacking);
  const amount = asked === '' ? 'enough' : asked;
  const thing = { cpu: 'CPU', memory: 'memory' }[lacking] ?? plainText(lacking, 60);
  return `No node has ${amount} ${thing} free for ${lowerFirst(what)}; ask for less, or stop something else.`;
}

/** What the containers of a pod ask for of one resource, as written; '' where not exactly one asks. */
function requested(pod: Pod, resource: string): string {
  const amounts = listOf(pod.spec?.containers)
    .map(container => container?.resources?.requests?.[resource])
    .filter(amount => amount !== undefined);
  return amounts.length === 1 ? plainText(amounts[0], 40) : '';
}

/** The first of the pod's claims that has no volume and an event that says why, or that names a class. */
function claimTrouble(pod: Pod, { events, claims }: Surroundings): Trouble | null {
  const names = new Set(
    listOf(pod.spec?.volumes)
      .map(volume => volume?.persistentVolumeClaim?.claimName)
      .filter(name => name !== undefined)
  );
  for (const claim of listOf(claims)) {
    const name = claim.metadata?.name ?? '';
    if (!names.has(name) || claim.status?.phase === 'Bound') {
      continue;
    }
    const event = provisioningFailure(name, listOf(events));
    return {
      reason: 'Volume',
      message: claimSentence(plainText(name), claim, event),
      since: null
    };
  }
  return null;
}

/** Why no volume could be made for a claim so far, in the words of who should; null where nothing was said. */
export function provisioningProblem(claim: string, events: readonly KubeEvent[]): string | null {
  const event = provisioningFailure(claim, events);
  return event === null ? null : plainText(event.message);
}

function provisioningFailure(claim: string, events: readonly KubeEvent[]): KubeEvent | null {
  return latestEvent(
    events,
    ({ involvedObject, reason }) =>
      reason === 'ProvisioningFailed' &&
      involvedObject?.kind === 'PersistentVolumeClaim' &&
      involvedObject.name === claim
  );
}

function claimSentence(
  name: string,
  claim: PersistentVolumeClaim,
  event: KubeEvent | null
): string {
  const unknownClass = /storageclass(?:\.storage\.k8s\.io)? "([^"]+)" not found/.exec(
    String(event?.message ?? '')
  );
  if (unknownClass !== null) {
    return `The volume ${name} cannot be made: there is no storage class ${plainText(unknownClass[1])}.`;
  }
  if (event !== null) {
    return `The volume ${name} cannot be made: ${plainText(event.message)}.`;
  }
  const storageClass = claim.spec?.storageClassName;
  return storageClass
    ? `The volume ${name} waits for storage class ${plainText(storageClass)} to make it.`
    : `The volume ${name} cannot be made: it names no storage class and the cluster has no default one.`;
}

function containerTrouble(pod: Pod, { what }: Surroundings): Trouble | null {
  const statuses = [
    ...listOf(pod.status?.initContainerStatuses),
    ...listOf(pod.status?.containerStatuses)
  ];
  for (const status of statuses) {
    const trouble = waitingTrouble(pod, status, what) ?? endedTrouble(status?.state, pod, what);
    if (trouble !== null) {
      return trouble;
    }
  }
  return null;
}

const PULL_REASONS = new Set([
  'ImagePullBackOff',
  'ErrImagePull',
  'ErrImageNeverPull',
  'InvalidImageName',
  'RegistryUnavailable',
  'ImageInspectError'
]);

function waitingTrouble(pod: Pod, status: ContainerStatus, what: string): Trouble | null {
  const waiting = status?.state?.waiting;
  const reason = waiting?.reason ?? '';
  if (PULL_REASONS.has(reason)) {
    return {
      reason: 'ImagePull',
      message: pullSentence(pod, status, String(waiting?.message ?? ''), reason),
      since: null
    };
  }
  if (reason === 'CrashLoopBackOff') {
    return (
      endedTrouble(status.lastState, pod, what) ?? {
        reason: 'Crash',
        message: `${what} ended right after it was started; its log says why.`,
        since: null
      }
    );
  }
  if (/^Create\w*Error$|^RunContainerError$|^StartError$/.test(reason)) {
    const detail = plainText(waiting?.message ?? reason);
    return {
      reason: 'Configuration',
      message: `${what} cannot be started: ${detail}.`,
      since: null
    };
  }
  return null;
}

function pullSentence(pod: Pod, status: ContainerStatus, detail: string, reason: string): string {
  const image = plainText(imageOf(pod, status), 200);
  if (reason === 'InvalidImageName') {
    return `"${image}" is no image name; one looks like registry/name:tag.`;
  }
  if (/not found|manifest unknown|does not exist|repository does not exist/i.test(detail)) {
    return `The image ${image} does not exist; check its name and tag.`;
  }
  if (/unauthorized|denied|authentication required/i.test(detail)) {
    return `The image ${image} may not be read by this project, or it does not exist.`;
  }
  return `The image ${image} cannot be fetched; check its name and tag, and whether its registry can be reached.`;
}

function imageOf(pod: Pod, status: ContainerStatus): string {
  const containers: readonly Container[] = [
    ...listOf(pod.spec?.containers),
    ...listOf(pod.spec?.initContainers)
  ];
  return containers.find(c => c?.name === status.name)?.image ?? status.image ?? '';
}

function endedTrouble(state: ContainerStatus['state'], pod: Pod, what: string): Trouble | null {
  const ended = state?.terminated;
  if (!ended || (ended.exitCode ?? 0) === 0) {
    return null;
  }
  const since = timeOrNull(ended.finishedAt);
  if (ended.reason === 'OOMKilled') {
    const limit = memoryLimit(pod);
    const had = limit === '' ? '' : ` (it had ${limit})`;
    return {
      reason: 'OutOfMemory',
      message: `${what} ran out of memory${had} and was ended; give it more memory.`,
      since
    };
  }
  const detail = plainText(lastLine(ended.message));
  return {
    reason: 'Crash',
    message:
      `${what} ended with exit code ${Number(ended.exitCode)}` +
      (detail === '' ? '; its log says why.' : `: ${detail}.`),
    since
  };
}

/** With `terminationMessagePolicy: FallbackToLogsOnError` the message is the end of the log; its last line says most. */
function lastLine(text: unknown): string {
  const lines = String(text ?? '').split('\n');
  return lines.filter(line => line.trim() !== '').at(-1) ?? '';
}

function memoryLimit(pod: Pod): string {
  const limits = listOf(pod.spec?.containers)
    .map(container => container?.resources?.limits?.memory)
    .filter(limit => limit !== undefined);
  return limits.length === 1 ? plainText(limits[0], 40) : '';
}

const MOUNT_REASONS = new Set(['FailedMount', 'FailedAttachVolume', 'FailedMapVolume']);

/** A pod on a node whose containers do not come, because a volume or the network cannot be set up. */
function mountTrouble(pod: Pod, { events, what }: Surroundings): Trouble | null {
  const statuses = listOf(pod.status?.containerStatuses);
  if (pod.status?.phase !== 'Pending' || statuses.some(s => s?.state?.running)) {
    return null;
  }
  const event = latestEvent(
    listOf(events),
    e =>
      isAboutPod(e, pod) &&
      (MOUNT_REASONS.has(e.reason ?? '') || e.reason === 'FailedCreatePodSandBox')
  );
  if (event === null) {
    return null;
  }
  const detail = plainText(event.message);
  const volume = MOUNT_REASONS.has(event.reason ?? '');
  return {
    reason: volume ? 'Volume' : 'Sandbox',
    message: volume
      ? `A volume of ${lowerFirst(what)} cannot be mounted: ${detail}.`
      : `The node cannot prepare ${lowerFirst(what)}: ${detail}.`,
    since: eventTime(event)
  };
}

/** Whether an event tells of exactly this pod, not of an earlier one of the same name. */
export function isAboutPod(event: KubeEvent, pod: Pod): boolean {
  const about = event.involvedObject;
  return (
    about?.kind === 'Pod' &&
    about.name === pod.metadata?.name &&
    (about.uid === undefined || about.uid === '' || about.uid === pod.metadata?.uid)
  );
}
