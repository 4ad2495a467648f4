import type { FeedEvent } from '../cache/item-feed.js';
import type { EventStream } from './event-stream.js';

/** What a subscription to objects tells its client; each item is JSON already. */
export class ItemEvents {
  private readonly subscription: string;

  constructor(
    private readonly stream: EventStream,
    private readonly id: string
  ) {
    this.subscription = JSON.stringify(id);
  }

  /** @param items a JSON array, in pieces */
  snapshot(...items: readonly (string | Buffer)[]): void {
    const start = `{"subscription":${this.subscription},"items":`;
    this.stream.sendJson('snapshot', start, ...items, '}');
  }

  tell(event: FeedEvent): void {
    if (event.type === 'changed') {
      this.stream.sendJson('changed', `{"subscription":${this.subscription},"item":${event.text}}`);
      return;
    }
    const { uid, name, namespace } = event;
    this.stream.send('removed', { subscription: this.id, uid, name, namespace });
  }
}
