/** Which characters Python's names are made of. */
const START = /[\p{ID_Start}_]/u;
const CONTINUE = /\p{ID_Continue}/u;

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Whether the character at `offset` can begin a name. */
export function startsName(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  if (code < 128) {
    return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
  }
  return START.test(characterAt(text, offset));
}

/** Where the name that begins at `offset` ends. */
export function endOfName(text: string, offset: number): number {
  let end = offset;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code < 128) {
      if (!(
        (code >= 97 && code <= 122) ||
        (code >= 65 && code <= 90) ||
        code === 95 ||
        isDigit(code)
      )) {
        return end;
      }
      end++;
    } else {
      const character = characterAt(text, end);
      if (!CONTINUE.test(character)) {
        return end;
      }
      end += character.length;
    }
  }
  return end;
}

function characterAt(text: string, offset: number): string {
  return String.fromCodePoint(text.codePointAt(offset) ?? 0);
}

/** Python compares names by their NFKC form. */
export function normalized(name: string): string {
  for (let index = 0; index < name.length; index++) {
    if (name.charCodeAt(index) > 127) {
      return name.normalize('NFKC');
    }
  }
  return name;
}
