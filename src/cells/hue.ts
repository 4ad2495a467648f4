/** So many colours tell steps from each other (style/cells.css). */
const HUES = 6;

/** The colour of a step on its cells and in the graph, by its place in the notebook: neighbours differ. */
export function hueOf(index: number): number {
  return index % HUES;
}
