import { parseQuantity } from '@kubeflow-lab/resources';
import type { NotebookItem } from '@kubeflow-lab/schema';

export type Column = 'name' | 'state' | 'image' | 'cpu' | 'memory' | 'volume' | 'age';

export interface Order {
  column: Column;
  descending: boolean;
}

const text = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

const quantity = (value: string): number => parseQuantity(value) ?? -1;
const age = (item: NotebookItem): number => -Date.parse(item.summary.createdAt) || 0;

const COMPARE: Record<Column, (a: NotebookItem, b: NotebookItem) => number> = {
  name: () => 0,
  state: (a, b) => text.compare(a.summary.phase, b.summary.phase),
  image: (a, b) => text.compare(a.summary.image, b.summary.image),
  cpu: (a, b) => quantity(a.summary.cpu) - quantity(b.summary.cpu),
  memory: (a, b) => quantity(a.summary.memory) - quantity(b.summary.memory),
  volume: (a, b) => text.compare(a.summary.volume ?? '', b.summary.volume ?? ''),
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

/** The items that contain every word of `words` in name, state, sentence, image or volume. */
export function filtered(items: readonly NotebookItem[], words: string): readonly NotebookItem[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) {
    return items;
  }
  return items.filter(({ object, summary }) => {
    const hay = [
      object.metadata.name,
      summary.phase,
      summary.message,
      summary.image,
      summary.volume ?? ''
    ]
      .join('\n')
      .toLowerCase();
    return wanted.every(word => hay.includes(word));
  });
}

/** `a` and `b` of `registry/path/a:b`, the part of an image name that a person tells images apart by. */
export function shortImage(image: string): string {
  return image.slice(image.lastIndexOf('/') + 1);
}
