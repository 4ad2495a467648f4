import * as React from 'react';

/** An object that is written by form and as YAML. */
interface Written {
  text: string;
  /** Why the text is not such an object; null where it is. */
  textProblem: string | null;
  type: (text: string) => Promise<void>;
}

/** The YAML of what a form makes, which can be changed there too. */
export function YamlText({ label, model }: { label: string; model: Written }): React.JSX.Element {
  return (
    <>
      <textarea
        className="kfl-Create-text kfl-Form-yaml"
        aria-label={label}
        aria-invalid={model.textProblem !== null}
        spellCheck={false}
        wrap="off"
        value={model.text}
        onChange={({ target }) => void model.type(target.value)}
      />
      {model.textProblem !== null && (
        <p className="kfl-Create-wrong" role="alert">
          {model.textProblem}
        </p>
      )}
    </>
  );
}
