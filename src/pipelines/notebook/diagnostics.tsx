import type { TranslationBundle } from '@jupyterlab/translation';
import type { Diagnostic } from '@kubeflow-lab/compiler';
import * as React from 'react';

/** What is wrong with a notebook, as a list that leads to the cells. */
export function Diagnostics(props: {
  diagnostics: readonly Diagnostic[];
  onCell: (id: string) => void;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { diagnostics, onCell, trans } = props;
  return diagnostics.length === 0 ? null : (
    <ul className="kfl-Diagnostics" aria-label={trans.__('Problems')}>
      {diagnostics.map(({ cell, line, message, severity }, index) => (
        <li key={index} className={`kfl-mod-${severity}`}>
          {cell === null ? (
            <Message text={message} />
          ) : (
            <button type="button" title={trans.__('Show the cell')} onClick={() => onCell(cell)}>
              <Message text={message} />
              {line !== null && <span> {trans.__('(line %1)', line)}</span>}
            </button>
          )}
        </li>
      ))}
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
