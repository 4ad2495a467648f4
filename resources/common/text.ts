// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

/**
 * Text of the cluster made fit for a sentence: one line, no control or direction-changing characters, at most `max`
 * characters, without the full stop at its end.
 */
export function plainText(text: unknown, max = 300): string {
  const line = String(text ?? '')
    .replace(CONTROL, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .replace(/\.$/, '');
  return line.length <= max ? line : `${line.slice(0, max - 1).trimEnd()}…`;
}

/** An array, or nothing where the cluster's object holds something else. */
export function listOf<T>(value: readonly T[] | undefined | null): readonly T[] {
  return Array.isArray(value) ? value : [];
}

/** For a subject that moves into the middle of a sentence. */
export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
