import * as React from 'react';

import type { Fields, Sentences } from './form';

/** What every field of the form is given. */
export interface FieldState {
  fields: Fields;
  wrong: Sentences;
  change: (changed: Partial<Fields>) => void;
}

interface FieldProps extends FieldState {
  name: keyof Fields;
  label: string;
  placeholder?: string;
  /** Something to know of what stands there. */
  note?: React.ReactNode;
  multiline?: boolean;
  /** What may be typed, offered while typing. */
  suggestions?: readonly string[];
  /** Choices; left out, a text is typed. */
  options?: readonly { value: string; label: string }[];
}

/** One field with its label, and below it what is wrong with it. */
export function Field(props: FieldProps): React.JSX.Element {
  const { fields, wrong, change, name, label, placeholder, note, multiline, suggestions, options } =
    props;
  const id = React.useId();
  const sentence = wrong[name];
  const said = sentence ?? note;
  const attributes = {
    id,
    name,
    value: fields[name],
    'aria-invalid': sentence !== undefined,
    'aria-describedby': said ? `${id}-said` : undefined,
    onChange: (event: { target: { value: string } }) => change({ [name]: event.target.value })
  };
  return (
    <div className="kfl-ModelField">
      <label htmlFor={id}>{label}</label>
      {options ? (
        <select className="kfl-Select" {...attributes}>
          {placeholder !== undefined && <option value="">{placeholder}</option>}
          {options.map(option => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : multiline ? (
        <textarea rows={3} spellCheck={false} placeholder={placeholder} {...attributes} />
      ) : (
        <input
          className="kfl-Filter"
          spellCheck={false}
          placeholder={placeholder}
          list={suggestions && `${id}-list`}
          {...attributes}
        />
      )}
      {suggestions && (
        <datalist id={`${id}-list`}>
          {suggestions.map(one => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
      {said && (
        <p
          id={`${id}-said`}
          className={sentence === undefined ? 'kfl-ModelField-note' : 'kfl-ModelField-wrong'}
          role={sentence === undefined ? undefined : 'alert'}
        >
          {said}
        </p>
      )}
    </div>
  );
}

/** Fields beside each other, where there is room. */
export function Row(props: { children: React.ReactNode }): React.JSX.Element {
  return <div className="kfl-ModelField-row">{props.children}</div>;
}
