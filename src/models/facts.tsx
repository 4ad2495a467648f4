import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { CopyButton } from '../components';

/** What is known of something that is served, by name; what is null is left out. The address can be copied. */
export function Facts(props: {
  facts: readonly (readonly [name: string, value: string | null])[];
  url: string | null;
  trans: TranslationBundle;
  /** More of them. */
  children?: React.ReactNode;
}): React.JSX.Element {
  const { facts, url, trans, children } = props;
  return (
    <dl className="kfl-Model-facts">
      {facts.map(([name, value]) =>
        value === null ? null : (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        )
      )}
      {url !== null && (
        <Fact name={trans.__('Address in the cluster')}>
          {url}
          <CopyButton label={trans.__('Copy')} text={() => url} trans={trans} />
        </Fact>
      )}
      {children}
    </dl>
  );
}

export function Fact(props: { name: string; children: React.ReactNode }): React.JSX.Element {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
