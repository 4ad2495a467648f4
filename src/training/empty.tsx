import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { CopyButton } from '../components';
import { STARTER } from './starter';

/** What the panel shows without jobs: how to start one. */
export function EmptyState(props: {
  onInsert: () => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { onInsert, trans } = props;
  return (
    <div className="kfl-State">
      <h3>{trans.__('No training jobs yet')}</h3>
      <p>
        {trans.__(
          'A cell that begins with %1 runs on the cluster, in as many replicas as you say. Try this one:',
          '%%tfjob'
        )}
      </p>
      <pre className="kfl-State-code" tabIndex={0}>
        {STARTER}
      </pre>
      <div className="kfl-State-actions">
        <button type="button" className="kfl-Button kfl-mod-main" onClick={onInsert}>
          {trans.__('Insert into notebook')}
        </button>
        <CopyButton label={trans.__('Copy')} text={() => STARTER} trans={trans} />
      </div>
    </div>
  );
}
