import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

interface PairsProps<T> {
  legend: string;
  /** What a row is, in a sentence: `volume`. */
  noun: string;
  items: readonly T[];
  /** What *Add* adds. */
  blank: T;
  add: string;
  columns: {
    key: keyof T & string;
    label: string;
    placeholder: string;
    choices?: readonly string[];
  }[];
  /** What is wrong with a row. */
  wrong: (index: number) => string | undefined;
  onChange: (items: T[]) => void;
  trans: TranslationBundle;
}

/** Rows of two texts each, with what is wrong below a row. */
export function Pairs<T extends Record<keyof T, string>>(props: PairsProps<T>): React.JSX.Element {
  const { legend, noun, items, blank, add, columns, wrong, onChange, trans } = props;
  const list = React.useId();
  const set = (index: number, change: Partial<T>) =>
    onChange(items.map((item, at) => (at === index ? { ...item, ...change } : item)));
  return (
    <fieldset className="kfl-Form-group">
      <legend>{legend}</legend>
      {items.map((item, index) => (
        <div key={index} className="kfl-Form-pair">
          {columns.map(({ key, label, placeholder, choices }) => (
            <input
              key={key}
              className="kfl-Filter"
              aria-label={`${label} ${index + 1}`}
              aria-invalid={wrong(index) !== undefined}
              placeholder={placeholder}
              spellCheck={false}
              autoComplete="off"
              list={choices ? `${list}-${key}` : undefined}
              value={item[key]}
              onChange={({ target }) => set(index, { [key]: target.value } as Partial<T>)}
            />
          ))}
          <button
            type="button"
            className="kfl-Button"
            aria-label={trans.__('Remove %1 %2', noun, index + 1)}
            onClick={() => onChange(items.filter((_, at) => at !== index))}
          >
            {trans.__('Remove')}
          </button>
          {wrong(index) !== undefined && (
            <p className="kfl-FormField-said kfl-mod-problem" role="alert">
              {wrong(index)}
            </p>
          )}
        </div>
      ))}
      {columns.map(
        ({ key, choices }) =>
          choices && (
            <datalist key={key} id={`${list}-${key}`}>
              {choices.map(choice => (
                <option key={choice} value={choice} />
              ))}
            </datalist>
          )
      )}
      <button type="button" className="kfl-Button" onClick={() => onChange([...items, blank])}>
        {add}
      </button>
    </fieldset>
  );
}
