import type { KatibCondition } from '@kubeflow-lab/resources';
import { listOf, trueCondition } from '@kubeflow-lab/resources';

interface Marked {
  type: string;
  reason: string;
  message: string;
}

/**
 * The conditions with one set, as Katib does it: the newest stands last, and nothing changes where status and reason are
 * the same already.
 */
export function setCondition(
  conditions: readonly KatibCondition[] | undefined,
  next: Marked & { status: 'True' | 'False' },
  now: string
): KatibCondition[] {
  const others = listOf(conditions).filter(condition => condition?.type !== next.type);
  const before = listOf(conditions).find(condition => condition?.type === next.type);
  if (before?.status === next.status && before.reason === next.reason) {
    return [...listOf(conditions)];
  }
  const since = before?.status === next.status ? before.lastTransitionTime : now;
  return [...others, { ...next, lastUpdateTime: now, lastTransitionTime: since ?? now }];
}

/** The conditions with `next` true, and those of `unless` that are true turned to false with their own reason. */
export function markTrue(
  conditions: readonly KatibCondition[] | undefined,
  next: Marked,
  now: string,
  unless: readonly string[] = []
): KatibCondition[] {
  const cleared = unless.reduce<readonly KatibCondition[]>((list, type) => {
    const current = trueCondition(list, type);
    return current === null
      ? list
      : setCondition(
          list,
          { type, status: 'False', reason: current.reason ?? '', message: current.message ?? '' },
          now
        );
  }, listOf(conditions));
  return setCondition(cleared, { ...next, status: 'True' }, now);
}
