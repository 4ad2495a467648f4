import type { Topology, TopologyRole } from '@kubeflow-lab/resources';

/** Where a topology is drawn: rows of boxes, one row for each role, with lines between rows that are next to each other. */
export interface TopologyDrawing {
  width: number;
  height: number;
  boxes: TopologyBox[];
  lines: TopologyLine[];
  /** A frame around the replicas that all talk with one another. */
  frame: Rectangle | null;
}

export interface Point {
  x: number;
  y: number;
}

export interface Rectangle extends Point {
  width: number;
  height: number;
}

/** One replica or, where a row has more than fit, the rest of them. */
export interface TopologyBox extends Rectangle {
  role: string;
  index: number;
  /** How many replicas the box stands for, beginning at `index`. */
  count: number;
}

export interface TopologyLine {
  /** An SVG path from all boxes of one row to all of another. */
  path: string;
  /** Points of the arrows; they point up or down. */
  arrows: (Point & { down: boolean })[];
  label: string;
  labelAt: Point;
}

export const BOX = { width: 156, height: 44 };
const GAP = 14;
const ROW_GAP = 54;
/** Room for the frame and its words. */
const MARGIN = { x: 22, top: 30, bottom: 22 };

/** From top to bottom, so that replicas that talk with each other stand in rows next to each other. */
const ROWS = ['Evaluator', 'Chief', 'Master', 'Launcher', 'PS', 'Worker'];

/** @param width what there is for the drawing, in pixels; one box always has room */
export function drawTopology(topology: Topology, width: number): TopologyDrawing {
  const inner = Math.max(BOX.width, width - 2 * MARGIN.x);
  const columns = Math.max(1, Math.floor((inner + GAP) / (BOX.width + GAP)));
  const rows = [...topology.roles]
    .sort((a, b) => place(a.role) - place(b.role))
    .map((role, row) => placeRow(role, row, columns, inner));
  const height =
    rows.length === 0
      ? 0
      : MARGIN.top + rows.length * BOX.height + (rows.length - 1) * ROW_GAP + MARGIN.bottom;
  return {
    width: inner + 2 * MARGIN.x,
    height,
    boxes: rows.flat(),
    lines: topology.links.flatMap(({ from, to, label }) => {
      const [source, target] = [from, to].map(role => rows.find(row => row[0].role === role));
      return source && target ? [connect(source, target, label)] : [];
    }),
    frame: frameAround(rows, topology.collective?.roles ?? [])
  };
}

function place(role: string): number {
  const found = ROWS.indexOf(role);
  return found < 0 ? ROWS.length : found;
}

function placeRow(
  { role, count }: TopologyRole,
  row: number,
  columns: number,
  inner: number
): TopologyBox[] {
  const shown = count <= columns ? count : columns - 1;
  const counts = [
    ...Array.from({ length: shown }, () => 1),
    ...(shown < count ? [count - shown] : [])
  ];
  const used = counts.length * BOX.width + (counts.length - 1) * GAP;
  const left = MARGIN.x + (inner - used) / 2;
  const y = MARGIN.top + row * (BOX.height + ROW_GAP);
  return counts.map((each, index) => ({
    role,
    index,
    count: each,
    x: left + index * (BOX.width + GAP),
    y,
    ...BOX
  }));
}

/** Lines from every box of a row to a rail between the rows, and from there to every box of the other. */
function connect(
  source: readonly TopologyBox[],
  target: readonly TopologyBox[],
  label: string
): TopologyLine {
  const down = source[0].y < target[0].y;
  const [upper, lower] = down ? [source, target] : [target, source];
  const from = upper[0].y + BOX.height;
  const to = lower[0].y;
  const rail = (from + to) / 2;
  const middles = (boxes: readonly TopologyBox[]) => boxes.map(({ x }) => x + BOX.width / 2);
  const all = [...middles(upper), ...middles(lower)];
  const [left, right] = [Math.min(...all), Math.max(...all)];
  const parts = [
    ...middles(upper).map(x => `M${round(x)} ${from}V${rail}`),
    ...(left < right ? [`M${round(left)} ${rail}H${round(right)}`] : []),
    ...middles(lower).map(x => `M${round(x)} ${rail}V${to}`)
  ];
  return {
    path: parts.join(''),
    arrows: middles(target).map(x => ({ x: round(x), y: down ? to : from, down })),
    label,
    labelAt: { x: round((left + right) / 2), y: rail }
  };
}

function frameAround(rows: readonly TopologyBox[][], roles: readonly string[]): Rectangle | null {
  const boxes = rows.filter(row => roles.includes(row[0].role)).flat();
  if (boxes.length === 0) {
    return null;
  }
  const left = Math.min(...boxes.map(({ x }) => x)) - 12;
  const top = Math.min(...boxes.map(({ y }) => y)) - 20;
  return {
    x: round(left),
    y: top,
    width: round(Math.max(...boxes.map(({ x }) => x + BOX.width)) + 12 - left),
    height: Math.max(...boxes.map(({ y }) => y + BOX.height)) + 12 - top
  };
}

const round = (value: number) => Math.round(value * 10) / 10;
