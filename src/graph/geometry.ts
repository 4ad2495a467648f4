/** A box of the graph, in pixels at zoom 1. */
export interface Box {
  id: string;
  width: number;
  height: number;
}

/** A frame around boxes; frames may stand in each other, where the boxes of one are all in the other. */
export interface Frame {
  id: string;
  /** Ids of the boxes within it. */
  boxes: readonly string[];
}

export interface Rectangle extends Point {
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
  /** By the id of the frame; those that have boxes. */
  frames: Map<string, Rectangle>;
  /** In the order of the connections; a connection whose ends are not both boxes has no points. */
  lines: Line[];
}

export interface Line {
  points: Point[];
  /** The middle of the label, where the connection has one and is drawn. */
  label?: Point;
}

/** The next box in a direction: of the same layer sideways, of the next layer up and down; undefined where none is. */
export function nearest(
  { boxes }: Pick<Placed, 'boxes'> & Partial<Placed>,
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
