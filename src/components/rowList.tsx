import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

/** A column of texts, or of choices where `options` are given. */
export interface RowColumn<T> {
  key: keyof T & string;
  label: string;
  placeholder?: string;
  /** Texts that are offered; any other can be typed. */
  choices?: readonly string[];
  /** The only values that can be chosen. */
  options?: readonly { value: string; label: string }[];
}

export interface RowProblem {
  message: string;
  /** A warning keeps nobody from going on. */
  severity: 'error' | 'warning';
}

interface RowListProps<T> {
  legend: string;
  /** What the rows are for, where the legend does not say it. */
  help?: string;
  /** What a row is, in a sentence: `volume`. */
  noun: string;
  items: readonly T[];
  /** What *Add* adds. */
  blank: T;
  add: string;
  columns: readonly RowColumn<T>[];
  problems: (index: number) => readonly RowProblem[];
  onChange: (items: T[]) => void;
  /** Called when a person leaves a row. */
  onLeave?: () => void;
  trans: TranslationBundle;
}

/** Rows of a few texts each, as variables and volumes, with what is wrong below a row. */
export function RowList<T extends Record<keyof T, string>>(
  props: RowListProps<T>
): React.JSX.Element {
  const { legend, help, noun, items, blank, add, columns, problems, onChange, onLeave } = props;
  const { trans } = props;
  const list = React.useId();
  const set = (index: number, change: Partial<T>) =>
    onChange(items.map((item, at) => (at === index ? { ...item, ...change } : item)));
  return (
    <fieldset className="kfl-Form-group">
      <legend>{legend}</legend>
      {help && <p className="kfl-FormField-said">{help}</p>}
      {items.map((item, index) => (
        <div
          key={index}
          className="kfl-RowList-row"
          onBlur={({ currentTarget, relatedTarget }) => {
            if (!currentTarget.contains(relatedTarget)) {
              onLeave?.();
            }
          }}
        >
          {columns.map(column => (
            <Cell
              key={column.key}
              column={column}
              label={`${column.label} ${index + 1}`}
              list={`${list}-${column.key}`}
              invalid={problems(index).some(({ severity }) => severity === 'error')}
              value={item[column.key]}
              onChange={value => set(index, { [column.key]: value } as Partial<T>)}
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
          {problems(index).map(({ message, severity }) => (
            <p
              key={message}
              className={`kfl-FormField-said kfl-mod-problem kfl-mod-${severity}`}
              role="alert"
            >
              {message}
            </p>
          ))}
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

function Cell<T>(props: {
  column: RowColumn<T>;
  label: string;
  list: string;
  invalid: boolean;
  value: string;
  onChange: (value: string) => void;
}): React.JSX.Element {
  const { column, label, list, invalid, value, onChange } = props;
  const { placeholder, choices, options } = column;
  return options ? (
    <select
      className="kfl-Select"
      aria-label={label}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    >
      {options.map(option => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  ) : (
    <input
      className="kfl-Filter"
      aria-label={label}
      aria-invalid={invalid}
      placeholder={placeholder}
      spellCheck={false}
      autoComplete="off"
      list={choices ? list : undefined}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}
