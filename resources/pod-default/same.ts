/**
 * Whether two values of a Kubernetes object say the same. A field that is empty (`''`, `false`, null) is one that is
 * missing: so Go's types read them, by which Kubeflow compares.
 */
export function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((entry, index) => isSame(entry, b[index]));
  }
  if (isObject(a) && isObject(b)) {
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].every(key =>
      isSame(a[key], b[key])
    );
  }
  return a === b || (isEmpty(a) && isEmpty(b));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === false;
}
