import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

/** A commit of git by the begin of its hash, with a + where files differed from it. */
export function Commit(props: {
  commit: string;
  /** Null where nobody knows. */
  changed: boolean | null;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { commit, changed, trans } = props;
  return (
    <code
      className="kfl-Commit"
      title={
        changed
          ? trans.__('Commit %1, with changes that it does not hold', commit)
          : trans.__('Commit %1', commit)
      }
    >
      {commit.slice(0, 8)}
      {changed ? '+' : ''}
    </code>
  );
}
