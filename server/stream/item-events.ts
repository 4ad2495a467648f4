import type { FeedEvent } from '../cache/item-feed.js';
import type { ServedKind } from '../kinds/served.js';
import type { EventStream, Pieces } from './event-stream.js';

/** What a subscription to objects tells its client; each item is JSON already. */
export class ItemEvents {
  private readonly subscription: string;
  /** What stops the telling; null before the list is sent. */
  private forget: (() => void) | null = null;
  private ended = false;

  constructor(
    private readonly stream: EventStream,
    private readonly id: string
  ) {
    this.subscription = JSON.stringify(id);
  }

  /**
   * Sends a list when it is its turn, and from then on what changes.
   * @param list a JSON array, in pieces; asked for when it is sent
   * @param wanted which changes are told
   */
  begin(feed: ServedKind['feed'], list: () => Pieces, wanted: (event: FeedEvent) => boolean): void {
    this.stream.sendList(() => {
      if (this.ended) {
        return null;
      }
      const items = list();
      this.forget = feed.onEvent(event => {
        if (wanted(event)) {
          this.tell(event);
        }
      });
      return [`{"subscription":${this.subscription},"items":`, ...items, '}'];
    });
  }

  /** Tells what is not in the list; before that is sent there is nothing to be told. */
  tell(event: FeedEvent): void {
    if (this.forget === null) {
      return;
    }
    if (event.type === 'changed') {
      this.stream.sendJson('changed', `{"subscription":${this.subscription},"item":${event.text}}`);
      return;
    }
    const { uid, name, namespace } = event;
    this.stream.send('removed', { subscription: this.id, uid, name, namespace });
  }

  end(): void {
    this.ended = true;
    this.forget?.();
  }
}
