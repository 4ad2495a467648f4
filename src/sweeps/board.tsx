import type { TranslationBundle } from '@jupyterlab/translation';
import type { ExperimentSummary } from '@kubeflow-lab/schema';
import * as React from 'react';

import { bestSoFar, importance } from '../charts/analysis';
import { Board } from '../charts/board';
import { Curves } from '../charts/curves';
import { ParallelPlot } from '../charts/parallelPlot';
import { Scatter } from '../charts/scatter';
import { formatMetric, formatValue } from '../components';
import { boardDataOf } from './boardData';
import { Contour } from './contour';
import { Figure } from './figure';
import { Importance } from './importance';
import { Pareto } from './pareto';
import { rangeOf } from './trials';

export interface SweepBoardProps {
  summary: ExperimentSummary;
  /** The sweep's name, for files. */
  name: string;
  /** Only what says most, for a card. */
  brief: boolean;
  chosen: string | null;
  onChoose: (trial: string | null) => void;
  /** Gets the names of the trials that are chosen in the pictures; null where none are left out. */
  onFilter: (trials: ReadonlySet<string> | null) => void;
  trans: TranslationBundle;
}

/** How long after the last move of the pointer what is no picture follows. */
const FOLLOW_MS = 120;

/** All pictures of a sweep. Choosing in one filters all. */
export default function SweepBoard(props: SweepBoardProps): React.JSX.Element {
  const { summary, name, brief, trans } = props;
  const data = React.useMemo(() => boardDataOf(summary, trans.__('Trial')), [summary, trans]);
  const { board, shown } = useBoard(data, props);
  const tip = (row: number) => tipOf(summary, row, trans);
  const weights = React.useMemo(() => importance(data.parameters, data.objective.raw), [data]);
  const best = React.useMemo(() => bestLine(data), [data]);
  const { metric, type } = summary.objective;
  const common = { board, tip };
  return (
    <>
      <p className="kfl-Sweep-filter" aria-live="polite">
        {shown === null
          ? trans.__('Draw over a picture to choose trials; a click picks one out.')
          : trans.__('%1 of %2 trials are chosen.', shown, summary.trials.length)}
        {shown !== null && (
          <button type="button" className="kfl-Button" onClick={() => board.clear()}>
            {trans.__('Show all')}
          </button>
        )}
      </p>
      <div className="kfl-Sweep-charts">
        <Figure
          {...{ name, trans }}
          what="history"
          caption={
            type === 'minimize'
              ? trans.__('%1 of each trial, and the best so far (less is better)', metric)
              : trans.__('%1 of each trial, and the best so far (more is better)', metric)
          }
        >
          <Scatter
            {...common}
            label={trans.__('%1 of each trial', metric)}
            x={data.number}
            y={data.objective}
            line={best}
            stepped
          />
        </Figure>
        {!brief && weights !== null && <Importance {...{ data, weights, trans }} />}
        <Figure
          {...{ name, trans }}
          what="parallel"
          wide
          caption={trans.__('Parameters and result; stronger lines are better')}
        >
          <ParallelPlot
            {...common}
            label={trans.__('Parallel coordinates of the trials')}
            columns={[...data.parameters, data.objective]}
          />
        </Figure>
        {!brief && <Details {...{ data, board, name, weights, tip, trans }} />}
      </div>
    </>
  );
}

/** The pictures that one looks at to understand a sweep, not to follow it. */
function Details(props: {
  data: Board['data'];
  board: Board;
  name: string;
  weights: number[] | null;
  tip: (row: number) => string;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { data, board, name, tip, trans } = props;
  const metric = data.objective.name;
  return (
    <>
      <Figure
        {...{ name, trans }}
        what="slices"
        wide
        caption={trans.__('%1 by each parameter', metric)}
      >
        <div className="kfl-Sweep-slices">
          {data.parameters.map(column => (
            <Scatter
              key={column.name}
              {...{ board, tip }}
              label={trans.__('%1 by %2', metric, column.name)}
              x={column}
              y={data.objective}
              height={170}
            />
          ))}
        </div>
      </Figure>
      {data.parameters.length > 1 && <Contour {...props} />}
      {data.curves.some(curve => curve.length > 1) && (
        <Figure
          {...{ name, trans }}
          what="curves"
          caption={
            data.stopped.includes(true)
              ? trans.__('%1 within each trial; dashed: stopped early', metric)
              : trans.__('%1 within each trial', metric)
          }
        >
          <Curves
            {...{ board, tip }}
            label={trans.__('%1 within each trial', metric)}
            names={{ step: trans.__('Value number'), value: metric }}
          />
        </Figure>
      )}
      {data.others.length > 0 && <Pareto {...props} />}
    </>
  );
}

/** The board of some trials, kept while they change, and how many of them are chosen; null where none are left out. */
function useBoard(
  data: Board['data'],
  { chosen, onChoose, onFilter }: SweepBoardProps
): { board: Board; shown: number | null } {
  const [board] = React.useState(() => new Board(data));
  const [shown, setShown] = React.useState<number | null>(null);
  const told = React.useRef({ onChoose, onFilter });
  told.current = { onChoose, onFilter };
  // Before anything is painted: columns and trials must be of one time.
  React.useLayoutEffect(() => {
    if (board.data !== data) {
      board.update(data);
    }
  }, [board, data]);
  React.useEffect(() => {
    board.choose(chosen === null ? null : placeOf(board.data.names, chosen));
  }, [board, chosen]);
  React.useEffect(() => {
    let timer = 0;
    const follow = () => {
      const { names } = board.data;
      const rows = [...board.passing.keys()].filter(row => board.passing[row] === 1);
      setShown(board.isFiltered ? rows.length : null);
      told.current.onFilter(board.isFiltered ? new Set(rows.map(row => names[row])) : null);
      told.current.onChoose(board.chosen === null ? null : names[board.chosen]);
    };
    const end = board.onChange(() => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => React.startTransition(follow), FOLLOW_MS);
    });
    return () => {
      window.clearTimeout(timer);
      end();
    };
  }, [board]);
  return { board, shown };
}

function placeOf(names: readonly string[], name: string): number | null {
  const place = names.indexOf(name);
  return place < 0 ? null : place;
}

/** The best value so far as a line from trial to trial. */
function bestLine({ objective, number, sign }: Board['data']): [number, number][] {
  return [...bestSoFar(objective.raw, sign)].flatMap((value, row): [number, number][] =>
    Number.isNaN(value) ? [] : [[number.at(row + 1), objective.at(value)]]
  );
}

/** What stands beside the pointer: the trial, its result and its values. */
function tipOf(
  { trials, objective }: ExperimentSummary,
  row: number,
  trans: TranslationBundle
): string {
  const { name, parameters, metrics, curve } = trials[row];
  const found = metrics[objective.metric];
  const last = curve?.at(-1)?.[1];
  const result = found
    ? formatValue(found.value) || rangeOf(found, trans)
    : last !== undefined && formatMetric(last);
  const values = Object.entries(parameters).map(([key, text]) => `${key} = ${formatValue(text)}`);
  return [name, ...(result ? [`${objective.metric} = ${result}`] : []), ...values].join('\n');
}
