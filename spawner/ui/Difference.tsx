import { diffLines } from '@kubeflow-lab/resources';

import { t } from '../text/translator.js';

/** So many lines around each change are shown. */
const AROUND = 3;
const SIGNS = { same: ' ', added: '+', removed: '−' } as const;

export interface DifferenceProps {
  before: string;
  after: string;
  label: string;
}

/** What changes between two texts, with the lines around it. */
export function Difference({ before, after, label }: DifferenceProps): JSX.Element {
  const lines = diffLines(before, after);
  const isNear = (index: number): boolean =>
    lines.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(line => line.kind !== 'same');
  if (lines.every(({ kind }) => kind === 'same')) {
    return <p className="quiet">{t('Nothing changes.')}</p>;
  }
  return (
    <pre className="code-box difference" tabIndex={0} role="region" aria-label={label}>
      {lines.map(({ kind, text }, index) =>
        isNear(index) ? (
          <span key={index} className={`line-${kind}`}>{`${SIGNS[kind]} ${text}\n`}</span>
        ) : isNear(index - 1) ? (
          <span key={index}>{'  ⋯\n'}</span>
        ) : null
      )}
    </pre>
  );
}
