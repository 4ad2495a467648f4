/** Lines that IPython rewrites before Python sees them. */

/**
 * Where the escaped line that begins at `offset`, the first character of a logical line, ends;
 * null when the line is ordinary Python.
 */
export function escapedLine(text: string, offset: number, limit: number): number | null {
  const character = text[offset];
  if (character === '%' || character === '!' || character === '?') {
    return endOfCommand(text, offset, limit);
  }
  // IPython calls what stands after these with the rest of the line.
  if (
    (character === ',' || character === ';' || character === '/') &&
    /[\w]/.test(text[offset + 1] ?? '')
  ) {
    return endOfCommand(text, offset, limit);
  }
  return helpLine(text, offset, limit);
}

/** The same for what stands to the right of `=`: `files = !ls`, `out = %magic …`. */
export function escapedValue(text: string, offset: number, limit: number): number | null {
  const next = text[offset + 1] ?? '';
  if (text[offset] === '!' && next !== '=') {
    return endOfCommand(text, offset, limit);
  }
  return text[offset] === '%' && /[A-Za-z_]/.test(next) ? endOfCommand(text, offset, limit) : null;
}

/** The end of the line, or of the last line that it is continued on with a backslash. */
function endOfCommand(text: string, offset: number, limit: number): number {
  let end = offset;
  do {
    const next = text.indexOf('\n', end === offset ? end : end + 1);
    end = next < 0 ? limit : Math.min(next, limit);
  } while (end < limit && text[end - 1] === '\\');
  return text[end - 1] === '\r' ? end - 1 : end;
}

const HELP = /[%\w.*:[\]]+\?\??[ \t]*(?:\r?\n|$)/y;

function helpLine(text: string, offset: number, limit: number): number | null {
  const newline = text.indexOf('\n', offset);
  const end = newline < 0 ? limit : Math.min(newline, limit);
  // Almost no line ends so: the cheap question comes first.
  if (!text.slice(offset, end).includes('?')) {
    return null;
  }
  HELP.lastIndex = offset;
  return HELP.test(text) ? end : null;
}
