/** What a graph's nodes say, which anybody may have written. */
import { graphRouters } from '@kubeflow-lab/schema';
import type { GraphStep, ModelsGraphNode } from '@kubeflow-lab/schema';

import { listOf, plainText } from '../common/text.js';
import { ROOT_NODE } from './types.js';
import type { InferenceGraph, InferenceGraphStep } from './types.js';

/** The nodes of a graph, the one that requests come to first, the others by name. */
export function nodesOf({ spec }: InferenceGraph): ModelsGraphNode[] {
  const isFirst = (name: string) => (name === ROOT_NODE ? 0 : 1);
  return Object.entries(spec?.nodes ?? {})
    .map(([name, node]) => ({
      name: plainText(name, 253),
      router: graphRouters.find(one => one === node?.routerType) ?? 'Sequence',
      steps: listOf(node?.steps).map(step => stepOf(step ?? {}))
    }))
    .sort((a, b) => isFirst(a.name) - isFirst(b.name) || a.name.localeCompare(b.name));
}

function stepOf(step: InferenceGraphStep): GraphStep {
  const { weight } = step;
  return {
    name: textOrNull(step.name),
    ...targetOf(step),
    weight: typeof weight === 'number' ? Math.trunc(weight) : null,
    condition: textOrNull(step.condition),
    data: textOrNull(step.data),
    soft: step.dependency !== 'Hard'
  };
}

/** In the order in which KServe's router looks. */
function targetOf({
  nodeName,
  serviceName,
  serviceUrl
}: InferenceGraphStep): Pick<GraphStep, 'kind' | 'target'> {
  if (nodeName) {
    return { kind: 'node', target: plainText(nodeName, 253) };
  }
  if (serviceName) {
    return { kind: 'model', target: plainText(serviceName, 253) };
  }
  return serviceUrl
    ? { kind: 'address', target: plainText(serviceUrl, 1024) }
    : { kind: 'nothing', target: '' };
}

function textOrNull(value: unknown): string | null {
  const text = plainText(value, 1024);
  return text === '' ? null : text;
}

/** The served models that a graph's steps name, each once, by name. */
export function modelsIn(nodes: readonly ModelsGraphNode[]): string[] {
  const named = nodes.flatMap(({ steps }) =>
    steps.flatMap(({ kind, target }) => (kind === 'model' ? [target] : []))
  );
  return [...new Set(named)].sort();
}
