/** How a job is run, as a form shows it: its end, its place in queues, its pods afterwards. The job is the truth. */
import type { FieldProblem } from '../common/summary.js';
import { replicaSpecs } from './replicas.js';
import { mapTemplates } from './shape.js';
import type { TrainingJob, TrainingJobKind } from './types.js';

/** Of Kueue, which holds jobs with it back until their queue has room: https://kueue.sigs.k8s.io/docs/tasks/run/kubeflow/. */
export const QUEUE_LABEL = 'kueue.x-k8s.io/queue-name';

export const CLEAN_POD_POLICIES = ['None', 'Running', 'All'] as const;

/** Every field as a person types it; '' where the job does not say. Seconds and numbers are whole. */
export interface JobPolicy {
  /** None, Running or All: which pods are deleted when the job has ended. */
  cleanPods: string;
  /** After how many seconds an ended job goes by itself. */
  ttl: string;
  /** For how many seconds it may run. */
  deadline: string;
  /** How many failures are tried again. */
  retries: string;
  /** The LocalQueue of Kueue. */
  queue: string;
  /** The PriorityClass of its pods. */
  priority: string;
  /** How many replicas must fit before any begins, with a gang scheduler. */
  gang: string;
  /** The queue of the gang scheduler, as of Volcano. */
  gangQueue: string;
}

const NUMBERS = {
  ttl: 'ttlSecondsAfterFinished',
  deadline: 'activeDeadlineSeconds',
  retries: 'backoffLimit'
} as const;

export function readPolicy(job: TrainingJob, kind: TrainingJobKind): JobPolicy {
  const policy = (job.spec?.runPolicy ?? {}) as Record<string, unknown>;
  const gang = (policy.schedulingPolicy ?? {}) as Record<string, unknown>;
  const [first] = Object.values(replicaSpecs(job, kind));
  const text = (value: unknown) => String(value ?? '');
  return {
    cleanPods: text(policy.cleanPodPolicy),
    ttl: text(policy[NUMBERS.ttl]),
    deadline: text(policy[NUMBERS.deadline]),
    retries: text(policy[NUMBERS.retries]),
    queue: text(job.metadata?.labels?.[QUEUE_LABEL]),
    priority: text(first?.template?.spec?.priorityClassName),
    gang: text(gang.minAvailable),
    gangQueue: text(gang.queue)
  };
}

/** The job with other values of some fields; everything else in it stays. */
export function writePolicy(
  job: TrainingJob,
  kind: TrainingJobKind,
  changes: Partial<JobPolicy>
): TrainingJob {
  const { cleanPods, queue, priority, gang, gangQueue, ...numbers } = changes;
  if (kind.trainer !== undefined) {
    // All else is its runtime's.
    return withQueue(job, queue);
  }
  const policy = { ...job.spec?.runPolicy } as Record<string, unknown>;
  put(policy, 'cleanPodPolicy', cleanPods);
  for (const [field, value] of Object.entries(numbers)) {
    put(policy, NUMBERS[field as keyof typeof NUMBERS], value, asNumber);
  }
  const scheduling = { ...(policy.schedulingPolicy as object) } as Record<string, unknown>;
  put(scheduling, 'minAvailable', gang, asNumber);
  put(scheduling, 'queue', gangQueue);
  if (Object.keys(scheduling).length > 0) {
    policy.schedulingPolicy = scheduling;
  } else {
    delete policy.schedulingPolicy;
  }
  const changed = { ...withQueue(job, queue), spec: { ...job.spec, runPolicy: policy } };
  return priority === undefined
    ? changed
    : mapTemplates(changed, kind, template => {
        const spec = { ...template.spec } as Record<string, unknown>;
        put(spec, 'priorityClassName', priority);
        return { ...template, spec };
      });
}

/** Sets a field, takes it out where the text is empty, and leaves it where there is no text. */
function put(
  object: Record<string, unknown>,
  field: string,
  text: string | undefined,
  read: (text: string) => unknown = value => value
): void {
  if (text === '') {
    delete object[field];
  } else if (text !== undefined) {
    object[field] = read(text);
  }
}

/** A number where the text is one; else the text, so that it can be seen and put right. */
const asNumber = (text: string) => (/^\d{1,9}$/.test(text) ? Number(text) : text);

function withQueue(job: TrainingJob, queue: string | undefined): TrainingJob {
  if (queue === undefined) {
    return job;
  }
  const labels = { ...job.metadata?.labels };
  put(labels, QUEUE_LABEL, queue);
  const metadata = { ...job.metadata, labels };
  if (Object.keys(labels).length === 0) {
    delete (metadata as { labels?: unknown }).labels;
  }
  return { ...job, metadata };
}

/** What is wrong with how a job is to be run; paths are `policy.<field>`. */
export function checkPolicy(job: TrainingJob, kind: TrainingJobKind): FieldProblem[] {
  const policy = readPolicy(job, kind);
  const replicas = Object.values(replicaSpecs(job, kind)).reduce(
    (sum, spec) => sum + (Number(spec?.replicas ?? 1) || 0),
    0
  );
  const problem = (field: keyof JobPolicy, message: string) => ({
    path: `policy.${field}`,
    message
  });
  const numbers: [keyof JobPolicy, string][] = [
    ['ttl', 'Give the time until it is deleted in whole seconds, such as 3600.'],
    ['deadline', 'Give the longest time that it may run in whole seconds, such as 7200.'],
    ['retries', 'Give the number of retries as a whole number, such as 3.'],
    ['gang', 'Give the number of replicas as a whole number.']
  ];
  const names: (keyof JobPolicy)[] = ['queue', 'gangQueue', 'priority'];
  return [
    ...numbers
      .filter(([field]) => !/^(\d{1,9})?$/.test(policy[field]))
      .map(([field, message]) => problem(field, message)),
    ...names
      .filter(field => !/^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?)?$/.test(policy[field]))
      .map(field => problem(field, 'A name has small letters, digits and dashes only.')),
    ...(policy.cleanPods !== '' &&
    !(CLEAN_POD_POLICIES as readonly string[]).includes(policy.cleanPods)
      ? [problem('cleanPods', `The policy is one of ${CLEAN_POD_POLICIES.join(', ')}.`)]
      : []),
    ...(Number(policy.gang) > replicas
      ? [
          problem(
            'gang',
            `The job has ${replicas === 1 ? 'one replica' : `${replicas} replicas`}; more can never be there at once.`
          )
        ]
      : [])
  ];
}
