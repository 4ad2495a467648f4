/** How many devices of a kind, such as GPUs, a cluster has, and how many of them nobody asks for. */
import type { Pod } from '../common/object.js';
import { parseQuantity } from '../common/quantity.js';
import { listOf } from '../common/text.js';
import type { Node } from './capacity.js';

/** @param resource an extended resource, as nvidia.com/gpu; nodes that are cordoned or not ready do not count */
export function deviceCounts(
  resource: string,
  nodes: readonly Node[],
  pods: readonly Pod[]
): { total: number; free: number } {
  const usable = nodes.filter(isUsable);
  const names = new Set(usable.map(node => node.metadata?.name));
  const total = sum(usable.map(node => node.status?.allocatable?.[resource]));
  const asked = pods
    .filter(pod => names.has(pod.spec?.nodeName) && isLive(pod))
    .flatMap(pod => listOf(pod.spec?.containers))
    .map(container => container?.resources?.limits?.[resource]);
  return { total, free: Math.max(0, total - sum(asked)) };
}

/** Nodes with GPUs often have a taint that keeps others away: so taints do not matter here. */
function isUsable({ spec, status }: Node): boolean {
  const ready = listOf(status?.conditions).some(c => c?.type === 'Ready' && c.status === 'True');
  return ready && spec?.unschedulable !== true;
}

const isLive = ({ status }: Pod) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed';

function sum(amounts: readonly unknown[]): number {
  return amounts.reduce<number>((total, amount) => total + (parseQuantity(amount ?? 0) ?? 0), 0);
}
