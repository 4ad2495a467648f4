import { diffLines } from '@kubeflow-lab/resources';
import * as React from 'react';

/** How many lines stand around a change. */
const AROUND = 3;

/** Two texts line by line, where they differ. */
export function Difference(props: { texts: [string, string]; label: string }): React.JSX.Element {
  const lines = diffLines(...props.texts);
  const shown = lines.map((_, index) =>
    lines.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(({ kind }) => kind !== 'same')
  );
  return (
    <pre className="kfl-Form-diff" tabIndex={0} aria-label={props.label}>
      {lines.map(({ kind, text }, index) =>
        shown[index] ? (
          <span key={index} className={`kfl-mod-${kind}`}>
            {`${kind === 'added' ? '+' : kind === 'removed' ? '−' : ' '} ${text}\n`}
          </span>
        ) : (
          shown[index - 1] && (
            <span key={index} className="kfl-mod-same">
              {'  ⋯\n'}
            </span>
          )
        )
      )}
    </pre>
  );
}
