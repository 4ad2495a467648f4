import { UseSignal } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { CopyButton, JobLog, JobSummary, Replicas } from '../components';
import { isFinal } from '../components/phase';
import type { IPlatform } from '../tokens';
import type { Card, CardItem } from './card';
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
        <CardBody card={model.card} item={model.item} source={model.source} platform={platform} />
      )}
    </UseSignal>
  );
}

interface CardBodyProps {
  card: Card | null;
  item: CardItem | null;
  source: CardSource;
  platform: IPlatform;
}

function CardBody({ card, item, source, platform }: CardBodyProps): React.JSX.Element {
  const { trans, live } = platform;
  if (!card) {
    return <p className="kfl-Note">{trans.__('This output is not a card that can be shown.')}</p>;
  }
  const summary = item?.summary ?? null;
  const connected = source === 'live' || source === 'offline';
  return (
    <article className="kfl-Card" aria-label={`${card.kind} ${card.name}`}>
      <JobSummary {...card} summary={summary} trans={trans}>
        <CardActions card={card} connected={connected} platform={platform} />
      </JobSummary>
      {noteOf(source, item, trans)}
      {summary && summary.replicas.length > 0 && (
        <Replicas job={card.name} replicas={summary.replicas} trans={trans} />
      )}
      {connected && summary && (
        <CardLog opened={!isFinal(summary.phase)} trans={trans}>
          <JobLog {...{ live, trans }} {...card} replicas={summary.replicas} />
        </CardLog>
      )}
    </article>
  );
}

/** What has to be said of where the card's state comes from; nothing while it is live or final. */
function noteOf(
  source: CardSource,
  item: CardItem | null,
  trans: TranslationBundle
): React.JSX.Element | null {
  const final = item !== null && isFinal(item.summary.phase);
  const text =
    source === 'deleted'
      ? trans.__('This job was deleted from the cluster. What is shown is its last known state.')
      : source === 'offline'
        ? trans.__('No live updates at the moment. They come back by themselves.')
        : source === 'saved' && !final
          ? trans.__(
              'This is the state in which the notebook was saved; there is no connection to the job.'
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
  connected: boolean;
  platform: IPlatform;
}): React.JSX.Element {
  const { card, connected, platform } = props;
  const { trans, actions } = platform;
  const command = `kubectl get ${card.kind.toLowerCase()} ${card.name} --namespace ${card.namespace} --output yaml`;
  return (
    <>
      {connected && actions && (
        <button type="button" className="kfl-Button" onClick={() => actions.open(card)}>
          {trans.__('Show in tab')}
        </button>
      )}
      <CopyButton label={trans.__('Copy kubectl')} text={() => command} trans={trans} />
      {connected && actions && (
        <button
          type="button"
          className="kfl-Button kfl-mod-warn"
          onClick={() => void actions.delete(card)}
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
