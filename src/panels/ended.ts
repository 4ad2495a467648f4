import type { Item } from '@kubeflow-lab/schema';
import { isFinal } from '../components/phase';
import type { KindDescription, PanelSummary } from './kind';

/** The annotation that names who made an object. */
export const CREATED_BY = 'lab.kubeflow.org/created-by';

/**
 * The objects whose end would be or was news, by uid: of which kind, and whether the end was told.
 * What was told is kept as long as the object is there: a tab that is behind may still see it going on.
 */
export type Known = Record<string, { plural: string; told: boolean }>;

export interface EndNews {
  known: Known;
  /** What went on at the last look and has ended since. */
  ended: Item<PanelSummary>[];
}

/**
 * Compares what is known with the complete list of a kind. What was first seen at its end is no
 * news, and what is not there any more was deleted by somebody.
 * @param user whose objects count
 */
export function compare(
  before: Known,
  { plural }: KindDescription,
  items: readonly Item<PanelSummary>[],
  user: string
): EndNews {
  const known = Object.fromEntries(
    Object.entries(before).filter(([, other]) => other.plural !== plural)
  );
  const ended: Item<PanelSummary>[] = [];
  for (const item of items) {
    const { uid = '', annotations = {}, ownerReferences = [] } = item.object.metadata;
    const final = isFinal(item.summary.phase);
    const last = before[uid];
    // Of a sweep its own end is told, not that of what each trial runs.
    const isOfTrial = ownerReferences.some(({ kind }) => kind === 'Trial');
    if (annotations[CREATED_BY] !== user || isOfTrial || (final && !last)) {
      continue;
    }
    known[uid] = { plural, told: final || (last?.told ?? false) };
    if (final && !last.told) {
      ended.push(item);
    }
  }
  return { known, ended };
}
