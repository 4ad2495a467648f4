import type { TranslationBundle } from '@jupyterlab/translation';
import type { JobFields, JobProblem } from '@kubeflow-lab/resources';
import * as React from 'react';

/** All that is wrong, the errors first, each with its way out. */
export function Problems(props: {
  problems: readonly JobProblem[];
  onFix: (changes: Partial<JobFields>) => void;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { onFix, trans } = props;
  const problems = [...props.problems].sort((a, b) => a.severity.localeCompare(b.severity));
  if (problems.length === 0) {
    return null;
  }
  return (
    <ul className="kfl-Form-problems" aria-label={trans.__('Problems')}>
      {problems.map(({ path, message, severity, fix }) => (
        <li key={`${path} ${message}`} className={`kfl-mod-${severity}`}>
          <span>{message}</span>
          {fix && (
            <button type="button" className="kfl-Button" onClick={() => onFix(fix.changes)}>
              {fix.label}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
