import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { CopyButton } from '../components';
import { STARTER } from './starter';

/** What the panel shows without runs: how to make the first. */
export function EmptyState(props: { trans: TranslationBundle }): React.JSX.Element {
  const { trans } = props;
  return (
    <div className="kfl-State">
      <h3>{trans.__('No runs yet')}</h3>
      <p>
        {trans.__(
          'A notebook becomes a pipeline when its cells say which step they belong to, by a first line %1 or by a tag. Each step runs in a pod of its own; values go from step to step by their names.',
          '%%step'
        )}
      </p>
      <pre className="kfl-State-code" tabIndex={0}>
        {STARTER}
      </pre>
      <p>{trans.__('Then run it on the cluster with %1 in a cell.', '%pipeline submit')}</p>
      <div className="kfl-State-actions">
        <CopyButton label={trans.__('Copy')} text={() => STARTER} trans={trans} />
      </div>
    </div>
  );
}
