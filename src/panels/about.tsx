import type { TranslationBundle } from '@jupyterlab/translation';
import type { Item } from '@kubeflow-lab/schema';
import * as React from 'react';
import { CREATED_BY } from './ended';
import type { PanelSummary } from './kind';

/** Where an object comes from, and when: the same for all kinds. */
export function About(props: {
  item: Item<PanelSummary>;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { item, trans } = props;
  const { summary, object } = item;
  const facts: [string, string | null | undefined][] = [
    [trans.__('Created'), timeOf(summary.createdAt)],
    [trans.__('Created by'), creatorOf(object.metadata.annotations?.[CREATED_BY], trans)],
    [trans.__('Started'), timeOf(summary.startedAt)],
    [trans.__('Ended'), timeOf(summary.finishedAt)],
    [trans.__('Notebook'), summary.notebook]
  ];
  return (
    <dl className="kfl-About" aria-label={trans.__('About')}>
      {facts
        .filter(([, fact]) => fact)
        .map(([name, fact]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
    </dl>
  );
}

/** Who made an object, as people say it: what a notebook makes is made by the account of its project. */
export function creatorOf(user: string | undefined, trans: TranslationBundle): string | null {
  const project = /^system:serviceaccount:([^:]+):default-editor$/.exec(user ?? '')?.[1];
  return project === undefined ? (user ?? null) : trans.__('A notebook or job of %1', project);
}

function timeOf(time: string | null): string | null {
  return time ? new Date(time).toLocaleString() : null;
}
