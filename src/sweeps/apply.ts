/**
 * The source of a parameters cell with other values: each `name = value` at the start of a line keeps everything but its
 * value, comments with the range included. Null where the cell assigns none of the names.
 */
export function withValues(
  source: string,
  values: Readonly<Record<string, string>>
): string | null {
  let changed = false;
  const lines = source.split('\n').map(line => {
    const found = /^([A-Za-z_]\w*)(\s*(?::[^=#]*)?=\s*)((?:"[^"]*"|'[^']*'|[^#\s'"])+)(.*)$/.exec(
      line
    );
    const value = found && Object.hasOwn(values, found[1]) ? values[found[1]] : undefined;
    if (!found || value === undefined) {
      return line;
    }
    changed = true;
    return `${found[1]}${found[2]}${literalOf(value, found[3])}${found[4]}`;
  });
  return changed ? lines.join('\n') : null;
}

/** Python's way to write a value: numbers and booleans as they are, anything else as text. */
function literalOf(value: string, before: string): string {
  if (/^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(value) && !/^["']/.test(before)) {
    return value;
  }
  if (/^(?:true|false)$/i.test(value) && /^(?:True|False)$/.test(before)) {
    return value.toLowerCase() === 'true' ? 'True' : 'False';
  }
  return JSON.stringify(value);
}
