import type { JobFields, JobProblem } from '@kubeflow-lab/resources';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { Field } from '../../components';
import type { FormModel } from './model';

/** What the parts of a form need of a job that is being written. A sweep's trials are such jobs, too. */
export type JobPart = Pick<FormModel, 'kind' | 'read' | 'change' | 'surroundings' | 'setSource'>;

/** What every part of the form gets. */
export interface PartProps<Model extends JobPart = JobPart> {
  model: Model;
  /** Problems that are to be seen at their fields already. */
  problems: readonly JobProblem[];
  /** Says that a person has been at a field. */
  onTouch: (field: string) => void;
  trans: TranslationBundle;
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
