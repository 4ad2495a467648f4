import { VDomModel } from '@jupyterlab/ui-components';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { JSONExt, type ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { isFinal } from '../components/phase';
import type { Feed, Subscription } from '@kubeflow-lab/live';
import type { Item } from '@kubeflow-lab/schema';
import type { KindDescription, PanelSummary } from '../panels';
import type { IPlatform } from '../tokens';
import { type Card, CARD_TYPE, type CardItem, parseCard, snapshotOf } from './card';
import { htmlOf, textOf } from './html';

/** Where what a card shows comes from. */
export type CardSource =
  /** The snapshot of the notebook: there is no server, or it has not answered yet. */
  | 'saved'
  /** The server, now. */
  | 'live'
  /** The server, but the connection is lost at the moment. */
  | 'offline'
  /** The last that was known of an object that the server does not have any more. */
  | 'deleted';

/** A card: its object live where there is a server and a panel for its kind, else as the notebook has it. */
export class CardModel extends VDomModel {
  constructor(private readonly _platform: IPlatform) {
    super();
    // The panels may be put up after the cards of a restored notebook were drawn.
    _platform.kinds.changed.connect(this._meetKind, this);
  }

  /** The card, or null where the output holds none. */
  get card(): Card | null {
    return this._card;
  }

  /** What is known of the card's kind; null while no panel has described it. */
  get kind(): KindDescription | null {
    return this._kind;
  }

  /** What is shown of the object: by its kind, or only what all kinds have where that is not known. */
  get item(): Item<PanelSummary> | null {
    return this._live ?? this._saved;
  }

  get source(): CardSource {
    return this._source;
  }

  /**
   * Takes the output that this card is drawn from. It comes again whenever the output changes, also
   * by our own hand.
   */
  setOutput(output: IRenderMime.IMimeModel): void {
    this._output = output;
    const card = parseCard(output.data[CARD_TYPE]);
    const other = card?.uid !== this._card?.uid || card?.namespace !== this._card?.namespace;
    this._card = card;
    if (other) {
      this._live = null;
      this._source = 'saved';
      this._subscription?.dispose();
      this._subscription = null;
      this._kind = null;
    }
    this._meetKind();
    this.stateChanged.emit();
  }

  override dispose(): void {
    this._platform.kinds.changed.disconnect(this._meetKind, this);
    this._subscription?.dispose();
    super.dispose();
  }

  private _meetKind(): void {
    const card = this._card;
    if (!card || this._kind) {
      return;
    }
    this._kind = this._platform.kinds.find(card.apiVersion, card.kind);
    if (this._kind) {
      void this._follow(card, this._kind);
      this.stateChanged.emit();
    }
  }

  private get _saved(): Item<PanelSummary> | null {
    const snapshot = this._card?.snapshot;
    const read = this._kind?.card?.read;
    return snapshot && read ? { ...snapshot, summary: read(snapshot.summary) } : (snapshot ?? null);
  }

  /** All cards of a project share one subscription, the panel's; a saved card needs none to be shown. */
  private async _follow(card: Card, kind: KindDescription): Promise<void> {
    try {
      const { configured } = await this._platform.status();
      if (!configured || this.isDisposed || this._card?.uid !== card.uid) {
        return;
      }
      const topic = { resource: kind.plural, namespace: card.namespace };
      this._subscription = this._platform.live.subscribe(topic, feed =>
        this._take(feed, card.uid, kind)
      );
    } catch (error) {
      // A card is complete without a server, so this is no news for a person; the panel says it.
      console.info('Kubeflow Lab: the card shows what the notebook saved.', error);
    }
  }

  private _take(feed: Feed, uid: string, kind: KindDescription): void {
    const item = feed.items[uid] as Item<PanelSummary> | undefined;
    if (item) {
      this._live = item;
      this._source = feed.offline ? 'offline' : 'live';
      this._keep(item, kind);
    } else if (feed.state === 'live' && !feed.offline) {
      this._source = 'deleted';
    } else if (this._source === 'live') {
      this._source = 'offline';
    }
    this.stateChanged.emit();
  }

  /** Puts a final state into the output, so that the saved notebook tells it without a server. */
  private _keep(item: Item<PanelSummary>, kind: KindDescription): void {
    const { _output: output, _card: card } = this;
    if (!output || !card || !isFinal(item.summary.phase)) {
      return;
    }
    const snapshot = snapshotOf(item);
    if (JSONExt.deepEqual(plain(snapshot), plain(card.snapshot))) {
      return;
    }
    this._card = { ...card, snapshot: snapshot as CardItem };
    output.setData({
      data: {
        ...output.data,
        [CARD_TYPE]: plain(this._card),
        'text/html': htmlOf(item, kind),
        'text/plain': textOf(item, kind)
      }
    });
  }

  private _output: IRenderMime.IMimeModel | null = null;
  private _card: Card | null = null;
  private _kind: KindDescription | null = null;
  private _live: Item<PanelSummary> | null = null;
  private _source: CardSource = 'saved';
  private _subscription: Subscription | null = null;
}

/** A value as JSON has it, without what is undefined. */
function plain(value: unknown): ReadonlyPartialJSONObject {
  return JSON.parse(JSON.stringify(value)) as ReadonlyPartialJSONObject;
}
