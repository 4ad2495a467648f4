import type { TranslationBundle } from '@jupyterlab/translation';
import type { Diagnostic } from '@kubeflow-lab/compiler';
import * as React from 'react';

/** What can be done about a problem with one click. */
export interface Mending {
  label: string;
  mend: () => void;
}

/** What is wrong with a notebook, as a list that leads to the cells. */
export function Diagnostics(props: {
  diagnostics: readonly Diagnostic[];
  onCell: (id: string) => void;
  /** What mends a problem; null where nothing does, or only its author can decide. */
  mendingOf?: (diagnostic: Diagnostic) => Mending | null;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { diagnostics, onCell, mendingOf = () => null, trans } = props;
  return diagnostics.length === 0 ? null : (
    <ul className="kfl-Diagnostics" aria-label={trans.__('Problems')}>
      {diagnostics.map((diagnostic, index) => {
        const { cell, line, message, severity } = diagnostic;
        const mending = mendingOf(diagnostic);
        return (
          <li key={index} className={`kfl-mod-${severity}`}>
            {cell === null ? (
              <Message text={message} />
            ) : (
              <button
                type="button"
                className="kfl-Diagnostics-place"
                title={trans.__('Show the cell')}
                onClick={() => onCell(cell)}
              >
                <Message text={message} />
                {line !== null && <span> {trans.__('(line %1)', line)}</span>}
              </button>
            )}
            {mending && (
              <button type="button" className="kfl-Button" onClick={mending.mend}>
                {mending.label}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** A message of the compiler, in which names of the notebook stand between backticks. */
function Message({ text }: { text: string }): React.JSX.Element {
  return (
    <>
      {text
        .split('`')
        .map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}
    </>
  );
}
