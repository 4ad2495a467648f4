import type { TranslationBundle } from '@jupyterlab/translation';
import { type ParameterFields, parameterOf, spaceSize, valueCount } from '@kubeflow-lab/resources';
import * as React from 'react';
import { Field, TextField } from '../../components';
import type { JobProblem } from '@kubeflow-lab/resources';
import { type SweepPartProps, problemsAt } from './part';

const BLANK: ParameterFields = {
  name: '',
  type: 'double',
  min: '',
  max: '',
  step: '',
  list: '',
  distribution: 'uniform'
};

/** What is searched: a row for each parameter, and how large the space is. */
export function SpaceFields(
  props: SweepPartProps & { onRead: (() => void) | null }
): React.JSX.Element {
  const { model, problems, onTouch, onRead, trans } = props;
  const { parameters } = model.search;
  const [typed, setTyped] = React.useState<readonly ParameterFields[]>(parameters);
  // What is typed stays as it is, until the object says something else.
  const same =
    JSON.stringify(typed.map(parameterOf)) === JSON.stringify(parameters.map(parameterOf));
  const rows = same ? typed : parameters;
  const set = (changed: readonly ParameterFields[]) => {
    setTyped(changed);
    model.changeSearch({ parameters: [...changed] });
  };
  return (
    <fieldset className="kfl-Form-group">
      <legend>{trans.__('Parameters to search')}</legend>
      {rows.map((row, index) => (
        <ParameterRow
          key={index}
          row={row}
          number={index + 1}
          problems={problems.filter(({ path }) => path.startsWith(`parameters.${index}.`))}
          onChange={change =>
            set(rows.map((one, at) => (at === index ? { ...one, ...change } : one)))
          }
          onRemove={() => set(rows.filter((_, at) => at !== index))}
          onLeave={() => onTouch('parameters')}
          trans={trans}
        />
      ))}
      {problemsAt(problems, 'parameters').map(({ message }) => (
        <p key={message} className="kfl-FormField-said kfl-mod-problem kfl-mod-error" role="alert">
          {message}
        </p>
      ))}
      <div className="kfl-Form-row">
        <button type="button" className="kfl-Button" onClick={() => set([...rows, BLANK])}>
          {trans.__('Add a parameter')}
        </button>
        {onRead && (
          <button
            type="button"
            className="kfl-Button"
            title={trans.__('Such as # 0.0001..0.1 log, behind values in the parameters cell')}
            onClick={onRead}
          >
            {trans.__('Read the ranges of the notebook')}
          </button>
        )}
      </div>
      {rows.length > 0 && (
        <p className="kfl-FormField-said" role="status">
          {sizeSentence(rows, model.search, trans)}
        </p>
      )}
    </fieldset>
  );
}

/** How large the space is, and what of it is tried. */
export function sizeSentence(
  rows: readonly ParameterFields[],
  { algorithm, trials }: { algorithm: string; trials: string },
  trans: TranslationBundle
): string {
  const parameters = rows.map(parameterOf);
  const size = spaceSize(parameters);
  if (size === null) {
    return algorithm === 'grid'
      ? trans.__('A grid has to have an end: give each range a step.')
      : trans.__('There is no end of combinations.');
  }
  const counts = parameters.map(one => valueCount(one) ?? 0);
  const product = counts.length > 1 ? `${counts.join(' × ')} = ${size}` : String(size);
  const most = Number(trials);
  if (algorithm !== 'grid' || !Number.isInteger(most)) {
    return trans._n('%2 combination.', '%2 combinations.', size, product);
  }
  return size <= most
    ? trans.__('%1 combinations; the grid tries all of them, and ends.', product)
    : trans.__('%1 combinations; the grid tries the first %2 of them.', product, most);
}

function ParameterRow(props: {
  row: ParameterFields;
  number: number;
  problems: readonly JobProblem[];
  onChange: (change: Partial<ParameterFields>) => void;
  onRemove: () => void;
  onLeave: () => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { row, number, problems, onChange, onRemove, onLeave, trans } = props;
  const isList = row.type === 'categorical' || row.type === 'discrete';
  const at = (field: string) => problems.filter(({ path }) => path.endsWith(`.${field}`));
  const text = (field: keyof ParameterFields, label: string, placeholder: string) => (
    <TextField
      {...{ label, placeholder }}
      problems={at(field)}
      value={row[field]}
      onChange={typed => onChange({ [field]: typed })}
    />
  );
  const choice = (
    field: 'type' | 'distribution',
    label: string,
    options: readonly [string, string][]
  ) => (
    <Field label={label} problems={at(field)}>
      {input => (
        <select
          {...input}
          className="kfl-Select"
          value={row[field]}
          onChange={({ target }) => onChange({ [field]: target.value })}
        >
          {options.map(([value, shown]) => (
            <option key={value} value={value}>
              {shown}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
  return (
    <div
      className="kfl-SweepForm-parameter"
      role="group"
      aria-label={trans.__('Parameter %1', row.name || number)}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) {
          onLeave();
        }
      }}
    >
      <div className="kfl-Form-row">
        {text('name', trans.__('Variable'), trans.__('lr'))}
        {choice('type', trans.__('Type'), [
          ['double', trans.__('number')],
          ['int', trans.__('whole number')],
          ['categorical', trans.__('list of texts')],
          ['discrete', trans.__('list of numbers')]
        ])}
        <button
          type="button"
          className="kfl-Button"
          aria-label={trans.__('Remove parameter %1', row.name || number)}
          onClick={onRemove}
        >
          {trans.__('Remove')}
        </button>
      </div>
      <div className="kfl-Form-row">
        {isList ? (
          text(
            'list',
            trans.__('Values'),
            row.type === 'discrete' ? '32, 64, 128' : trans.__('adam, sgd')
          )
        ) : (
          <>
            {text('min', trans.__('From'), '0.0001')}
            {text('max', trans.__('To'), '0.1')}
            {text('step', trans.__('Step'), row.type === 'int' ? '1' : trans.__('none'))}
            {choice('distribution', trans.__('Scale'), [
              ['uniform', trans.__('even')],
              ['logUniform', trans.__('log')]
            ])}
          </>
        )}
      </div>
    </div>
  );
}
