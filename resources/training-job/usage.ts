/** What the pods of a job use, as `metrics.k8s.io` tells it, beside what each of them may have. */
import type { TrainingUsage } from '@kubeflow-lab/schema';

import type { Container, KubeObject, Pod } from '../common/object.js';
import { parseQuantity } from '../common/quantity.js';
import { listOf } from '../common/text.js';

/** metrics.k8s.io/v1beta1 PodMetrics, named as its pod. */
export interface PodMetrics extends KubeObject {
  /** RFC 3339: the end of the time over which was measured. */
  timestamp?: string;
  containers?: { name?: string; usage?: Record<string, string> }[];
}

/**
 * The usage of those pods that were measured, in the order of the pods: all containers of a pod together, as its limits
 * are. A pod that has only begun was not measured yet.
 */
export function usageOf(
  pods: readonly Pod[],
  measured: readonly PodMetrics[]
): TrainingUsage['replicas'] {
  const byName = new Map(measured.map(one => [one.metadata?.name, one]));
  return pods.flatMap(pod => {
    const replica = pod.metadata?.name ?? '';
    const found = byName.get(replica);
    const [cpu, memory] = [usedOf(found, 'cpu'), usedOf(found, 'memory')];
    if (cpu === null || memory === null) {
      return [];
    }
    const time = found?.timestamp ?? '';
    const limit = (resource: string) => limitOf(pod, resource);
    return [{ replica, time, cpu, cpuLimit: limit('cpu'), memory, memoryLimit: limit('memory') }];
  });
}

/** How much of a resource all containers of a pod use together; null where that was not measured. */
export function usedOf(measured: PodMetrics | undefined, resource: string): number | null {
  return sum(listOf(measured?.containers).map(each => amount(each?.usage?.[resource])));
}

/** What the containers that run side by side may have together; null where one of them may have all. */
function limitOf({ spec }: Pod, resource: string): number | null {
  const beside = listOf(spec?.initContainers).filter(one => one?.restartPolicy === 'Always');
  const containers: readonly (Container | undefined)[] = [...listOf(spec?.containers), ...beside];
  return sum(containers.map(one => amount(one?.resources?.limits?.[resource])));
}

const amount = (quantity: unknown) => (quantity === undefined ? null : parseQuantity(quantity));

/** Null where one of the amounts is not known, or there are none. */
function sum(amounts: readonly (number | null)[]): number | null {
  const known = amounts.filter(one => one !== null);
  return known.length === amounts.length && known.length > 0
    ? known.reduce((a, b) => a + b, 0)
    : null;
}
