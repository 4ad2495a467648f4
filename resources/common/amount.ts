/** How much CPU and memory a container may be given, and what it asks for where nobody said. */
import type { ResourceRequirements } from './object.js';
import { formatBytes, parseQuantity } from './quantity.js';

/** What the largest node can give, as quantities; '' or left out where it is not known. */
export interface NodeLimits {
  cpu?: string;
  memory?: string;
}

const WORDS = {
  cpu: { wrong: 'Give the CPU as a number of cores, such as 0.5 or 2.', unit: 'CPUs' },
  memory: { wrong: 'Give the memory as a quantity, such as 512Mi or 2Gi.', unit: 'of memory' }
} as const;

/** The sentence that says why no container can have so much; null where one can. */
export function amountProblem(
  resource: keyof typeof WORDS,
  value: string,
  { [resource]: largest = '' }: NodeLimits = {}
): string | null {
  const asked = parseQuantity(value);
  const most = parseQuantity(largest);
  const { wrong, unit } = WORDS[resource];
  if (asked === null || asked <= 0) {
    return wrong;
  }
  if (most === null || asked <= most) {
    return null;
  }
  const has = resource === 'memory' ? formatBytes(most) : largest;
  return `No node of the cluster has ${value} ${unit}; the largest has ${has}.`;
}

/**
 * What a container asks for whose CPU nobody sized: enough that it goes on beside others on a busy node, where one that
 * asks for nothing gets next to nothing. It is no limit.
 */
export const DEFAULT_CPU_REQUEST = '100m';

/** The amounts of a container, with a request for CPU where neither its requests nor its limits name one. */
export function withCpuRequest({
  requests = {},
  limits = {}
}: ResourceRequirements = {}): ResourceRequirements {
  const isSized = requests.cpu !== undefined || limits.cpu !== undefined;
  const asked = isSized ? requests : { cpu: DEFAULT_CPU_REQUEST, ...requests };
  return {
    ...(Object.keys(asked).length > 0 ? { requests: asked } : {}),
    ...(Object.keys(limits).length > 0 ? { limits } : {})
  };
}
