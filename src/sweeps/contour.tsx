import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { CELLS, surface } from '../charts/analysis';
import type { Board } from '../charts/board';
import { Scatter } from '../charts/scatter';
import type { Stage } from '../charts/stage';
import type { Frame } from '../charts/strokes';
import { Figure } from './figure';

interface ContourProps {
  data: Board['data'];
  board: Board;
  name: string;
  weights: readonly number[] | null;
  tip: (row: number) => string;
  trans: TranslationBundle;
}

/** Two parameters against each other, with what is to be expected between the trials; at first the two that matter most. */
export function Contour({
  data,
  board,
  name,
  weights,
  tip,
  trans
}: ContourProps): React.JSX.Element {
  const [said, setSaid] = React.useState<{ x?: string; y?: string }>({});
  const names = mostImportant(data, weights);
  const x = columnOf(data, said.x ?? names[0]);
  const y = columnOf(data, said.y ?? names.find(one => one !== x.name)!);
  const cells = React.useMemo(() => surface(x, y, data.objective.raw), [x, y, data.objective]);
  const { sign } = data;
  const below = React.useCallback(
    (stage: Stage, frame: Frame) => paintSurface(stage, frame, cells, sign),
    [cells, sign]
  );
  const choice = (axis: 'x' | 'y', current: string, label: string) => (
    <select
      aria-label={label}
      value={current}
      onChange={event => setSaid(chosenAxes({ x: x.name, y: y.name }, axis, event.target.value))}
    >
      {names.map(one => (
        <option key={one}>{one}</option>
      ))}
    </select>
  );
  return (
    <Figure
      {...{ name, trans }}
      what="contour"
      caption={trans.__('%1 by two parameters', data.objective.name)}
      choice={
        <>
          {choice('y', y.name, trans.__('Parameter of the vertical axis'))}
          {choice('x', x.name, trans.__('Parameter of the horizontal axis'))}
        </>
      }
    >
      <Scatter
        {...{ board, tip, x, y, below }}
        label={trans.__('%1 by %2 and %3', data.objective.name, y.name, x.name)}
        height={240}
      />
    </Figure>
  );
}

/** Both axes after one was chosen anew; where it is the other's, they change places. */
function chosenAxes(
  { x, y }: { x: string; y: string },
  axis: 'x' | 'y',
  name: string
): { x: string; y: string } {
  if (name === x || name === y) {
    return name === (axis === 'x' ? x : y) ? { x, y } : { x: y, y: x };
  }
  return axis === 'x' ? { x: name, y } : { x, y: name };
}

function columnOf({ parameters }: Board['data'], name: string) {
  return parameters.find(column => column.name === name) ?? parameters[0];
}

function mostImportant({ parameters }: Board['data'], weights: readonly number[] | null): string[] {
  const order = [...parameters.keys()].sort((a, b) => (weights?.[b] ?? 0) - (weights?.[a] ?? 0));
  return order.map(index => parameters[index].name);
}

/** How many shades there are between the worst and the best. */
const SHADES = 7;

function paintSurface(
  { context, colours }: Stage,
  { left, top, width, height }: Frame,
  cells: Float64Array,
  sign: number
): void {
  const known = [...cells].filter(value => !Number.isNaN(value));
  const [low, high] = [Math.min(...known), Math.max(...known)];
  if (!(high > low)) {
    return;
  }
  // At whole pixels, so that no seams are seen between the cells.
  const across = (place: number) => Math.round(left + (place * width) / CELLS);
  const up = (place: number) => Math.round(top + height - (place * height) / CELLS);
  context.fillStyle = colours.brand;
  cells.forEach((value, cell) => {
    const share = sign > 0 ? (value - low) / (high - low) : (high - value) / (high - low);
    context.globalAlpha = 0.04 + (0.5 * Math.floor(share * SHADES)) / SHADES;
    const [x, y] = [cell % CELLS, Math.floor(cell / CELLS)];
    context.fillRect(across(x), up(y + 1), across(x + 1) - across(x), up(y) - up(y + 1));
  });
  context.globalAlpha = 1;
}
