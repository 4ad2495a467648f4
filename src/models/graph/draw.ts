/** A graph of models as boxes and arrows: one box for each of its nodes, and one for each thing that a node asks. */
import type { GraphStep, InferenceGraphSummary, ModelsGraphNode } from '@kubeflow-lab/schema';

import type { GraphEdge } from '../../graph';

/** A node of the graph, or what a step of one asks. */
export type DrawnBox =
  { id: string; node: ModelsGraphNode } | { id: string; step: GraphStep; trouble: string | null };

export interface DrawnGraph {
  boxes: DrawnBox[];
  edges: GraphEdge[];
}

const nodeBox = (name: string) => `node ${name}`;

/**
 * A Sequence is drawn as a chain, dashed where a step gets the request anew and only waits for the one before; the others
 * spread out from their node.
 */
export function drawGraph({ nodes, models }: InferenceGraphSummary): DrawnGraph {
  const names = new Set(nodes.map(({ name }) => name));
  const troubles = new Map(models.map(({ name, trouble }) => [name, trouble]));
  const boxes: DrawnBox[] = nodes.map(node => ({ id: nodeBox(node.name), node }));
  const edges = new Map<string, GraphEdge>();
  const join = (from: string, to: string, values: string[], dashed: boolean) => {
    const key = `${from}→${to}`;
    const before = edges.get(key)?.values ?? [];
    edges.set(key, { from, to, values: [...before, ...values], dashed });
  };
  for (const { name, router, steps } of nodes) {
    let before = nodeBox(name);
    steps.forEach((step, index) => {
      const inside = step.kind === 'node' && names.has(step.target);
      const id = inside ? nodeBox(step.target) : `step ${name} ${index}`;
      if (!inside) {
        boxes.push({ id, step, trouble: troubles.get(step.target) ?? null });
      }
      const chained = router === 'Sequence';
      const anew = chained && index > 0 && step.data !== '$response';
      join(chained ? before : nodeBox(name), id, labelsOf(step), anew);
      before = id;
    });
  }
  return { boxes, edges: [...edges.values()] };
}

/** What stands at the arrow to a step. */
function labelsOf({ weight, condition, data }: GraphStep): string[] {
  return [
    ...(weight === null ? [] : [`${weight} %`]),
    ...(condition === null ? [] : [condition]),
    ...(data === null ? [] : [data])
  ];
}
