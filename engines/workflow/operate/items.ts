import type { Call } from '@kubeflow-lab/resources';

import { textOf } from '../text/lookups.js';
import { UnresolvedError, substitute, substituteAll } from '../text/substitute.js';
import type { Lookup } from '../text/substitute.js';

/** One round of a loop. */
export interface LoopItem {
  /** What is added to the name of the call, as Argo does it: `(0:first)`. */
  suffix: string;
  /** `item`, and `item.<key>` where the item has fields. */
  lookup: Lookup;
}

/** The status of a run has to fit into its object, with a node for each item. */
const ITEMS_MAX = 1000;
const DESCRIPTION_MAX = 100;

/** The items of a loop, its variables replaced. Throws UnresolvedError where they are no list. */
export function loopItems(call: Call, lookup: Lookup): LoopItem[] {
  const values = valuesOf(call, lookup);
  if (values.length > ITEMS_MAX) {
    throw new UnresolvedError(
      `${call.name} has ${values.length} items; the embedded engine runs loops of at most ${ITEMS_MAX}.`
    );
  }
  return values.map((value, index) => ({
    suffix: `(${index}:${describe(value).slice(0, DESCRIPTION_MAX)})`,
    lookup: itemLookup(value)
  }));
}

function valuesOf({ withItems, withParam, withSequence }: Call, lookup: Lookup): unknown[] {
  if (withItems !== undefined) {
    return substituteAll(withItems, lookup);
  }
  if (withParam !== undefined) {
    return listIn(substitute(textOf(withParam) ?? '', lookup));
  }
  return sequence(substituteAll(withSequence as Sequence, lookup));
}

function listIn(text: string): unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UnresolvedError(`withParam is no JSON list: ${text.slice(0, DESCRIPTION_MAX)}`);
  }
  if (!Array.isArray(value)) {
    throw new UnresolvedError(`withParam is no list: ${text.slice(0, DESCRIPTION_MAX)}`);
  }
  return value;
}

/** Numbers as text: `count` of them from `start` on, or from `start` to `end`, either way. */
interface Sequence {
  count?: number | string;
  start?: number | string;
  end?: number | string;
  format?: string;
}

function sequence({ count, start, end, format }: Sequence): string[] {
  const first = whole(start ?? 0, 'start');
  const length = count === undefined ? null : whole(count, 'count');
  const last = length === null ? whole(end, 'end') : first + length - 1;
  if (length !== null && length <= 0) {
    return [];
  }
  const step = last < first ? -1 : 1;
  const size = Math.abs(last - first) + 1;
  // One more than is allowed is enough to be refused.
  return Array.from({ length: Math.min(size, ITEMS_MAX + 1) }, (_, index) =>
    formatted(first + index * step, format)
  );
}

function whole(value: unknown, field: string): number {
  const text = textOf(value) ?? '';
  if (!/^[+-]?\d{1,15}$/.test(text)) {
    throw new UnresolvedError(`withSequence.${field} is no whole number: "${text}".`);
  }
  return Number(text);
}

/** The verbs of Go's formats that make sense of a whole number: `%d`, `%03d`, `%x`. */
export const SEQUENCE_FORMAT = /%(0?\d*)([dxX])/;

function formatted(value: number, format: string | undefined): string {
  return format === undefined
    ? String(value)
    : format.replace(SEQUENCE_FORMAT, (_verb, width: string, verb: string) => {
        const digits = verb === 'd' ? String(value) : value.toString(16);
        const text = verb === 'X' ? digits.toUpperCase() : digits;
        return text.padStart(Number(width), width.startsWith('0') ? '0' : ' ');
      });
}

function itemLookup(value: unknown): Lookup {
  return name => {
    if (name === 'item') {
      return itemText(value);
    }
    const key = /^item\.(.+)$/.exec(name)?.[1];
    return key !== undefined && isFields(value) && Object.hasOwn(value, key)
      ? itemText(value[key])
      : undefined;
  };
}

/** As in JSON, but for texts. */
function itemText(value: unknown): string {
  return textOf(value) ?? 'null';
}

/** `key:value,key:value` for fields, as Argo writes it. */
function describe(value: unknown): string {
  return isFields(value)
    ? Object.keys(value)
        .sort()
        .map(key => `${key}:${itemText(value[key])}`)
        .join(',')
    : itemText(value);
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
