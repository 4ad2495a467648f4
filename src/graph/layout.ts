import { graphlib, layout } from '@dagrejs/dagre';

import { nest, placedFrames } from './frames';
import type { Box, Connection, Frame, Line, Placed, Point, Rectangle } from './geometry';

const GAP = { nodesep: 24, ranksep: 36, edgesep: 12, marginx: 8, marginy: 8 };

/**
 * The shortest lines are dear: they take five times as long in a graph of 1,000 boxes, where hardly anybody follows a line.
 */
const RANKERS = { few: 'network-simplex', many: 'tight-tree' };
const MANY = 60;

/**
 * Places boxes in layers from top to bottom, so that every connection that is no part of a cycle leads down. The boxes of a
 * frame stand together.
 */
export function placeGraph(
  boxes: readonly Box[],
  connections: readonly Connection[],
  frames: readonly Frame[] = []
): Placed {
  const graph = new graphlib.Graph({ compound: frames.length > 0 });
  const ranker = boxes.length > MANY ? RANKERS.many : RANKERS.few;
  graph.setGraph({ rankdir: 'TB', ranker, ...GAP });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of boxes) {
    graph.setNode(id, { width, height });
  }
  nest(graph, frames);
  // Several connections of the same two boxes are one line: dagre fails on some graphs that have more.
  for (const { from, to, label } of connections) {
    if (graph.hasNode(from) && graph.hasNode(to) && from !== to && !graph.hasEdge(from, to)) {
      graph.setEdge(from, to, { ...label, labelpos: 'c' });
    }
  }
  if (boxes.length === 0) {
    return {
      width: 0,
      height: 0,
      boxes: new Map(),
      frames: new Map(),
      lines: connections.map(() => ({ points: [] }))
    };
  }
  layout(graph);
  const { height = 0 } = graph.graph() as { height?: number };
  const lines = connections.map(({ from, to, label }): Line => {
    const edge = graph.edge(from, to) as (Point & { points: Point[] }) | undefined;
    return edge === undefined
      ? { points: [] }
      : { points: edge.points, ...(label && { label: { x: edge.x, y: edge.y } }) };
  });
  const corners = boxes.map(box => corner(box, graph.node(box.id) as Point));
  const around = placedFrames(graph, frames);
  const { left, right } = sides(boxes, corners, connections, lines, [...around.values()]);
  const shifted = ({ x, y }: Point): Point => ({ x: x - left, y });
  return {
    width: right - left,
    height,
    boxes: new Map(boxes.map(({ id }, index) => [id, shifted(corners[index])])),
    frames: new Map([...around].map(([id, frame]) => [id, { ...frame, ...shifted(frame) }])),
    lines: lines.map(({ points, label }) => ({
      points: points.map(shifted),
      ...(label && { label: shifted(label) })
    }))
  };
}

/** Where the drawing begins and ends sideways. dagre counts boxes only, but lines may go around them. */
function sides(
  boxes: readonly Box[],
  corners: readonly Point[],
  connections: readonly Connection[],
  lines: readonly Line[],
  frames: readonly Rectangle[]
) {
  const across = [
    ...corners.flatMap(({ x }, index) => [x, x + boxes[index].width]),
    ...frames.flatMap(({ x, width }) => [x, x + width]),
    ...lines.flatMap(({ points, label }, index) => {
      const half = (connections[index].label?.width ?? 0) / 2;
      return [...points.map(({ x }) => x), ...(label ? [label.x - half, label.x + half] : [])];
    })
  ];
  return { left: Math.min(...across) - GAP.marginx, right: Math.max(...across) + GAP.marginx };
}

/** dagre says where the middle of a box is. */
function corner({ width, height }: Box, { x, y }: Point): Point {
  return { x: x - width / 2, y: y - height / 2 };
}
