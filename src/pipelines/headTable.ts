/** The first rows of a data frame. */
export interface HeadTable {
  /** The first is of the index, and mostly empty. */
  columns: string[];
  rows: string[][];
}

/**
 * How a pandas frame begins, read from the text that pandas writes: columns stand under each other, with two blanks or more
 * between them. Null where the text cannot be read so for certain, as where it was cut or has columns without a name.
 */
export function headTable(head: string): HeadTable | null {
  const lines = head.split('\n').filter(line => line.trim() !== '');
  if (lines.length < 2 || lines.some(line => line.includes('\t'))) {
    return null;
  }
  // A head is cut at its end; what is left of a line is no row.
  const whole = head.endsWith('…') ? lines.slice(0, -1) : lines;
  const width = Math.max(...whole.map(({ length }) => length));
  if (whole.length < 2 || whole.some(line => line.length !== width)) {
    return null;
  }
  const spans = spansOf(whole, width);
  const [columns, ...rows] = whole.map(line =>
    spans.map(([from, to]) => line.slice(from, to).trim())
  );
  const isSure =
    columns.length > 1 &&
    columns.slice(1).every(name => name !== '') &&
    // The name of an index stands in a line of its own.
    rows.every(([, ...cells]) => cells.some(cell => cell !== ''));
  return isSure ? { columns, rows } : null;
}

/** Where columns lie: between stretches of two positions or more that are blank in every line. */
function spansOf(lines: readonly string[], width: number): [number, number][] {
  const isBlank = Array.from({ length: width }, (_, at) => lines.every(line => line[at] === ' '));
  const spans: [number, number][] = [];
  let from = 0;
  for (let at = 1; at < width; at += 1) {
    if (isBlank[at] && isBlank[at - 1]) {
      let end = at;
      while (isBlank[end + 1]) {
        end += 1;
      }
      spans.push([from, at - 1]);
      from = end + 1;
      at = end;
    }
  }
  return [...spans, [from, width]];
}
