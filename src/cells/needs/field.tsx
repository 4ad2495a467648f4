import * as React from 'react';

import { Field } from '../../components';
import type { Wrong } from './check';
import type { NeedsFields, TextField } from './fields';

/** What every field of the form is given. */
export interface FieldState {
  fields: NeedsFields;
  /** What is to be seen already of what is wrong. */
  wrong: Wrong;
  /** What holds where the step says nothing. */
  otherwise: NeedsFields;
  change: (changed: Partial<NeedsFields>) => void;
  /** Says that a person has left a field. */
  leave: (field: keyof NeedsFields) => void;
}

interface FieldProps extends FieldState {
  name: TextField;
  label: string;
  /** What the field is for, where its label does not say it. */
  help?: string;
}

/** A line of text; the grey text in it is what holds without it. */
export function TextInput(
  props: FieldProps & { placeholder: string; choices?: readonly string[] }
): React.JSX.Element {
  const { name, placeholder, fields, otherwise, choices = [], change, leave } = props;
  const list = React.useId();
  return (
    <Field {...said(props)}>
      {bound => (
        <>
          <input
            {...bound}
            className="kfl-Filter"
            autoComplete="off"
            spellCheck={false}
            list={choices.length > 0 ? list : undefined}
            placeholder={otherwise[name] || placeholder}
            value={fields[name]}
            onChange={({ target }) => change({ [name]: target.value })}
            onBlur={() => leave(name)}
          />
          {choices.length > 0 && (
            <datalist id={list}>
              {choices.map(choice => (
                <option key={choice} value={choice} />
              ))}
            </datalist>
          )}
        </>
      )}
    </Field>
  );
}

/** One of a few values. */
export function Choice(
  props: FieldProps & { options: readonly { value: string; label: string }[] }
): React.JSX.Element {
  const { name, fields, options, change, leave } = props;
  return (
    <Field {...said(props)}>
      {bound => (
        <select
          {...bound}
          className="kfl-Select"
          value={fields[name]}
          onChange={({ target }) => change({ [name]: target.value })}
          onBlur={() => leave(name)}
        >
          {options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** What `Field` of the components needs of such a field. */
function said({ name, label, help, wrong }: FieldProps) {
  const message = wrong[name];
  const problems = message === undefined ? [] : [{ message, severity: 'error' as const }];
  return { label, hint: help, problems };
}
