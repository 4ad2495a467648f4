/** What is subscribed to in all projects at once. */
import { Readable } from 'node:stream';

import { listDeed } from '../read.js';
import type { ServedKind } from '../kinds/served.js';
import type { Services } from '../services.js';
import type { EventStream, OpenSubscription, Pieces } from './event-stream.js';
import { ItemEvents } from './item-events.js';

/** So many questions about one person's rights are asked at the same time. */
const AT_ONCE = 8;
/** So long after a change the API server may still answer as before it. */
const SETTLING_MS = 10_000;

/** What is taken for the answer where asking failed: in that project or, without one, in the whole cluster. */
type Otherwise = (error: unknown, namespace?: string) => boolean;

/** The objects of a kind in all projects in which the caller may list them. */
export class Everywhere implements OpenSubscription {
  /** The projects whose objects the client has. */
  private shown: ReadonlySet<string> = new Set();
  /** Those in which the caller has no right; each is asked about again when rights change there. */
  private readonly hidden = new Set<string>();
  private changedAt = -Infinity;
  private stopWatching = () => {};
  private ended = false;
  private readonly events: ItemEvents;

  constructor(
    private readonly services: Services,
    private readonly stream: EventStream,
    id: string,
    private readonly kind: ServedKind
  ) {
    this.events = new ItemEvents(stream, id);
  }

  /** Has the snapshot sent; throws a problem where the cluster does not have the kind, and what asking for rights throws. */
  async begin(): Promise<void> {
    this.kind.demandInstalled();
    this.stopWatching = this.services.cache.onRightsChange(namespace =>
      this.rightsChanged(namespace)
    );
    try {
      this.shown = await this.projects();
    } catch (error) {
      this.end();
      throw error;
    }
    this.events.begin(
      this.kind.feed,
      () => this.list(),
      event => this.shown.has(event.namespace)
    );
  }

  /** Tells of the projects that came and went, and of those in which the caller's right did. */
  async recheck(): Promise<void> {
    const before = this.shown;
    const now = await this.projects((error, namespace) => {
      // Not known just now; it is asked again soon.
      this.services.logger.debug({ err: error as Error }, 'access could not be looked at again');
      return namespace !== undefined && before.has(namespace);
    });
    if (this.ended) {
      return;
    }
    const { feed } = this.kind;
    for (const namespace of [...this.shown].filter(name => !now.has(name))) {
      for (const { item } of feed.page(namespace, Infinity, null).items) {
        const { uid = '', name } = item.object.metadata;
        this.events.tell({ type: 'removed', uid, name, namespace });
      }
    }
    for (const namespace of [...now].filter(name => !this.shown.has(name))) {
      for (const { text, item } of feed.page(namespace, Infinity, null).items) {
        this.events.tell({ type: 'changed', text, name: item.object.metadata.name, namespace });
      }
    }
    this.shown = now;
  }

  end(): void {
    this.ended = true;
    this.stopWatching();
    this.events.end();
  }

  private rightsChanged(namespace?: string): void {
    this.changedAt = Date.now();
    if (namespace === undefined) {
      this.hidden.clear();
    } else {
      this.hidden.delete(namespace);
    }
  }

  /**
   * The projects in which the caller may list the kind.
   * @param otherwise says so where the API server does not
   */
  private async projects(
    otherwise: Otherwise = error => {
      throw error;
    }
  ): Promise<ReadonlySet<string>> {
    const names = this.services.cache.projects.store.list().map(o => o.metadata?.name ?? '');
    // One question, not hundreds, for whoever may see everything.
    if (await this.mayList().catch(otherwise)) {
      return new Set(names);
    }
    const allowed = await Readable.from(names.filter(name => !this.hidden.has(name)))
      .filter((name: string) => this.isVisible(name, otherwise), { concurrency: AT_ONCE })
      .toArray();
    return new Set(allowed as string[]);
  }

  private async isVisible(name: string, otherwise: Otherwise): Promise<boolean> {
    try {
      const allowed = await this.mayList(name);
      if (!allowed && Date.now() - this.changedAt > SETTLING_MS) {
        this.hidden.add(name);
      }
      return allowed;
    } catch (error) {
      return otherwise(error, name);
    }
  }

  private mayList(namespace?: string): Promise<boolean> {
    const deed = listDeed(this.kind.definition.resource, namespace);
    return this.services.access.allowed(this.stream.caller.identity, deed);
  }

  private list(): Pieces {
    const lists = [...this.shown]
      .map(namespace => this.kind.feed.json(namespace))
      .filter(list => list.length > '[]'.length);
    const pieces = lists.flatMap((list, index) => [index > 0 ? ',' : '[', list.subarray(1, -1)]);
    return [...(pieces.length > 0 ? pieces : ['[']), ']'];
  }
}
