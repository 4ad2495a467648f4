import type { Item } from '@kubeflow-lab/schema';
import * as React from 'react';
import { useFeed } from '../../components';
import type { KindDescription, PanelSummary } from '../../panels';
import type { IPlatform, ObjectRef } from '../../tokens';

export interface OtherJob {
  ref: ObjectRef;
  startedAt: string | null;
}

/** So many jobs beside each other can still be told apart by their colours. */
const MOST = 7;

/** The choice of other objects of the kind, as jobs whose curves are drawn over those of a job. */
export function OtherJobs(props: {
  own: ObjectRef;
  kind: KindDescription;
  platform: IPlatform;
  /** What the choice is called. */
  label?: string;
  chosen: readonly OtherJob[];
  onChange: (chosen: OtherJob[]) => void;
}): React.JSX.Element | null {
  const { own, kind, platform, chosen, onChange } = props;
  const { live, trans } = platform;
  const { label = trans.__('Compare with another job') } = props;
  const feed = useFeed(live, { resource: kind.plural, namespace: own.namespace });
  const jobs = (Object.values(feed.items) as Item<PanelSummary>[])
    .map(({ object, summary }) => ({ name: object.metadata.name, ...summary }))
    .filter(({ name }) => name !== own.name && chosen.every(({ ref }) => ref.name !== name))
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  const add = (name: string) => {
    const found = jobs.find(job => job.name === name);
    if (found) {
      onChange([...chosen, { ref: { ...own, name }, startedAt: found.startedAt }]);
    }
  };
  return (
    <>
      {jobs.length > 0 && chosen.length < MOST && (
        <select
          className="kfl-Select"
          aria-label={label}
          value=""
          onChange={({ target }) => add(target.value)}
        >
          <option value="">{trans.__('Compare with…')}</option>
          {jobs.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      )}
      {chosen.map(({ ref }) => (
        <button
          key={ref.name}
          type="button"
          className="kfl-Button"
          aria-label={trans.__('Leave %1 out', ref.name)}
          title={trans.__('Leave %1 out', ref.name)}
          onClick={() => onChange(chosen.filter(other => other.ref.name !== ref.name))}
        >
          {`${ref.name} ×`}
        </button>
      ))}
    </>
  );
}
