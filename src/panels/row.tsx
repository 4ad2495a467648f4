import type { TranslationBundle } from '@jupyterlab/translation';
import type { Item } from '@kubeflow-lab/schema';
import * as React from 'react';
import { Age, formatMetric, StatePill } from '../components';
import type { IObjectActions } from '../tokens';
import { type KindDescription, type PanelSummary, refOf } from './kind';

interface ItemRowProps {
  kind: KindDescription;
  item: Item<PanelSummary>;
  now: number;
  actions: IObjectActions;
  trans: TranslationBundle;
}

/** One object of a list: its name and state, the sentence, and a line of facts. */
export const ItemRow = React.memo(function ItemRow(props: ItemRowProps): React.JSX.Element {
  const { kind, item, now, actions, trans } = props;
  const { summary, object } = item;
  const { name } = object.metadata;
  const metric = kind.metric?.(item);
  return (
    <li className="kfl-ItemRow" data-name={name}>
      <button
        type="button"
        className="kfl-ItemRow-open"
        onClick={() => actions.open(refOf(kind, item))}
      >
        <span className="kfl-ItemRow-line">
          <strong className="kfl-ItemRow-name" title={name}>
            {name}
          </strong>
          <StatePill phase={summary.phase} lasting={kind.lasting} trans={trans} />
        </span>
        <span className="kfl-ItemRow-message" title={summary.message}>
          {summary.message}
        </span>
        <span className="kfl-ItemRow-facts">
          <span>{object.kind}</span>
          {kind.facts?.(item).map(fact => (
            <span key={fact}>{fact}</span>
          ))}
          <Age createdAt={summary.createdAt} now={now} trans={trans} />
          {metric && (
            <span className="kfl-ItemRow-metric" title={metric.name}>
              {`${metric.name} `}
              <b>{formatMetric(metric.value)}</b>
            </span>
          )}
        </span>
      </button>
      <button
        type="button"
        className="kfl-IconButton"
        title={trans.__('Delete %1', name)}
        aria-label={trans.__('Delete %1', name)}
        onClick={() => void actions.delete(refOf(kind, item))}
      >
        <DeleteIcon />
      </button>
    </li>
  );
});

function DeleteIcon(): React.JSX.Element {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d="M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9M6.8 7v4M9.2 7v4" />
    </svg>
  );
}
