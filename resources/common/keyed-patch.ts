/**
 * Differences between Kubernetes objects, made so that they can be applied to another version of the object: lists of
 * things with names are compared thing by thing, wherever in the list they are.
 */
import { same } from './same.js';

type Fields = Record<string, unknown>;

export type KeyedPatch =
  | { set: unknown }
  | { gone: true }
  /** Changes of an object that is there. */
  | { fields: Record<string, KeyedPatch> }
  /** Changes of a list of things with names. */
  | { items: Record<string, KeyedPatch> };

/** What makes `after` of `before`, but for the order of things with names; null where nothing does. */
export function keyedPatchOf(before: unknown, after: unknown): KeyedPatch | null {
  if (same(before, after)) {
    return null;
  }
  if (after === undefined) {
    return { gone: true };
  }
  if (isFields(before) && isFields(after)) {
    return { fields: changes(Object.entries(before), Object.entries(after)) };
  }
  if (isThings(before ?? []) && isThings(after)) {
    const items = changes(keyed((before ?? []) as Fields[]), keyed(after as Fields[]));
    // Without any, only the order differs, or an empty list is new.
    return isEmpty(items) ? (before === undefined ? { set: after } : null) : { items };
  }
  return { set: after };
}

/** What a patch makes of a value. What would change a part that is not there changes nothing. */
export function keyedPatched(before: unknown, patch: KeyedPatch): unknown {
  if ('set' in patch) {
    return patch.set;
  }
  if ('gone' in patch) {
    return undefined;
  }
  if ('fields' in patch) {
    return isFields(before)
      ? Object.fromEntries(applied(Object.entries(before), patch.fields))
      : before;
  }
  const things = keyed(isThings(before) ? (before as Fields[]) : []);
  const result = applied(things, patch.items).map(([, value]) => value);
  return before === undefined && result.length === 0 ? undefined : result;
}

/** What is left of a patch without what touches something that another one changes; null where nothing is. */
export function independent(patch: KeyedPatch, other: KeyedPatch | null): KeyedPatch | null {
  if (other === null) {
    return patch;
  }
  const rest = (mine: Record<string, KeyedPatch>, theirs: Record<string, KeyedPatch>) =>
    Object.fromEntries(
      Object.entries(mine).flatMap(([key, change]): [string, KeyedPatch][] => {
        const left = independent(change, Object.hasOwn(theirs, key) ? theirs[key] : null);
        return left === null ? [] : [[key, left]];
      })
    );
  if ('fields' in patch && 'fields' in other) {
    const fields = rest(patch.fields, other.fields);
    return isEmpty(fields) ? null : { fields };
  }
  if ('items' in patch && 'items' in other) {
    const items = rest(patch.items, other.items);
    return isEmpty(items) ? null : { items };
  }
  return null;
}

/** What is left of a patch of `before` that only adds to it; null where nothing is. */
export function additions(patch: KeyedPatch, before: unknown): KeyedPatch | null {
  if ('set' in patch) {
    return before === undefined ? patch : null;
  }
  if ('gone' in patch) {
    return null;
  }
  const rest = (parts: Record<string, KeyedPatch>, old: readonly [string, unknown][]) => {
    const values = new Map(old);
    return Object.fromEntries(
      Object.entries(parts).flatMap(([key, change]): [string, KeyedPatch][] => {
        const left = additions(change, values.get(key));
        return left === null ? [] : [[key, left]];
      })
    );
  };
  if ('fields' in patch) {
    const fields = isFields(before) ? rest(patch.fields, Object.entries(before)) : {};
    return isEmpty(fields) ? null : { fields };
  }
  const items = rest(patch.items, keyed(isThings(before) ? (before as Fields[]) : []));
  return isEmpty(items) ? null : { items };
}

const isEmpty = (changes: Record<string, KeyedPatch>) => Object.keys(changes).length === 0;

function changes(
  before: readonly [string, unknown][],
  after: readonly [string, unknown][]
): Record<string, KeyedPatch> {
  const [old, now] = [new Map(before), new Map(after)];
  const keys = new Set([...old.keys(), ...now.keys()]);
  return Object.fromEntries(
    [...keys].flatMap((key): [string, KeyedPatch][] => {
      const patch = keyedPatchOf(old.get(key), now.get(key));
      return patch === null ? [] : [[key, patch]];
    })
  );
}

function applied(
  entries: readonly [string, unknown][],
  patches: Record<string, KeyedPatch>
): [string, unknown][] {
  const known = new Set(entries.map(([key]) => key));
  const added = Object.keys(patches).filter(key => !known.has(key));
  return [...entries, ...added.map((key): [string, unknown] => [key, undefined])]
    .map(([key, value]): [string, unknown] => [
      key,
      Object.hasOwn(patches, key) ? keyedPatched(value, patches[key]) : value
    ])
    .filter(([, value]) => value !== undefined);
}

/** Mounts are told by their paths, other things by their names, and what has none by all that it says. */
function keyed(things: readonly Fields[]): [string, unknown][] {
  const times = new Map<string, number>();
  return things.map(thing => {
    const { mountPath, name } = thing;
    const key = String(mountPath ?? name ?? JSON.stringify(thing));
    const time = (times.get(key) ?? 0) + 1;
    times.set(key, time);
    return [time === 1 ? key : `${key}\n${time}`, thing];
  });
}

function isThings(value: unknown): boolean {
  return Array.isArray(value) && value.every(isFields);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
