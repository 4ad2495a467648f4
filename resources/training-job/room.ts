/** Whether what a job asks for is there now: free on the nodes, and left by the project's quotas. */
import type { Capacity, QuotaLimit, TrainingRuntimeItem } from '@kubeflow-lab/schema';

import { formatBytes } from '../common/quantity.js';
import { readFields } from './fields.js';
import type { JobFields } from './fields.js';
import { amountsFrom } from './nodes.js';
import type { JobProblem } from './preflight.js';
import { topologyOf } from './topology.js';
import type { TrainingJob, TrainingJobKind } from './types.js';

type Field = 'cpu' | 'memory' | 'gpu';
const FIELDS: readonly Field[] = ['cpu', 'memory', 'gpu'];
const MIB = 2 ** 20;

/** An amount with its unit, for the middle of a sentence. */
export function amountText(field: Field, amount: number): string {
  return field === 'memory'
    ? `${formatBytes(amount)} of memory`
    : `${Number(amount.toFixed(2))} ${field === 'cpu' ? 'CPU' : amount === 1 ? 'GPU' : 'GPUs'}`;
}

/**
 * Problems of a job that would wait for room, or would get none; of each amount the first that is found. Paths are
 * `room.<field>`: they come of several fields together.
 */
export function checkRoom(
  job: TrainingJob,
  kind: TrainingJobKind,
  capacity: Capacity
): JobProblem[] {
  const { totals } = topologyOf(job, kind);
  const { fields } = readFields(job, kind);
  const runtime = amountsFrom(job, kind);
  const quotas = capacity.quotas ?? [];
  const ofAmounts = FIELDS.flatMap(field => {
    const found =
      quotas
        .map(quota => quotaProblem(field, { total: totals[field], fields, runtime }, quota))
        .find(problem => problem !== null) ?? freeProblem(field, totals, fields, capacity);
    return found ? [found] : [];
  });
  const ofPods = quotas.flatMap(quota => podProblem(totals.replicas, quota) ?? []);
  return [...ofPods.slice(0, 1), ...ofAmounts];
}

function freeProblem(
  field: Field,
  totals: { replicas: number } & Record<Field, number>,
  fields: JobFields,
  { free, largest }: Capacity
): JobProblem | null {
  const total = totals[field];
  const each = totals.replicas > 0 ? total / totals.replicas : 0;
  if (total > free[field]) {
    const message =
      totals.replicas === 1
        ? `${amountText(field, free[field])} ${verb(field, free[field])} free on the nodes now, and the replica asks for ${amountText(field, total)}: it will wait.`
        : `${amountText(field, free[field])} ${verb(field, free[field])} free on the nodes now, and the replicas ask for ${amountText(field, total)} together: some will wait.`;
    return warning(field, message, less(field, free[field], totals.replicas, fields));
  }
  return each > largest[field]
    ? warning(
        field,
        `No node has ${amountText(field, each)} free now; the most is ${amountText(field, largest[field])}. A replica will wait for it.`,
        less(field, largest[field], 1, fields)
      )
    : null;
}

const verb = (field: Field, amount: number) => (field === 'memory' || amount === 1 ? 'is' : 'are');

/** The resources of a quota that count an amount of the form. */
const COUNTED: Record<Field, readonly string[]> = {
  cpu: ['cpu', 'requests.cpu', 'limits.cpu'],
  memory: ['memory', 'requests.memory', 'limits.memory'],
  gpu: ['requests.nvidia.com/gpu', 'limits.nvidia.com/gpu']
};

function quotaProblem(
  field: Field,
  asked: { total: number; fields: JobFields; runtime: TrainingRuntimeItem | null },
  { quota, resource, hard, used }: QuotaLimit
): JobProblem | null {
  const { total, fields, runtime } = asked;
  if (!COUNTED[field].includes(resource)) {
    return null;
  }
  if (field !== 'gpu' && fields[field] === '' && !isSaidBy(runtime, field, resource)) {
    const what = field === 'cpu' ? 'CPU' : 'memory';
    const message = `The quota ${quota} counts ${resource}, so the cluster takes no pod that does not say how much ${what} it needs.`;
    return warning(field, message);
  }
  const left = Math.max(0, hard - used);
  if (total <= left) {
    return null;
  }
  const fits = total <= hard;
  const message = fits
    ? `The quota ${quota} has ${amountText(field, left)} left (${resource}), and the job asks for ${amountText(field, total)}: some replicas wait until others are gone.`
    : `The quota ${quota} allows ${amountText(field, hard)} in all (${resource}), and the job asks for ${amountText(field, total)}.`;
  return { path: `room.${field}`, message, severity: fits ? 'warning' : 'error' };
}

/** Whether a runtime says how much of a resource its nodes need, as a quota of it wants that said. */
function isSaidBy(
  runtime: TrainingRuntimeItem | null,
  field: 'cpu' | 'memory',
  resource: string
): boolean {
  const said = resource.startsWith('limits.') ? runtime?.[`${field}Limit`] : runtime?.[field];
  return (said ?? '') !== '';
}

function podProblem(
  replicas: number,
  { quota, resource, hard, used }: QuotaLimit
): JobProblem | null {
  const left = Math.max(0, hard - used);
  if (!['pods', 'count/pods'].includes(resource) || replicas <= left) {
    return null;
  }
  const message = `The quota ${quota} leaves room for ${left} of ${hard} pods, and the job has ${replicas} replicas.`;
  return { path: 'room.replicas', message, severity: replicas <= hard ? 'warning' : 'error' };
}

/** A way out: as much for each as there is for all, where that is something to train with. */
function less(field: Field, free: number, replicas: number, fields: JobFields): JobProblem['fix'] {
  if (fields[field] === '' || replicas === 0) {
    return undefined;
  }
  const each = free / replicas;
  const amount =
    field === 'cpu'
      ? each >= 0.1 && `${Math.floor(each * 1000)}m`
      : field === 'memory'
        ? each >= 128 * MIB && `${Math.floor(each / MIB)}Mi`
        : each >= 1 && String(Math.floor(each));
  return amount ? { label: `Ask for ${amount} each`, changes: { [field]: amount } } : undefined;
}

const warning = (field: Field, message: string, fix?: JobProblem['fix']): JobProblem => ({
  path: `room.${field}`,
  message,
  severity: 'warning',
  ...(fix ? { fix } : {})
});
