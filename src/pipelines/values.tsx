import type { TranslationBundle } from '@jupyterlab/translation';
import type { ValueSummary } from '@kubeflow-lab/schema';
import * as React from 'react';

import { TextTable, formatBytes } from '../components';
import { isModel, type MadeModel } from '../models';
import { headTable } from './headTable';
import { MadeModels } from './made';
import type { TakenValue } from './taken';

/** The values that a step stored for others: what they are, and how they begin. */
export function StoredValues(props: {
  values: readonly ValueSummary[];
  /** What is served from them. */
  models: readonly MadeModel[];
  onModel: (name: string) => void;
  /** Serves a stored value; missing where nothing can be done. */
  onDeploy?: (output: string) => void;
  /** Loads a stored value into a notebook; missing where there is none. */
  onLoad?: (output: string) => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { values, models, onModel, onDeploy, onLoad, trans } = props;
  return (
    <ValueTable
      caption={trans.__('Stored values')}
      rows={values.map(value => ({
        name: value.name,
        value,
        actions: (
          <>
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
            <MadeModels
              models={models.filter(({ output }) => output === value.name)}
              onModel={onModel}
              trans={trans}
            />
          </>
        )
      }))}
      trans={trans}
    />
  );
}

/** The values that a step took, each leading to the step that stored it. */
export function TakenValues(props: {
  values: readonly TakenValue[];
  onStep: (id: string) => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { values, onStep, trans } = props;
  return (
    <ValueTable
      caption={trans.__('Taken values')}
      from={trans.__('From')}
      rows={values.map(({ name, value, step, place }) => ({
        name,
        value,
        from:
          step === null ? (
            place
          ) : (
            <button type="button" className="kfl-Link" onClick={() => onStep(step.id)}>
              {step.name}
            </button>
          )
      }))}
      trans={trans}
    />
  );
}

interface Row {
  name: string;
  /** Null where nothing more is known of it. */
  value: ValueSummary | null;
  from?: React.ReactNode;
  actions?: React.ReactNode;
}

function ValueTable(props: {
  caption: string;
  /** The head of a column that says where values are from; missing where there is none. */
  from?: string;
  rows: readonly Row[];
  trans: TranslationBundle;
}): React.JSX.Element {
  const { caption, from, rows, trans } = props;
  const columns = from === undefined ? 4 : 5;
  return (
    <table className="kfl-Step-values">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th>{trans.__('Name')}</th>
          {from !== undefined && <th>{from}</th>}
          <th>{trans.__('Type')}</th>
          <th>{trans.__('Shape')}</th>
          <th>{trans.__('Size')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, value, from: source, actions }) => (
          <React.Fragment key={name}>
            <tr>
              <td>
                <code>{name}</code>
                {actions}
              </td>
              {from !== undefined && <td>{source}</td>}
              <td>{value?.type}</td>
              <td>{value?.shape}</td>
              <td>{value && formatBytes(value.bytes)}</td>
            </tr>
            {value?.head && (
              <tr className="kfl-Step-valueHead">
                <td colSpan={columns}>
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
  return table === null ? (
    <pre tabIndex={0}>{head}</pre>
  ) : (
    <div tabIndex={0}>
      <TextTable head={table.columns} rows={table.rows} className="kfl-HeadTable" namedRows />
    </div>
  );
}
