import type { Condition } from '@kubeflow-lab/resources';

/**
 * The condition as it is to be stored: its transition time stays while its status stays the same.
 * `now` is RFC 3339 with whole seconds, as the API server stores it.
 */
export function transition(
  previous: readonly Condition[] | undefined,
  next: Omit<Condition, 'lastTransitionTime'>,
  now: string
): Condition {
  const before = previous?.find(condition => condition.type === next.type);
  const unchanged = before?.status === next.status && before.lastTransitionTime !== undefined;
  return { ...next, lastTransitionTime: unchanged ? before.lastTransitionTime : now };
}

/** Now, as the API server writes times. */
export function timestamp(milliseconds = Date.now()): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
