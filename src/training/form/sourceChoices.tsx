import * as React from 'react';

/** A place that code can come from. */
export interface SourceChoice<Source extends { from: string }> {
  from: Source['from'];
  label: string;
  /** What choosing it begins with; null where it cannot be chosen. */
  source: Source | null;
  /** Why it cannot be chosen. */
  why?: string;
}

/** The places that code can come from, of which one is chosen. */
export function SourceChoices<Source extends { from: string }>(props: {
  label: string;
  choices: readonly SourceChoice<Source>[];
  chosen: Source['from'];
  onChoose: (source: Source) => void;
}): React.JSX.Element {
  const { label: title, choices, chosen, onChoose } = props;
  const group = React.useId();
  return (
    <div className="kfl-Form-choices" role="radiogroup" aria-label={title}>
      {choices.map(({ from, label, source, why }) => {
        const wrong = source === null ? why : undefined;
        return (
          <label key={from} title={wrong}>
            <input
              type="radio"
              name={group}
              checked={chosen === from}
              disabled={wrong !== undefined}
              onChange={() => source && onChoose(source)}
            />
            {label}
          </label>
        );
      })}
    </div>
  );
}
