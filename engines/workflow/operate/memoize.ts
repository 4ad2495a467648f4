import type { Inputs, NodeStatus, Outputs, WorkflowTemplateSpec } from '@kubeflow-lab/resources';

import { parseDuration } from '../text/duration.js';
import { inputsLookup } from '../text/lookups.js';
import { UnresolvedError, anyOf, substitute } from '../text/substitute.js';
import type { Context } from './context.js';

/** What a step left when it ran before. */
export interface CacheEntry {
  nodeID: string;
  outputs: Outputs | null;
  /** RFC 3339. */
  creationTimestamp: string;
}

export type MemoizationStatus = NonNullable<NodeStatus['memoizationStatus']>;

/** As Argo: it becomes a key of a ConfigMap. */
const KEY = /^[a-zA-Z0-9][-a-zA-Z0-9]*$/;
const KEY_MAX = 253;

/** Whether a template's results of before may be used; null where it does not say so. Throws UnresolvedError. */
export function memoization(
  context: Context,
  template: WorkflowTemplateSpec,
  inputs: Inputs
): { status: MemoizationStatus; entry: CacheEntry | null } | null {
  const { memoize } = template;
  if (memoize === undefined) {
    return null;
  }
  const key = substitute(memoize.key ?? '', anyOf(inputsLookup(inputs), context.globals));
  if (!KEY.test(key) || key.length > KEY_MAX) {
    throw new UnresolvedError(
      `memoize.key is "${key.slice(0, 100)}"; it may have letters, digits and dashes.`
    );
  }
  const cacheName = memoize.cache?.configMap?.name ?? '';
  const found = keptInRun(context, cacheName, key) ?? context.around.cached?.(cacheName, key);
  const entry = found !== undefined && isFresh(found, memoize.maxAge, context.around.now);
  return {
    status: { hit: entry, key, cacheName },
    entry: entry ? found : null
  };
}

/** What a step of this run has just left, which may not be in the cache yet. */
function keptInRun({ nodes }: Context, cacheName: string, key: string): CacheEntry | undefined {
  const node = Object.values(nodes).find(
    ({ phase, memoizationStatus: status }) =>
      phase === 'Succeeded' &&
      status?.hit === false &&
      status.key === key &&
      status.cacheName === cacheName
  );
  return (
    node && {
      nodeID: node.id,
      outputs: node.outputs ?? null,
      creationTimestamp: node.finishedAt ?? ''
    }
  );
}

function isFresh({ creationTimestamp }: CacheEntry, maxAge: unknown, now: number): boolean {
  const longest = parseDuration(maxAge);
  return longest === null || now - Date.parse(creationTimestamp) <= longest;
}

/** The nodes of a pass that have just succeeded and whose results are to be kept. */
export function nodesToKeep(
  before: Readonly<Record<string, NodeStatus>>,
  after: Readonly<Record<string, NodeStatus>>
): NodeStatus[] {
  return Object.values(after).filter(
    node =>
      node.memoizationStatus?.hit === false &&
      node.phase === 'Succeeded' &&
      before[node.id]?.phase !== 'Succeeded'
  );
}
