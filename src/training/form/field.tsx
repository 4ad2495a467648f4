import type { JobFields, JobProblem } from '@kubeflow-lab/resources';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { FormModel } from './model';

/** What every part of the form gets. */
export interface PartProps {
  model: FormModel;
  /** Problems that are to be seen at their fields already. */
  problems: readonly JobProblem[];
  /** Says that a person has been at a field. */
  onTouch: (field: string) => void;
  trans: TranslationBundle;
}

interface FieldProps {
  label: string;
  /** Under the field, while nothing is wrong. */
  hint?: string;
  problems: readonly JobProblem[];
  /** Gets what binds the input to its label, its problem and its hint. */
  children: (input: {
    id: string;
    'aria-invalid': boolean;
    'aria-describedby': string;
  }) => React.ReactNode;
}

/** A labelled field with what is wrong with it in a sentence. */
export function Field({ label, hint, problems, children }: FieldProps): React.JSX.Element {
  const id = React.useId();
  const described = `${id}-said`;
  const invalid = problems.some(({ severity }) => severity === 'error');
  return (
    <div className={`kfl-FormField${invalid ? ' kfl-mod-invalid' : ''}`}>
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-invalid': invalid, 'aria-describedby': described })}
      <div className="kfl-FormField-said" id={described}>
        {problems.map(({ message, severity }) => (
          <p key={message} className={`kfl-mod-problem kfl-mod-${severity}`}>
            {message}
          </p>
        ))}
        {problems.length === 0 && hint && <p>{hint}</p>}
      </div>
    </div>
  );
}

/** The problems of a field and of its parts. */
export function problemsOf(problems: readonly JobProblem[], field: string): JobProblem[] {
  return problems.filter(({ path }) => path === field || path.startsWith(`${field}.`));
}

type TextField = 'name' | 'image' | 'cpu' | 'memory' | 'gpu';

/** One line of text that is a field of the job. */
export function TextInput(
  props: PartProps & {
    field: TextField;
    label: string;
    hint?: string;
    placeholder?: string;
    /** Values that are offered. */
    choices?: readonly string[];
  }
): React.JSX.Element {
  const { model, field, label, hint, placeholder, choices, problems, onTouch, trans } = props;
  const { fields, mixed } = model.read;
  const list = React.useId();
  const isMixed = (mixed as string[]).includes(field);
  const said = isMixed
    ? trans.__('The roles differ here; what you write holds for all of them.')
    : hint;
  return (
    <Field label={label} hint={said} problems={problemsOf(problems, field)}>
      {input => (
        <>
          <input
            {...input}
            className="kfl-Filter"
            list={choices && choices.length > 0 ? list : undefined}
            autoComplete="off"
            spellCheck={false}
            placeholder={placeholder}
            value={fields[field]}
            onChange={({ target }) => model.change({ [field]: target.value } as Partial<JobFields>)}
            onBlur={() => onTouch(field)}
          />
          {choices && choices.length > 0 && (
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
