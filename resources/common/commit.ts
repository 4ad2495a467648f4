/** A commit of git by its hash, perhaps a short one, in a text that anybody may have written; null for anything else. */
export function commitOrNull(value: unknown): string | null {
  return typeof value === 'string' && /^[0-9a-f]{7,64}$/.test(value) ? value : null;
}
