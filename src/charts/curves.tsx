import * as React from 'react';

import type { Board } from './board';
import { Canvas, type Point } from './canvas';
import { numberColumn, type Column } from './columns';
import type { Marks } from './marks';
import type { Stage } from './stage';
import { drawAxes, type Frame } from './strokes';

interface CurvesProps {
  board: Board;
  label: string;
  /** Names of the axes. */
  names: { step: string; value: string };
  tip: (row: number) => string;
}

const HEIGHT = 200;
const NEAR = 10;

/** How the objective went in each trial, value by value. Those that were stopped early are dashed and end in a mark. */
export function Curves({ board, label, names, tip }: CurvesProps): React.JSX.Element {
  const { curves } = board.data;
  const { step, value } = names;
  const [x, y] = React.useMemo(() => axesOf(curves, { step, value }), [curves, step, value]);
  const frame = React.useRef<Frame>({ left: 0, top: 0, width: 1, height: 1 });
  const at = (point: Point) => nearestCurve(board, frame.current, x, y, point);
  return (
    <Canvas
      board={board}
      label={label}
      height={HEIGHT}
      picture={{
        of: [x, y],
        below(stage) {
          frame.current = frameOf(stage);
          drawAxes(stage, frame.current, x, y);
        },
        marks: stage => curveMarks(stage, board.data, x, y)
      }}
      onClick={point => {
        const row = at(point);
        board.choose(row === board.chosen ? null : row);
      }}
      tip={point => {
        const row = at(point);
        return row === null ? null : tip(row);
      }}
    />
  );
}

function axesOf(
  curves: Board['data']['curves'],
  names: { step: string; value: string }
): [Column, Column] {
  const points = curves.flat();
  return [
    numberColumn(names.step, [1, ...points.map(([step]) => step)]),
    numberColumn(
      names.value,
      points.map(([, value]) => value)
    )
  ];
}

function frameOf({ width }: Stage): Frame {
  return { left: 52, top: 10, width: width - 64, height: HEIGHT - 46 };
}

/** Curves by themselves: each is dashed or not. */
function curveMarks(stage: Stage, { curves, stopped }: Board['data'], x: Column, y: Column): Marks {
  const { context } = stage;
  const { left, top, width, height } = frameOf(stage);
  const placeOf = ([step, value]: readonly [number, number]) =>
    [left + width * x.at(step), top + height * (1 - y.at(value))] as const;
  return {
    perStep: 25,
    draw(row) {
      context.beginPath();
      context.setLineDash(stopped[row] ? [4, 3] : []);
      curves[row].forEach((point, index) =>
        context[index === 0 ? 'moveTo' : 'lineTo'](...placeOf(point))
      );
      context.stroke();
      const last = curves[row].at(-1);
      if (last && stopped[row]) {
        const [across, up] = placeOf(last);
        context.fillRect(across - 2.5, up - 2.5, 5, 5);
      }
    },
    finish: () => context.setLineDash([])
  };
}

function nearestCurve(
  board: Board,
  frame: Frame,
  x: Column,
  y: Column,
  point: Point
): number | null {
  let found: number | null = null;
  let least = NEAR;
  board.data.curves.forEach((curve, row) => {
    for (const [step, value] of board.passing[row] ? curve : []) {
      const across = frame.left + frame.width * x.at(step);
      const up = frame.top + frame.height * (1 - y.at(value));
      const distance = Math.hypot(across - point.x, up - point.y);
      if (distance < least) {
        least = distance;
        found = row;
      }
    }
  });
  return found;
}
