/**
 * The rows of a table in a text, by RFC 4180: fields in quotes may hold separators, line breaks and doubled quotes. At
 * most `limit` rows are read. A quote without an end, as in the first part of a file, ends with the text.
 */
export function parseRows(text: string, separator: ',' | ';' | '\t', limit: number): string[][] {
  const field = new RegExp(
    `(?:"([^"]*(?:""[^"]*)*)(?:"|$)|([^${separator}\\r\\n]*))(${separator}|\\r?\\n|\\r|$)`,
    'y'
  );
  const rows: string[][] = [];
  let row: string[] = [];
  while (field.lastIndex < text.length && rows.length < limit) {
    // The second alternative matches anything, so there always is a match.
    const [, quoted, bare, end] = field.exec(text)!;
    row.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end !== separator) {
      rows.push(row);
      row = [];
    } else if (field.lastIndex === text.length) {
      rows.push([...row, '']);
    }
  }
  return rows;
}

/** What separates the fields of a table: what is most frequent in its first line. */
export function separatorOf(text: string): ',' | ';' | '\t' {
  const [line] = text.split('\n', 1);
  const count = (separator: string) => line.split(separator).length;
  return ([',', ';', '\t'] as const).reduce((best, each) =>
    count(each) > count(best) ? each : best
  );
}
