type Fields = Record<string, unknown>;

/**
 * The JSON merge patch (RFC 7396) that makes `desired` of `current`: null where a field has to go. Lists are replaced
 * as a whole. `desired` holds no nulls, which such a patch cannot express.
 */
export function mergePatchOf(current: object | undefined, desired: object): object {
  const before = (current ?? {}) as Fields;
  const removed = Object.keys(before)
    .filter(name => !(name in desired))
    .map(name => [name, null]);
  const wanted = Object.entries(desired).map(([name, value]) => [
    name,
    isObject(value) && isObject(before[name]) ? mergePatchOf(before[name], value) : value
  ]);
  return Object.fromEntries([...removed, ...wanted]);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
