import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

/** The parameters of a run or a step, and what they were. */
export function Parameters(props: {
  parameters: readonly { name: string; value: string }[];
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { parameters, trans } = props;
  return parameters.length === 0 ? null : (
    <dl className="kfl-Run-parameters" aria-label={trans.__('Parameters')}>
      {parameters.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
