/** JSON merge patches (RFC 7396). Null cannot be a value in them, and lists are replaced as a whole. */

type Fields = Record<string, unknown>;

/** The patch that makes `after` of `before`; undefined where they are the same. */
export function mergePatchOf(before: unknown, after: unknown): unknown {
  if (!isFields(before) || !isFields(after)) {
    return JSON.stringify(before) === JSON.stringify(after) ? undefined : after;
  }
  const removed = Object.keys(before)
    .filter(key => !Object.hasOwn(after, key))
    .map((key): [string, unknown] => [key, null]);
  const changed = Object.entries(after).flatMap(([key, value]): [string, unknown][] => {
    const patch = Object.hasOwn(before, key) ? mergePatchOf(before[key], value) : value;
    return patch === undefined ? [] : [[key, patch]];
  });
  const all = [...removed, ...changed];
  return all.length === 0 ? undefined : Object.fromEntries(all);
}

/** What a patch makes of a value; undefined is no patch. */
export function mergePatched(before: unknown, patch: unknown): unknown {
  if (patch === undefined) {
    return before;
  }
  if (!isFields(patch)) {
    return patch;
  }
  const result: Fields = isFields(before) ? { ...before } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete result[key];
    } else {
      result[key] = mergePatched(Object.hasOwn(result, key) ? result[key] : undefined, value);
    }
  }
  return result;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
