import type { graphlib } from '@dagrejs/dagre';

import type { Frame, Point, Rectangle } from './geometry';

/** Puts boxes into their frames, and frames into those that have all of their boxes. */
export function nest(graph: graphlib.Graph, frames: readonly Frame[]): void {
  const known = frames.map(frame => ({
    ...frame,
    boxes: frame.boxes.filter(box => graph.hasNode(box))
  }));
  // The smallest first: the first frame that has a box is the one around it.
  known.sort((a, b) => a.boxes.length - b.boxes.length);
  known.forEach(({ id, boxes }, index) => {
    if (boxes.length === 0) {
      return;
    }
    graph.setNode(keyOf(id), {});
    boxes
      .filter(box => graph.parent(box) === undefined)
      .forEach(box => graph.setParent(box, keyOf(id)));
    known
      .slice(0, index)
      .filter(inner => inner.boxes.length > 0 && inner.boxes.every(box => boxes.includes(box)))
      .filter(inner => graph.parent(keyOf(inner.id)) === undefined)
      .forEach(inner => graph.setParent(keyOf(inner.id), keyOf(id)));
  });
}

/** Where frames are, by their ids. */
export function placedFrames(
  graph: graphlib.Graph,
  frames: readonly Frame[]
): Map<string, Rectangle> {
  return new Map(
    frames
      .filter(({ id }) => graph.hasNode(keyOf(id)))
      .map(({ id }) => {
        const { x, y, width, height } = graph.node(keyOf(id)) as Rectangle & Point;
        return [id, { x: x - width / 2, y: y - height / 2, width, height }];
      })
  );
}

/** Among the boxes no id begins so. */
function keyOf(frame: string): string {
  return `\0${frame}`;
}
