import * as React from 'react';
import { Field, type FieldProblem } from './field';

interface TextFieldProps {
  label: string;
  hint?: string;
  placeholder?: string;
  problems?: readonly FieldProblem[];
  /** What the object says. */
  value: string;
  /** What the object would say with a text; it shows the text as typed for as long as both are the same. */
  meaning?: (text: string) => string;
  onChange: (text: string) => void;
  onLeave?: () => void;
}

/** One line of text that is kept as it is typed until the object says something else. */
export function TextField(props: TextFieldProps): React.JSX.Element {
  const { label, hint, placeholder, problems, value, onChange, onLeave } = props;
  const { meaning = text => text } = props;
  const [typed, setTyped] = React.useState(value);
  return (
    <Field {...{ label, hint, problems }}>
      {input => (
        <input
          {...input}
          className="kfl-Filter"
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          value={meaning(typed) === value ? typed : value}
          onChange={({ target }) => {
            setTyped(target.value);
            onChange(target.value);
          }}
          onBlur={onLeave}
        />
      )}
    </Field>
  );
}
