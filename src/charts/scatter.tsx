import * as React from 'react';

import type { Board, Painter, Range } from './board';
import { Canvas, type Point } from './canvas';
import type { Column } from './columns';
import type { Marks } from './marks';
import type { Stage } from './stage';
import { drawAxes, drawRange, type Frame } from './strokes';

interface ScatterProps {
  board: Board;
  label: string;
  x: Column;
  y: Column;
  height?: number;
  /** Drawn between the axes and the trials. */
  below?: (stage: Stage, frame: Frame) => void;
  /** Drawn above the trials, in places from 0 to 1 of the two axes. */
  line?: readonly (readonly [x: number, y: number])[];
  /** Whether the line goes in steps. */
  stepped?: boolean;
  /** What stands beside the pointer on a trial. */
  tip: (row: number) => string;
}

const REACH = 12;
const DOT = 4;

/** The trials as points of two columns. Drawing the pointer over some chooses them; a click picks one out. */
export function Scatter(props: ScatterProps): React.JSX.Element {
  const { board, label, x, y, below, line, height = 200, tip } = props;
  const painter = React.useRef<Painter | null>(null);
  const frame = React.useRef<Frame>(frameOf(0, height));
  const picture = {
    of: [x, y, below, line],
    below: (stage: Stage) => {
      frame.current = frameOf(stage.width, stage.height);
      below?.(stage, frame.current);
      drawAxes(stage, frame.current, x, y);
    },
    marks: (stage: Stage) => dots(stage, frameOf(stage.width, stage.height), x, y),
    above: (stage: Stage) => drawAbove(stage, frame.current, props)
  };
  const at = (point: Point) => nearest(board, frame.current, x, y, point);
  return (
    <Canvas
      board={board}
      label={label}
      height={height}
      picture={picture}
      painter={painter}
      onDrag={(from, to) =>
        board.filter(
          [
            [x.name, rangeOf(x, shares(frame.current, from, to, 'across'))],
            [y.name, rangeOf(y, shares(frame.current, from, to, 'up'))]
          ],
          painter.current ?? undefined
        )
      }
      onClick={point => {
        const row = at(point);
        if (row === null && (board.range(x.name) || board.range(y.name))) {
          board.filter([
            [x.name, null],
            [y.name, null]
          ]);
        } else {
          board.choose(row === board.chosen ? null : row);
        }
      }}
      tip={point => {
        const row = at(point);
        return row === null ? null : tip(row);
      }}
    />
  );
}

function frameOf(width: number, height: number): Frame {
  return { left: 52, top: 10, width: Math.max(1, width - 64), height: Math.max(1, height - 46) };
}

/** Squares at whole pixels of the screen, which are drawn faster. */
function dots({ context, ratio }: Stage, frame: Frame, x: Column, y: Column): Marks {
  const whole = (length: number) => Math.round(length * ratio) / ratio;
  return {
    perStep: 250,
    draw(row, isPicked) {
      const across = frame.left + frame.width * x.shares[row];
      const up = frame.top + frame.height * (1 - y.shares[row]);
      const size = isPicked ? DOT * 2 : DOT;
      context.fillRect(whole(across - size / 2), whole(up - size / 2), size, size);
    }
  };
}

/** The line, and the range that is chosen. */
function drawAbove(stage: Stage, frame: Frame, props: ScatterProps): void {
  const { board, x, y, line = [], stepped = false } = props;
  const { context, colours } = stage;
  const { left, top, width, height } = frame;
  context.strokeStyle = colours.best;
  context.lineWidth = 1.5;
  context.beginPath();
  line.forEach(([a, b], index) => {
    const [across, up] = [left + width * a, top + height * (1 - b)];
    if (index > 0 && stepped) {
      context.lineTo(across, top + height * (1 - line[index - 1][1]));
    }
    context[index === 0 ? 'moveTo' : 'lineTo'](across, up);
  });
  context.stroke();
  const across = board.range(x.name);
  const up = board.range(y.name);
  if (across || up) {
    const [a, b] = across ? [x.at(across[0]), x.at(across[1])] : [0, 1];
    const [c, d] = up ? [y.at(up[0]), y.at(up[1])] : [0, 1];
    drawRange(stage, {
      left: left + width * a,
      top: top + height * (1 - d),
      width: width * (b - a),
      height: height * (d - c)
    });
  }
}

/** The shares of an axis between two points, the lower first. */
function shares(frame: Frame, from: Point, to: Point, axis: 'across' | 'up'): Range {
  const share = (point: Point) =>
    axis === 'across'
      ? (point.x - frame.left) / frame.width
      : 1 - (point.y - frame.top) / frame.height;
  const [a, b] = [share(from), share(to)].map(value => Math.min(1, Math.max(0, value)));
  return a < b ? [a, b] : [b, a];
}

export function rangeOf(column: Column, [low, high]: Range): Range {
  return [column.from(low), column.from(high)];
}

/** The trial nearest to a point, of those that are chosen; null where none is near. */
function nearest(board: Board, frame: Frame, x: Column, y: Column, point: Point): number | null {
  let found: number | null = null;
  let least = REACH;
  board.passing.forEach((passes, row) => {
    const across = frame.left + frame.width * x.shares[row];
    const up = frame.top + frame.height * (1 - y.shares[row]);
    const distance = Math.hypot(across - point.x, up - point.y);
    if (passes && distance < least) {
      least = distance;
      found = row;
    }
  });
  return found;
}
