import { isEnd } from '@kubeflow-lab/resources';
import type { NodeStatus } from '@kubeflow-lab/resources';

type Nodes = Readonly<Record<string, NodeStatus>>;

/**
 * Notes at each node how far it is, and answers how far the run is, as Argo counts: `<those that ended well>/<all>` of
 * the pods and the waits that have begun. A node that holds others together has the sum of all that comes after it.
 */
export function countProgress(nodes: Nodes): string {
  const counted = Object.values(nodes).filter(isCounted);
  for (const node of counted) {
    node.progress = endedWell(node) ? '1/1' : '0/1';
  }
  for (const node of Object.values(nodes)) {
    const after = isCounted(node) ? [] : countedAfter(nodes, node);
    if (after.length > 0) {
      node.progress = sum(after);
    }
  }
  return sum(counted);
}

function isCounted({ type }: NodeStatus): boolean {
  return type === 'Pod' || type === 'Suspend';
}

function endedWell({ phase }: NodeStatus): boolean {
  return isEnd(phase) && phase !== 'Failed' && phase !== 'Error';
}

function countedAfter(nodes: Nodes, start: NodeStatus): NodeStatus[] {
  const seen = new Set(start.children);
  // A set goes on over what is added to it meanwhile.
  for (const id of seen) {
    nodes[id]?.children?.forEach(child => seen.add(child));
  }
  return [...seen].map(id => nodes[id]).filter(node => node !== undefined && isCounted(node));
}

function sum(nodes: readonly NodeStatus[]): string {
  return `${nodes.filter(endedWell).length}/${nodes.length}`;
}
