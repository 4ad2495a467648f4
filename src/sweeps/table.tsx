import type { TranslationBundle } from '@jupyterlab/translation';
import type { ExperimentSummary, TrialSummary } from '@kubeflow-lab/schema';
import * as React from 'react';

import { StatePill, formatValue } from '../components';
import { rangeOf, sortTrials, type Order } from './trials';

interface TableProps {
  summary: ExperimentSummary;
  metrics: readonly string[];
  /** The names of the trials to show; null for all. */
  only: ReadonlySet<string> | null;
  chosen: string | null;
  onChoose: (trial: string | null) => void;
  /** Missing where there are no logs to show. */
  onLog?: (trial: string) => void;
  trans: TranslationBundle;
}

/** Rows beyond these are shown when asked for. */
const PAGE = 100;

/** Every trial with its values, sorted by any column; the best is marked. */
export function TrialTable(props: TableProps): React.JSX.Element {
  const { summary, metrics, only, trans } = props;
  const [order, setOrder] = React.useState<Order>({ column: 'trial', descending: false });
  const [shown, setShown] = React.useState(PAGE);
  const parameters = summary.parameters.map(({ name }) => name);
  const left = summary.trials.filter(({ name }) => only === null || only.has(name));
  const trials = sortTrials({ ...summary, trials: left }, order);
  const columns: [string, string][] = [
    ['trial', trans.__('Trial')],
    ['state', trans.__('State')],
    ...[...parameters, ...metrics].map((name): [string, string] => [name, name])
  ];
  return (
    <div className="kfl-Sweep-tableFrame">
      <table className="kfl-Sweep-table">
        <thead>
          <tr>
            {columns.map(([column, label]) => (
              <ColumnHead key={column} {...{ column, label, order, setOrder }} />
            ))}
            {props.onLog && <td />}
          </tr>
        </thead>
        <tbody>
          {trials.slice(0, shown).map(trial => (
            <Row key={trial.name} {...props} trial={trial} parameters={parameters} />
          ))}
        </tbody>
      </table>
      {trials.length > shown && (
        <button type="button" className="kfl-Button" onClick={() => setShown(shown + PAGE)}>
          {trans.__('Show more (%1 left)', trials.length - shown)}
        </button>
      )}
    </div>
  );
}

function ColumnHead(props: {
  column: string;
  label: string;
  order: Order;
  setOrder: (order: Order) => void;
}): React.JSX.Element {
  const { column, label, order, setOrder } = props;
  const own = order.column === column;
  const sort = own ? (order.descending ? 'descending' : 'ascending') : 'none';
  return (
    <th aria-sort={sort}>
      <button
        type="button"
        onClick={() => setOrder({ column, descending: own ? !order.descending : false })}
      >
        {label}
        {own && (order.descending ? ' ▾' : ' ▴')}
      </button>
    </th>
  );
}

function Row(props: TableProps & { trial: TrialSummary; parameters: string[] }): React.JSX.Element {
  const { trial, parameters, metrics, summary, chosen, onChoose, onLog, trans } = props;
  const { name, phase, message } = trial;
  const classes = [
    name === summary.best?.trial && 'kfl-mod-best',
    name === chosen && 'kfl-mod-chosen'
  ];
  return (
    <tr
      className={classes.filter(Boolean).join(' ')}
      onClick={() => onChoose(name === chosen ? null : name)}
    >
      <NameCell name={name} />
      <td title={message}>
        <StatePill phase={phase} trans={trans} />
        {phase === 'Failed' && <p className="kfl-Sweep-why">{message}</p>}
      </td>
      {parameters.map(parameter => (
        <ValueCell key={parameter} value={trial.parameters[parameter]} />
      ))}
      {metrics.map(metric => (
        <MetricCell key={metric} {...{ trial, metric, summary, trans }} />
      ))}
      {onLog && (
        <td>
          <button
            type="button"
            className="kfl-Button"
            onClick={event => {
              event.stopPropagation();
              onLog(name);
            }}
          >
            {trans.__('Log')}
          </button>
        </td>
      )}
    </tr>
  );
}

/** What of a trial's name tells it from the others of its sweep: Katib ends it with eight letters. */
const NAME_END = 9;

/** The name of a trial; where it is too long its middle is left out. */
function NameCell({ name }: { name: string }): React.JSX.Element {
  return (
    <td title={name}>
      <span className="kfl-Sweep-name">{name.slice(0, -NAME_END)}</span>
      {name.slice(-NAME_END)}
    </td>
  );
}

/** The latest value of a metric, or where it is not known what is. */
function MetricCell(props: {
  trial: TrialSummary;
  metric: string;
  summary: ExperimentSummary;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { trial, metric, summary, trans } = props;
  const found = trial.metrics[metric];
  if (found?.value === '') {
    const title = trans.__('The least and the greatest value; the latest is not known.');
    return <td title={title}>{rangeOf(found, trans)}</td>;
  }
  return <ValueCell value={found?.value ?? soFar(trial, metric, summary)} />;
}

/** The latest value of the objective of a trial that still runs. */
function soFar(trial: TrialSummary, metric: string, summary: ExperimentSummary) {
  const last = metric === summary.objective.metric ? trial.curve?.at(-1)?.[1] : undefined;
  return last === undefined ? undefined : String(last);
}

/** In few digits; all of them stand beside the pointer. */
function ValueCell({ value = '' }: { value?: string }): React.JSX.Element {
  return <td title={value}>{formatValue(value)}</td>;
}
