import { UseSignal } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Item } from '@kubeflow-lab/schema';
import { CopyButton, ItemLog, SummaryHead } from '../components';
import { isFinal } from '../components/phase';
import type { KindDescription, PanelSummary } from '../panels';
import type { IPlatform, ObjectRef } from '../tokens';
import type { Card } from './card';
import type { CardModel, CardSource } from './model';

interface CardProps {
  model: CardModel;
  platform: IPlatform;
}

/** A card as it is drawn below a cell. */
export function CardView({ model, platform }: CardProps): React.JSX.Element {
  return (
    <UseSignal signal={model.stateChanged}>
      {() => (
        <CardBody
          card={model.card}
          kind={model.kind}
          item={model.item}
          source={model.source}
          platform={platform}
        />
      )}
    </UseSignal>
  );
}

interface CardBodyProps {
  card: Card | null;
  kind: KindDescription | null;
  item: Item<PanelSummary> | null;
  source: CardSource;
  platform: IPlatform;
}

function CardBody(props: CardBodyProps): React.JSX.Element {
  const { card, kind, item, source, platform } = props;
  const { trans, live } = platform;
  if (!card) {
    return <p className="kfl-Note">{trans.__('This output is not a card that can be shown.')}</p>;
  }
  const { namespace, name } = card;
  const connected = source === 'live' || source === 'offline';
  const object = kind && connected ? { plural: kind.plural, namespace, name } : null;
  // Without a live object or the kind's own reader nobody knows whether the picture's fields are there.
  const drawn = kind && item && (connected || kind.card) ? item : null;
  return (
    <article className="kfl-Card" aria-label={`${card.kind} ${name}`}>
      <SummaryHead
        {...card}
        summary={item?.summary ?? null}
        lasting={kind?.lasting}
        facts={drawn ? kind?.facts?.(drawn) : []}
        metrics={drawn ? kind?.metrics?.(drawn) : {}}
        trans={trans}
      >
        <CardActions card={card} object={object} platform={platform} />
      </SummaryHead>
      {noteOf(source, item, trans)}
      {kind && drawn && <kind.picture item={drawn} platform={platform} gone={!connected} />}
      {kind && item && object && (
        <CardLog opened={!isFinal(item.summary.phase)} trans={trans}>
          <ItemLog live={live} object={object} parts={kind.parts?.(item) ?? []} trans={trans} />
        </CardLog>
      )}
    </article>
  );
}

/** What has to be said of where the card's state comes from; nothing while it is live or final. */
function noteOf(
  source: CardSource,
  item: Item<PanelSummary> | null,
  trans: TranslationBundle
): React.JSX.Element | null {
  const final = item !== null && isFinal(item.summary.phase);
  const text =
    source === 'deleted'
      ? trans.__('It was deleted from the cluster. What is shown is its last known state.')
      : source === 'offline'
        ? trans.__('No live updates at the moment. They come back by themselves.')
        : source === 'saved' && !final
          ? trans.__(
              'This is the state in which the notebook was saved; there is no connection to the cluster.'
            )
          : null;
  return text === null ? null : (
    <p className="kfl-Note" role="status">
      {text}
    </p>
  );
}

function CardActions(props: {
  card: Card;
  /** What can be acted on; null where there is no connection to it. */
  object: ObjectRef | null;
  platform: IPlatform;
}): React.JSX.Element {
  const { card, object, platform } = props;
  const { trans, actions } = platform;
  const command = `kubectl get ${card.kind.toLowerCase()} ${card.name} --namespace ${card.namespace} --output yaml`;
  return (
    <>
      {object && actions && (
        <button type="button" className="kfl-Button" onClick={() => actions.open(object)}>
          {trans.__('Show in tab')}
        </button>
      )}
      <CopyButton label={trans.__('Copy kubectl')} text={() => command} trans={trans} />
      {object && actions && (
        <button
          type="button"
          className="kfl-Button kfl-mod-warn"
          onClick={() => void actions.delete(object)}
        >
          {trans.__('Delete')}
        </button>
      )}
    </>
  );
}

/** A fold for the log, which is followed only while it is open. It stays as the person left it. */
function CardLog(props: {
  opened: boolean;
  trans: TranslationBundle;
  children: React.ReactNode;
}): React.JSX.Element {
  const [open, setOpen] = React.useState(props.opened);
  return (
    <details
      className="kfl-Card-log"
      open={open}
      onToggle={event => setOpen((event.target as HTMLDetailsElement).open)}
    >
      <summary>{props.trans.__('Log')}</summary>
      {open && props.children}
    </details>
  );
}
