import * as React from 'react';

/** What is wrong with a field, in a sentence. A warning keeps nobody from going on. */
export interface FieldProblem {
  message: string;
  severity: 'error' | 'warning';
}

/** What binds an input to its label, its problems and its hint. */
export interface FieldInput {
  id: string;
  'aria-invalid': boolean;
  'aria-describedby': string;
}

interface FieldProps {
  label: string;
  /** Under the field, while nothing is wrong. */
  hint?: string;
  problems?: readonly FieldProblem[];
  children: (input: FieldInput) => React.ReactNode;
}

/** A labelled field of a form with what is wrong with it in a sentence. */
export function Field({ label, hint, problems = [], children }: FieldProps): React.JSX.Element {
  const id = React.useId();
  const described = `${id}-said`;
  const invalid = problems.some(({ severity }) => severity === 'error');
  return (
    <div className={`kfl-FormField${invalid ? ' kfl-mod-invalid' : ''}`}>
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-invalid': invalid, 'aria-describedby': described })}
      <div className="kfl-FormField-said" id={described}>
        {problems.map(({ message, severity }) => (
          <p
            key={message}
            className={`kfl-mod-problem kfl-mod-${severity}`}
            role={severity === 'error' ? 'alert' : undefined}
          >
            {message}
          </p>
        ))}
        {problems.length === 0 && hint && <p>{hint}</p>}
      </div>
    </div>
  );
}
