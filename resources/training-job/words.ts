/**
 * The words of a command line and the line of words. Quotes group; a backslash takes the next character as it is.
 * Nothing else means anything: no variables, no patterns, no shell.
 */

/** The words, or null where a quote is not closed. */
export function splitWords(line: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at];
    if (character === '\\' && quote !== "'" && at + 1 < line.length) {
      at += 1;
      word = (word ?? '') + line[at];
    } else if (quote !== '') {
      word = character === quote ? word : (word ?? '') + character;
      quote = character === quote ? '' : quote;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      words.push(...(word === null ? [] : [word]));
      word = null;
    } else {
      word = (word ?? '') + character;
    }
  }
  return quote === '' ? [...words, ...(word === null ? [] : [word])] : null;
}

/** A line that `splitWords` reads as these words. */
export function joinWords(words: readonly string[]): string {
  return words
    .map(word => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
}
