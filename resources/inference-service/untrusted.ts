/** JSON that anybody may have written, read without believing any of it. */

/** The object in a text; empty where the text is no JSON, or of something else. */
export function objectIn(text: string): Record<string, unknown> {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    // Files are anybody's: what cannot be read says nothing.
    return {};
  }
}

/** The value as an object to look into; empty where it is none. */
export function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
