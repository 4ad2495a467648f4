import { gpusOf, parseQuantity } from '@kubeflow-lab/resources';
import type { NotebookItem, Phase } from '@kubeflow-lab/schema';

import { saidText } from '../../text/said.js';
import { t } from '../../text/translator.js';
import { lookOf } from './state.js';

export type Column =
  'name' | 'project' | 'state' | 'image' | 'cpu' | 'memory' | 'gpu' | 'used' | 'age';

export interface Order {
  column: Column;
  descending: boolean;
}

/** What the list is narrowed to; '' where it is not. */
export interface Filter {
  words: string;
  phase: Phase | '';
  image: string;
}

export const EVERYTHING: Filter = { words: '', phase: '', image: '' };

const text = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

const stateOf = ({ summary }: NotebookItem): string => t(lookOf(summary).word);
const quantity = (value: string): number => parseQuantity(value) ?? -1;
const age = (item: NotebookItem): number => -Date.parse(item.summary.createdAt) || 0;
/** Milliseconds since 1970; those whose use nobody watches come before all others. */
const used = (item: NotebookItem): number => Date.parse(item.summary.lastActivity ?? '') || 0;

const COMPARE: Record<Column, (a: NotebookItem, b: NotebookItem) => number> = {
  name: () => 0,
  project: (a, b) =>
    text.compare(a.object.metadata.namespace ?? '', b.object.metadata.namespace ?? ''),
  state: (a, b) => text.compare(stateOf(a), stateOf(b)),
  image: (a, b) => text.compare(a.summary.image, b.summary.image),
  cpu: (a, b) => quantity(a.summary.cpu) - quantity(b.summary.cpu),
  memory: (a, b) => quantity(a.summary.memory) - quantity(b.summary.memory),
  gpu: (a, b) => gpusOf(a.object) - gpusOf(b.object),
  used: (a, b) => used(a) - used(b),
  age: (a, b) => age(a) - age(b)
};

/** The items in `order`; equals are sorted by name, always upwards. */
export function sorted(items: readonly NotebookItem[], order: Order): NotebookItem[] {
  const names = (a: NotebookItem, b: NotebookItem): number =>
    text.compare(a.object.metadata.name, b.object.metadata.name);
  const compare = order.column === 'name' ? names : COMPARE[order.column];
  const sign = order.descending ? -1 : 1;
  return [...items].sort((a, b) => sign * compare(a, b) || names(a, b));
}

/** The items in that state, of that image, that contain every word in name, project, state, sentence, image or volume. */
export function filtered(
  items: readonly NotebookItem[],
  { words, phase, image }: Filter
): readonly NotebookItem[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0 && phase === '' && image === '') {
    return items;
  }
  return items.filter(({ object, summary }) => {
    const hay = [
      object.metadata.name,
      object.metadata.namespace ?? '',
      t(lookOf(summary).word),
      saidText(summary.message),
      summary.image,
      summary.volume ?? ''
    ]
      .join('\n')
      .toLowerCase();
    return (
      (phase === '' || summary.phase === phase) &&
      (image === '' || summary.image === image) &&
      wanted.every(word => hay.includes(word))
    );
  });
}

/** The states and images that some item has, each once and in order, and the one that is chosen anyway. */
export function choices(
  items: readonly NotebookItem[],
  chosen: Filter
): { phases: Phase[]; images: string[] } {
  const each = <T extends string>(values: T[], also: T | ''): T[] =>
    [...new Set(also === '' ? values : [...values, also])].filter(Boolean).sort(text.compare);
  return {
    phases: each(
      items.map(({ summary }) => summary.phase),
      chosen.phase
    ),
    images: each(
      items.map(({ summary }) => summary.image),
      chosen.image
    )
  };
}

/** `a` and `b` of `registry/path/a:b`, the part of an image name that a person tells images apart by. */
export function shortImage(image: string): string {
  return image.slice(image.lastIndexOf('/') + 1);
}
