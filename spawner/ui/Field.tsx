import type { ReactNode } from 'react';

import { Icon } from './Icon.js';

export interface FieldProps {
  /** The id of the control that `children` contains. */
  id: string;
  label: string;
  hint?: ReactNode;
  error?: string | null;
  children: ReactNode;
}

export const hintId = (id: string): string => `${id}-hint`;
export const errorId = (id: string): string => `${id}-error`;

/** The attributes that tie a control to its hint and its error. */
export function described(
  id: string,
  { hint, error }: { hint?: boolean; error?: string | null }
): { id: string; 'aria-invalid'?: true; 'aria-describedby'?: string } {
  const ids = [...(error ? [errorId(id)] : []), ...(hint ? [hintId(id)] : [])];
  return {
    id,
    ...(error ? { 'aria-invalid': true as const } : {}),
    ...(ids.length > 0 ? { 'aria-describedby': ids.join(' ') } : {})
  };
}

/** A label, a control, and below it what is wrong or what helps. */
export function Field({ id, label, hint, error, children }: FieldProps): JSX.Element {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      {error ? (
        <p className="field-error" id={errorId(id)}>
          <Icon name="error" />
          {error}
        </p>
      ) : null}
      {hint ? (
        <p className="field-hint" id={hintId(id)}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}
