/** What nodes have left, and what quotas of a project leave: sums, from which no single pod or node can be told. */
import type { Capacity, QuotaLimit } from '@kubeflow-lab/schema';

import type { Container, KubeObject, Pod } from '../common/object.js';
import { parseQuantity } from '../common/quantity.js';
import { listOf } from '../common/text.js';
import { GPU } from '../training-job/fields.js';

/** core/v1 Node. */
export interface Node extends KubeObject {
  spec?: { unschedulable?: boolean; taints?: { key?: string; effect?: string }[] };
  status?: {
    allocatable?: Record<string, string>;
    conditions?: { type?: string; status?: string }[];
  };
}

/** core/v1 ResourceQuota. */
export interface ResourceQuota extends KubeObject {
  spec?: { hard?: Record<string, string>; scopes?: string[]; scopeSelector?: unknown };
  status?: { hard?: Record<string, string>; used?: Record<string, string> };
}

export type Amounts = Capacity['free'];

const RESOURCES = { cpu: 'cpu', memory: 'memory', gpu: GPU, pods: 'pods' } as const;
const NAMES = Object.keys(RESOURCES) as (keyof Amounts)[];
const NOTHING: Amounts = { cpu: 0, memory: 0, gpu: 0, pods: 0 };

/** What is not asked for yet on nodes that take any pod: what they can allocate without the requests of their pods. */
export function freeCapacity(
  nodes: readonly Node[],
  pods: readonly Pod[]
): Pick<Capacity, 'free' | 'largest'> {
  const asked = new Map<string, Amounts>();
  for (const pod of pods.filter(isLive)) {
    const node = pod.spec?.nodeName ?? '';
    asked.set(
      node,
      combine(asked.get(node) ?? NOTHING, requestsOf(pod), (a, b) => a + b)
    );
  }
  const free = nodes
    .filter(takesPods)
    .map(node =>
      combine(allocatable(node), asked.get(node.metadata?.name ?? '') ?? NOTHING, (a, b) =>
        Math.max(0, a - b)
      )
    );
  return {
    free: free.reduce((sum, one) => combine(sum, one, (a, b) => a + b), NOTHING),
    largest: free.reduce((most, one) => combine(most, one, Math.max), NOTHING)
  };
}

function combine(a: Amounts, b: Amounts, with_: (a: number, b: number) => number): Amounts {
  return Object.fromEntries(NAMES.map(name => [name, with_(a[name], b[name])])) as Amounts;
}

const isLive = ({ status }: Pod) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed';

/** Ready, not cordoned, and without a taint that keeps ordinary pods away. */
function takesPods({ spec, status }: Node): boolean {
  const ready = listOf(status?.conditions).some(c => c?.type === 'Ready' && c.status === 'True');
  const kept = listOf(spec?.taints).some(
    t => t?.effect === 'NoSchedule' || t?.effect === 'NoExecute'
  );
  return ready && spec?.unschedulable !== true && !kept;
}

function allocatable({ status }: Node): Amounts {
  return amountsOf(resource => status?.allocatable?.[resource]);
}

/** What the scheduler counts for a pod: its containers together, or one that runs before them where that asks for more. */
function requestsOf({ spec }: Pod): Amounts {
  const request = (container: Container | undefined) =>
    amountsOf(
      name => container?.resources?.requests?.[name] ?? container?.resources?.limits?.[name]
    );
  const sum = (containers: readonly Container[]) =>
    containers.map(request).reduce((a, b) => combine(a, b, (x, y) => x + y), NOTHING);
  const before = listOf(spec?.initContainers);
  const beside = before.filter(container => container?.restartPolicy === 'Always');
  const main = sum([...listOf(spec?.containers), ...beside]);
  const first = before.map(request).reduce((a, b) => combine(a, b, Math.max), NOTHING);
  const overhead = (spec?.overhead ?? {}) as Record<string, string>;
  const asked = combine(
    combine(main, first, Math.max),
    amountsOf(name => overhead[name]),
    (a, b) => a + b
  );
  return { ...asked, pods: 1 };
}

function amountsOf(read: (resource: string) => string | number | undefined): Amounts {
  return Object.fromEntries(
    NAMES.map(name => [name, parseQuantity(read(RESOURCES[name]) ?? 0) ?? 0])
  ) as Amounts;
}

/** The limits of quotas that hold for every pod; those that are for some pods only are left out. */
export function quotaLimits(quotas: readonly ResourceQuota[]): QuotaLimit[] {
  return quotas
    .filter(({ spec }) => listOf(spec?.scopes).length === 0 && !spec?.scopeSelector)
    .flatMap(({ metadata, status }) =>
      Object.entries(status?.hard ?? {}).flatMap(([resource, hard]): QuotaLimit[] => {
        const most = parseQuantity(hard);
        const used = parseQuantity(status?.used?.[resource] ?? 0) ?? 0;
        return most === null ? [] : [{ quota: metadata?.name ?? '', resource, hard: most, used }];
      })
    );
}
