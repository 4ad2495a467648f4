import { Told } from '../../text/Told.js';
import { errorId } from '../../ui/Field.js';
import { Icon } from '../../ui/Icon.js';
import type { Errors, Field } from './errors.js';

/** What is wrong with a list of fields, at its end; the focus can be led to it. */
export function FieldError({
  field,
  errors
}: {
  field: Field;
  errors: Errors;
}): JSX.Element | null {
  const error = errors[field];
  return error ? (
    <p className="field-error" id={errorId(field)} tabIndex={-1} aria-invalid>
      <Icon name="error" />
      <Told text={error} />
    </p>
  ) : null;
}
