import * as React from 'react';

import type { Board, Painter } from './board';
import { Canvas, type Point } from './canvas';
import { ticksApart, type Column } from './columns';
import type { Marks } from './marks';
import { rangeOf } from './scatter';
import type { Stage } from './stage';
import { cut, drawRange, line } from './strokes';

interface ParallelProps {
  board: Board;
  label: string;
  columns: readonly Column[];
  tip: (row: number) => string;
}

const HEIGHT = 250;
const AXIS_GAP = 92;
const LEFT = 52;
const RIGHT = 64;
const TOP = 28;
const BOTTOM = 12;
/** How far from an axis the pointer may be to choose on it. */
const REACH = 18;
const NEAR = 8;

/** A line for each trial through all of its values. Drawing the pointer along an axis chooses a range; a click a trial. */
export function ParallelPlot({ board, label, columns, tip }: ParallelProps): React.JSX.Element {
  const painter = React.useRef<Painter | null>(null);
  const width = React.useRef(0);
  const places = () => placesOf(columns.length, width.current);
  const axisAt = (x: number) => places().findIndex(place => Math.abs(place - x) <= REACH);
  const lineAt = (point: Point) => nearestLine(board, columns, places(), point);
  return (
    <Canvas
      board={board}
      label={label}
      height={HEIGHT}
      minWidth={LEFT + RIGHT + (columns.length - 1) * AXIS_GAP}
      painter={painter}
      picture={{
        of: columns,
        marks: stage => lines(stage, columns),
        above(stage) {
          width.current = stage.width;
          columns.forEach((column, index) => drawAxis(stage, board, column, places()[index]));
        }
      }}
      onDrag={(from, to) => {
        const axis = axisAt(from.x);
        if (axis >= 0) {
          const ends = [shareOf(from.y), shareOf(to.y)].sort((a, b) => a - b) as [number, number];
          const column = columns[axis];
          board.filter([[column.name, rangeOf(column, ends)]], painter.current ?? undefined);
        }
      }}
      onClick={point => {
        const axis = axisAt(point.x);
        if (axis >= 0 && board.range(columns[axis].name)) {
          board.filter([[columns[axis].name, null]]);
          return;
        }
        const row = lineAt(point);
        board.choose(row === board.chosen ? null : row);
      }}
      tip={point => {
        const row = lineAt(point);
        return row === null ? null : tip(row);
      }}
    />
  );
}

/** Where the axes stand. */
function placesOf(count: number, width: number): number[] {
  const gap = count > 1 ? (width - LEFT - RIGHT) / (count - 1) : 0;
  return Array.from({ length: count }, (_, index) => LEFT + index * gap);
}

const heightOf = (share: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - share);

function shareOf(y: number): number {
  return Math.min(1, Math.max(0, 1 - (y - TOP) / (HEIGHT - TOP - BOTTOM)));
}

function lines({ context, width }: Stage, columns: readonly Column[]): Marks {
  const places = placesOf(columns.length, width);
  return {
    perStep: 25,
    draw(row) {
      let broken = true;
      columns.forEach(({ shares }, index) => {
        if (Number.isNaN(shares[row])) {
          broken = true;
        } else {
          context[broken ? 'moveTo' : 'lineTo'](places[index], heightOf(shares[row]));
          broken = false;
        }
      });
    },
    finish: () => context.stroke()
  };
}

function drawAxis(stage: Stage, board: Board, column: Column, x: number): void {
  const { context, colours, font } = stage;
  const length = HEIGHT - TOP - BOTTOM;
  context.strokeStyle = colours.faint;
  context.lineWidth = 1;
  line(context, x, TOP, x, TOP + length);
  context.font = font;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  // So that the numbers can be read where lines cross them.
  context.lineWidth = 3;
  context.strokeStyle = colours.ground;
  context.fillStyle = colours.faint;
  for (const { label, at } of ticksApart(column.ticks, length, 16)) {
    const text = cut(label, 10);
    context.strokeText(text, x + 5, heightOf(at));
    context.fillText(text, x + 5, heightOf(at));
  }
  context.fillStyle = colours.text;
  context.textAlign = 'center';
  context.fillText(cut(column.name, 15), x, 12);
  const range = board.range(column.name);
  if (range) {
    const [low, high] = [column.at(range[0]), column.at(range[1])];
    const top = heightOf(high);
    drawRange(stage, { left: x - 6, top, width: 12, height: heightOf(low) - top });
  }
}

/** The trial whose line goes nearest by a point, of those that are chosen; null where none is near. */
function nearestLine(
  board: Board,
  columns: readonly Column[],
  places: readonly number[],
  { x, y }: Point
): number | null {
  const right = places.findIndex(place => place >= x);
  if (right < 1) {
    return null;
  }
  const [a, b] = [columns[right - 1], columns[right]];
  const share = (x - places[right - 1]) / (places[right] - places[right - 1]);
  let found: number | null = null;
  let least = NEAR;
  board.passing.forEach((passes, row) => {
    const from = heightOf(a.shares[row]);
    const distance = Math.abs(from + share * (heightOf(b.shares[row]) - from) - y);
    if (passes && distance < least) {
      least = distance;
      found = row;
    }
  });
  return found;
}
