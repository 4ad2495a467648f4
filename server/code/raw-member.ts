/**
 * The text of a member of a JSON object, exactly as it was sent. Parsing and writing again would change what JavaScript
 * cannot tell apart: `1.0` and `1`, or integers above 2^53.
 */

/** The text of the member `key` of the object that `json` holds, which must be valid JSON; null where it has none. */
export function rawMember(json: string, key: string): string | null {
  let at = skipSpace(json, 0);
  let found: string | null = null;
  if (json[at] !== '{') {
    return null;
  }
  at = skipSpace(json, at + 1);
  while (json[at] === '"') {
    const nameEnd = endOfString(json, at);
    const name = JSON.parse(json.slice(at, nameEnd)) as string;
    const start = skipSpace(json, skipSpace(json, nameEnd) + 1);
    const end = endOfValue(json, start);
    if (name === key) {
      // The last one counts, as for JSON.parse.
      found = json.slice(start, end);
    }
    at = skipSpace(json, end);
    at = json[at] === ',' ? skipSpace(json, at + 1) : json.length;
  }
  return found;
}

function skipSpace(json: string, at: number): number {
  while (at < json.length && ' \t\n\r'.includes(json[at])) {
    at += 1;
  }
  return at;
}

/** `at` is the opening quote; answers the place behind the closing one. */
function endOfString(json: string, at: number): number {
  for (at += 1; json[at] !== '"'; at += 1) {
    if (json[at] === '\\') {
      at += 1;
    }
  }
  return at + 1;
}

function endOfValue(json: string, at: number): number {
  if (json[at] === '"') {
    return endOfString(json, at);
  }
  let depth = 0;
  while (at < json.length) {
    const character = json[at];
    if (depth === 0 && ' \t\n\r,}]'.includes(character)) {
      return at;
    }
    if (character === '"') {
      at = endOfString(json, at);
      continue;
    }
    depth += '{['.includes(character) ? 1 : '}]'.includes(character) ? -1 : 0;
    at += 1;
    if (depth === 0 && '}]'.includes(character)) {
      return at;
    }
  }
  return at;
}
