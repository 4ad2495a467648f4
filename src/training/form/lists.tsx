import type { JobFields } from '@kubeflow-lab/resources';
import * as React from 'react';
import { type PartProps, problemsOf } from './field';

interface ListProps<T> extends PartProps {
  legend: string;
  field: 'env' | 'volumes';
  items: readonly T[];
  /** What is added by *Add*. */
  blank: T;
  add: string;
  columns: {
    key: keyof T & string;
    label: string;
    placeholder: string;
    choices?: readonly string[];
  }[];
}

/** Rows of two texts each, as variables and volumes. */
function PairList<T extends Record<keyof T, string>>(props: ListProps<T>): React.JSX.Element {
  const { model, legend, field, items, blank, add, columns, problems, onTouch, trans } = props;
  const set = (changed: readonly T[]) =>
    model.change({ [field]: changed } as unknown as Partial<JobFields>);
  const list = React.useId();
  return (
    <fieldset className="kfl-Form-group">
      <legend>{legend}</legend>
      {items.map((item, index) => (
        <div key={index} className="kfl-Form-pair" onBlur={() => onTouch(field)}>
          {columns.map(({ key, label, placeholder, choices }) => (
            <React.Fragment key={key}>
              <input
                className="kfl-Filter"
                aria-label={`${label} ${index + 1}`}
                placeholder={placeholder}
                spellCheck={false}
                autoComplete="off"
                list={choices ? `${list}-${key}` : undefined}
                value={item[key]}
                onChange={({ target }) =>
                  set(
                    items.map((one, at) => (at === index ? { ...one, [key]: target.value } : one))
                  )
                }
              />
              {choices && index === 0 && (
                <datalist id={`${list}-${key}`}>
                  {choices.map(choice => (
                    <option key={choice} value={choice} />
                  ))}
                </datalist>
              )}
            </React.Fragment>
          ))}
          <button
            type="button"
            className="kfl-Button"
            aria-label={trans.__('Remove %1 %2', columns[0].label, index + 1)}
            onClick={() => set(items.filter((_, at) => at !== index))}
          >
            {trans.__('Remove')}
          </button>
          {problemsOf(problems, `${field}.${index}`).map(({ message, severity }) => (
            <p key={message} className={`kfl-FormField-said kfl-mod-problem kfl-mod-${severity}`}>
              {message}
            </p>
          ))}
        </div>
      ))}
      <button type="button" className="kfl-Button" onClick={() => set([...items, blank])}>
        {add}
      </button>
    </fieldset>
  );
}

/** The volumes that every replica mounts. */
export function VolumeFields(props: PartProps): React.JSX.Element {
  const { model, trans } = props;
  return (
    <PairList
      {...props}
      legend={trans.__('Volumes')}
      field="volumes"
      items={model.read.fields.volumes}
      blank={{ claim: '', path: '' }}
      add={trans.__('Add a volume')}
      columns={[
        {
          key: 'claim',
          label: trans.__('Volume'),
          placeholder: trans.__('shared'),
          choices: (model.surroundings.claims ?? []).map(({ name }) => name)
        },
        { key: 'path', label: trans.__('Folder'), placeholder: trans.__('/home/jovyan/data') }
      ]}
    />
  );
}

/** Variables with plain values; what is secret belongs into a Secret, by YAML. */
export function VariableFields(props: PartProps): React.JSX.Element {
  const { model, trans } = props;
  return (
    <PairList
      {...props}
      legend={trans.__('Variables')}
      field="env"
      items={model.read.fields.env}
      blank={{ name: '', value: '' }}
      add={trans.__('Add a variable')}
      columns={[
        { key: 'name', label: trans.__('Variable'), placeholder: trans.__('NAME') },
        { key: 'value', label: trans.__('Value'), placeholder: trans.__('value') }
      ]}
    />
  );
}
