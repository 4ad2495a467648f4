import type { Item, Phase } from '@kubeflow-lab/schema';
import { lookOf, type PhaseLook } from '../components/phase';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { KindDescription, PanelSummary } from './kind';

/** An object of a panel, with what is known of its kind. */
export interface Entry {
  kind: KindDescription;
  item: Item<PanelSummary>;
}

/** The youngest first; those of one moment by name. */
export function youngestFirst({ item: a }: Entry, { item: b }: Entry): number {
  return (
    compare(b.summary.createdAt, a.summary.createdAt) ||
    compare(a.object.metadata.name, b.object.metadata.name)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether all words are found in an object's name, kind, state or the words of its kind. */
export function matches({ kind, item }: Entry, words: readonly string[]): boolean {
  if (words.length === 0) {
    return true;
  }
  const { object, summary } = item;
  const own = kind.words?.(item) ?? [];
  const text = [object.metadata.name, object.kind, summary.phase, ...own].join(' ').toLowerCase();
  return words.every(word => text.includes(word));
}

/** The words of a filter. */
export function wordsOf(filter: string): string[] {
  return filter.toLowerCase().split(/\s+/).filter(Boolean);
}

/** How many objects are in each phase, in the order in which phases follow each other. */
export function countPhases(entries: readonly Entry[]): { phase: Phase; count: number }[] {
  const counts = new Map<Phase, number>();
  for (const { item } of entries) {
    counts.set(item.summary.phase, (counts.get(item.summary.phase) ?? 0) + 1);
  }
  return PHASES.filter(phase => counts.has(phase)).map(phase => ({
    phase,
    count: counts.get(phase)!
  }));
}

/** What needs a look first, what is over last. */
const PHASES: readonly Phase[] = [
  'Failed',
  'Running',
  'Starting',
  'Pending',
  'Queued',
  'Stopping',
  'Deleting',
  'Stopped',
  'Succeeded',
  'Unknown'
];

/** How a phase looks, with its count in words for a screen reader. */
export function countLabel(phase: Phase, count: number, trans: TranslationBundle): string {
  const { word }: PhaseLook = lookOf(phase, trans);
  return trans.__('%1: %2', word, count);
}
