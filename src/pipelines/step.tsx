import type { TranslationBundle } from '@jupyterlab/translation';
import type { StepError, StepSummary, ValueSummary } from '@kubeflow-lab/schema';
import * as React from 'react';

import { StatePill, cleanText, formatBytes } from '../components';
import { isModel } from '../models';
import { headTable } from './headTable';

/** What is known of one step: its state, its error as Python wrote it, and the values that it stored. */
export function StepView(props: {
  step: StepSummary;
  /** Missing where there is no log to show. */
  onLog?: () => void;
  onNotebook?: () => void;
  /** Serves a stored value; missing where nothing can be done. */
  onDeploy?: (output: string) => void;
  /** What its cells have shown. */
  shown?: React.ReactNode;
  /** Loads a stored value into a notebook; missing where there is none. */
  onLoad?: (output: string) => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { step, onLog, onNotebook, onDeploy, onLoad, shown, trans } = props;
  return (
    <section className="kfl-Step" aria-label={trans.__('Step %1', step.name)}>
      <header className="kfl-Step-head">
        <h3>{step.name}</h3>
        <StatePill phase={step.phase} trans={trans} />
        {onLog && (
          <button type="button" className="kfl-Button" onClick={onLog}>
            {trans.__('Log')}
          </button>
        )}
        {onNotebook && step.cells.length > 0 && (
          <button type="button" className="kfl-Button" onClick={onNotebook}>
            {trans.__('Open notebook')}
          </button>
        )}
      </header>
      {factsOf(step, trans).map(fact => (
        <p key={fact} className="kfl-Step-fact">
          {fact}
        </p>
      ))}
      {step.error && (
        <pre className="kfl-Step-error" tabIndex={0} aria-label={trans.__('Error')}>
          {asText(step.error)}
        </pre>
      )}
      {step.outputs.length > 0 && (
        <Values values={step.outputs} onDeploy={onDeploy} onLoad={onLoad} trans={trans} />
      )}
      {shown}
    </section>
  );
}

function factsOf(step: StepSummary, trans: TranslationBundle): string[] {
  const { message, exitCode, retries, reusedFrom } = step;
  return [
    message,
    reusedFrom ? trans.__('Not run again: its values come from the run %1.', reusedFrom) : '',
    exitCode ? trans.__('It ended with exit code %1.', exitCode) : '',
    retries > 0
      ? trans._n('It was tried again once.', 'It was tried again %1 times.', retries, retries)
      : ''
  ].filter(fact => fact !== '');
}

/** The values that a step stored for others: what they are, and how they begin. */
function Values(props: {
  values: readonly ValueSummary[];
  onDeploy?: (output: string) => void;
  onLoad?: (output: string) => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { values, onDeploy, onLoad, trans } = props;
  return (
    <table className="kfl-Step-values">
      <caption>{trans.__('Stored values')}</caption>
      <thead>
        <tr>
          <th>{trans.__('Name')}</th>
          <th>{trans.__('Type')}</th>
          <th>{trans.__('Shape')}</th>
          <th>{trans.__('Size')}</th>
        </tr>
      </thead>
      <tbody>
        {values.map(value => (
          <React.Fragment key={value.name}>
            <tr>
              <td>
                <code>{value.name}</code>
                {onLoad && (
                  <button
                    type="button"
                    className="kfl-Button"
                    title={trans.__('Load %1 into the notebook, under its name', value.name)}
                    onClick={() => onLoad(value.name)}
                  >
                    {trans.__('Load')}
                  </button>
                )}
                {onDeploy && isModel(value) && (
                  <button
                    type="button"
                    className="kfl-Button"
                    title={trans.__('Serve %1 as a model', value.name)}
                    onClick={() => onDeploy(value.name)}
                  >
                    {trans.__('Deploy…')}
                  </button>
                )}
              </td>
              <td>{value.type}</td>
              <td>{value.shape}</td>
              <td>{formatBytes(value.bytes)}</td>
            </tr>
            {value.head && (
              <tr className="kfl-Step-valueHead">
                <td colSpan={4}>
                  <Head value={value} />
                </td>
              </tr>
            )}
          </React.Fragment>
        ))}
      </tbody>
    </table>
  );
}

/** How a value begins: a data frame as a table, everything else as the text that it has. */
function Head({ value: { type, head } }: { value: ValueSummary }): React.JSX.Element {
  const table = /^pandas\..*DataFrame$/.test(type) ? headTable(head) : null;
  if (table === null) {
    return <pre tabIndex={0}>{head}</pre>;
  }
  return (
    <div tabIndex={0}>
      <table className="kfl-HeadTable">
        <thead>
          <tr>
            {table.columns.map((name, index) => (
              <th key={index}>{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, place) =>
                place === 0 ? <th key={place}>{cell}</th> : <td key={place}>{cell}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** IPython colours its tracebacks for terminals; a page shows them as text. */
function asText({ traceback, ename, evalue }: StepError): string {
  return cleanText(traceback || `${ename}: ${evalue}`);
}
