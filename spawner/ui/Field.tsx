import type { ReactNode } from 'react';

import { Told } from '../text/Told.js';
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

/** The attributes that tie a control to its error, or else to its hint. */
export function described(
  id: string,
  { hint, error }: { hint?: boolean; error?: string | null }
): { id: string; 'aria-invalid'?: true; 'aria-describedby'?: string } {
  if (error) {
    return { id, 'aria-invalid': true, 'aria-describedby': errorId(id) };
  }
  return hint ? { id, 'aria-describedby': hintId(id) } : { id };
}

/** A label, a control, and below it what is wrong, or else what helps. */
export function Field({ id, label, hint, error, children }: FieldProps): JSX.Element {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      {error ? (
        <p className="field-error" id={errorId(id)}>
          <Icon name="error" />
          <Told text={error} />
        </p>
      ) : null}
      {hint && !error ? (
        <p className="field-hint" id={hintId(id)}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}
