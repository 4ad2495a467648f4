/** What stands beside a line, in characters; more would make the whole drawing small. */
const LENGTH_MAX = 14;
/** Of the graph's font (style/graph.css), in pixels at zoom 1. */
const CHARACTER_WIDTH = 6.7;
const LINE_HEIGHT = 16;

/** What flows along a line, in few characters: all names, or the first and how many more; '' for nothing. */
export function shortLabel(values: readonly string[]): string {
  const all = values.join(', ');
  const [first] = values;
  if (first === undefined || all.length <= LENGTH_MAX) {
    return all;
  }
  const more = values.length > 1 ? ` +${values.length - 1}` : '';
  const room = LENGTH_MAX - more.length;
  return `${first.length <= room ? first : `${first.slice(0, room - 1)}…`}${more}`;
}

/** The room that a label takes. */
export function labelSize(label: string): { width: number; height: number } {
  return { width: Math.ceil(label.length * CHARACTER_WIDTH), height: LINE_HEIGHT };
}
