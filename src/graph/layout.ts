import { graphlib, layout } from '@dagrejs/dagre';

/** A box of the graph, in pixels at zoom 1. */
export interface Box {
  id: string;
  width: number;
  height: number;
}

export interface Connection {
  from: string;
  to: string;
  /** The size of what stands beside the line; it gets room of its own. */
  label?: { width: number; height: number };
}

export interface Point {
  x: number;
  y: number;
}

export interface Placed {
  width: number;
  height: number;
  /** Upper left corners, by the id of the box. */
  boxes: Map<string, Point>;
  /** In the order of the connections; a connection whose ends are not both boxes has no points. */
  lines: Line[];
}

export interface Line {
  points: Point[];
  /** The middle of the label, where the connection has one and is drawn. */
  label?: Point;
}

const GAP = { nodesep: 24, ranksep: 36, edgesep: 12, marginx: 8, marginy: 8 };

/** Places boxes in layers from top to bottom, so that every connection that is no part of a cycle leads down. */
export function placeGraph(boxes: readonly Box[], connections: readonly Connection[]): Placed {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: 'TB', ...GAP });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of boxes) {
    graph.setNode(id, { width, height });
  }
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
  const { left, right } = sides(boxes, corners, connections, lines);
  const shifted = ({ x, y }: Point): Point => ({ x: x - left, y });
  return {
    width: right - left,
    height,
    boxes: new Map(boxes.map(({ id }, index) => [id, shifted(corners[index])])),
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
  lines: readonly Line[]
) {
  const across = [
    ...corners.flatMap(({ x }, index) => [x, x + boxes[index].width]),
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

/** The next box in a direction: of the same layer sideways, of the next layer up and down; undefined where none is. */
export function nearest(
  { boxes }: Placed,
  from: string,
  [dx, dy]: [number, number]
): string | undefined {
  const start = boxes.get(from);
  if (start === undefined) {
    return undefined;
  }
  const found = [...boxes].flatMap(([id, { x, y }]) => {
    const along = (x - start.x) * dx + (y - start.y) * dy;
    const aside = Math.abs((x - start.x) * dy) + Math.abs((y - start.y) * dx);
    return along > 0 && (dx === 0 || aside === 0) ? [{ id, along, aside }] : [];
  });
  return found.sort((a, b) => a.along - b.along || a.aside - b.aside)[0]?.id;
}

/** An SVG path along points, with soft bends. */
export function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.pop();
  if (first === undefined || last === undefined) {
    return '';
  }
  const bends = rest.map((point, index) => {
    const next = rest[index + 1] ?? last;
    const end =
      index === rest.length - 1 ? last : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${at(point)} ${at(end)}`;
  });
  return `M${at(first)}${bends.length > 0 ? bends.join('') : `L${at(last)}`}`;
}

const at = ({ x, y }: Point): string => `${Math.round(x)} ${Math.round(y)}`;
