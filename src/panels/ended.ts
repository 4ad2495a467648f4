import type { Item } from '@kubeflow-lab/schema';
import { isFinal } from '../components/phase';
import type { KindDescription, PanelSummary } from './kind';

/** The annotation that names who made an object. */
const CREATED_BY = 'lab.kubeflow.org/created-by';

/** Objects that somebody started and that have not ended, by uid: what their end would be news of. */
export type Going = Record<string, string>;

export interface EndNews {
  /** What goes on now. */
  going: Going;
  /** What went on at the last look and has ended since. */
  ended: Item<PanelSummary>[];
}

/**
 * Compares what was going on with the complete list of a kind. What was first seen at its end is no
 * news, and what is not there any more was deleted by somebody.
 * @param user whose objects count
 */
export function compare(
  before: Going,
  { plural }: KindDescription,
  items: readonly Item<PanelSummary>[],
  user: string
): EndNews {
  const going = Object.fromEntries(Object.entries(before).filter(([, kind]) => kind !== plural));
  const ended: Item<PanelSummary>[] = [];
  for (const item of items) {
    const { uid = '', annotations = {} } = item.object.metadata;
    if (annotations[CREATED_BY] !== user) {
      continue;
    }
    if (!isFinal(item.summary.phase)) {
      going[uid] = plural;
    } else if (before[uid] === plural) {
      ended.push(item);
    }
  }
  return { going, ended };
}
