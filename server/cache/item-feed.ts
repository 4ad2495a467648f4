/** Items of one kind, computed once for everybody and told when they differ. */
import { keyOf } from '@kubeflow-lab/kube';
import type { Change, ObjectKey, StoreReader } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';
import type { Item, Summary } from '@kubeflow-lab/schema';

import { storeKey } from './cluster-cache.js';

export type FeedEvent =
  /** `text`: the item as JSON, which every reader is sent. */
  | { type: 'changed'; text: string; namespace: string; name: string }
  | { type: 'removed'; uid: string; namespace: string; name: string };

export interface Related {
  /** Tells which of the kind's objects (store keys) a change elsewhere concerns. */
  onChange(concern: (keys: readonly string[]) => void): void;
}

export interface FeedOptions<O extends KubeObject, S extends Summary> {
  primary: StoreReader<O>;
  related: readonly Related[];
  summarize(object: O): S;
  /**
   * What must be waited for before this state of the object is told; null where nothing. A state never seen before is
   * told at once.
   */
  settle?(object: O): Promise<void> | null;
}

/** Changes that come together are told together. */
const DELAY_MS = 50;
/** Sentences that depend on the time are looked at again this often. */
const REFRESH_MS = 15_000;

interface Known<S extends Summary> {
  item: Item<S>;
  text: string;
}

/** Where an object stands in the order of a list: when it was made, and its name. */
export type Place = readonly [createdAt: string, name: string];

export interface Page<S extends Summary> {
  items: Known<S>[];
  /** Null where nothing follows. */
  end: Place | null;
}

export class ItemFeed<O extends KubeObject, S extends Summary> {
  private readonly known = new Map<string, Known<S>>();
  private readonly dirty = new Set<string>();
  /**
   * The list of each namespace that was asked for, until it changes: after a restart all people of a project ask for the
   * same.
   */
  private readonly lists = new Map<string, Buffer>();
  private readonly listeners = new Set<(event: FeedEvent) => void>();
  private timer: NodeJS.Timeout | null = null;
  private readonly refresher: NodeJS.Timeout;

  constructor(private readonly options: FeedOptions<O, S>) {
    options.primary.onChange((change: Change<O>) => this.touch(storeKey(change.object)));
    for (const related of options.related) {
      related.onChange(keys => keys.forEach(key => this.touch(key)));
    }
    this.refresher = setInterval(() => this.refreshUnsettled(), REFRESH_MS);
    this.refresher.unref();
  }

  stop(): void {
    clearInterval(this.refresher);
    clearTimeout(this.timer ?? undefined);
    this.listeners.clear();
  }

  /**
   * The items of a namespace, newest first, or the only one of that name, as a JSON array in UTF-8: each was put into
   * text when it changed, which for very many is far too slow for every question. Not to be written to: readers share it.
   */
  json(namespace: string, name?: string): Buffer {
    this.flush();
    if (name !== undefined) {
      return this.encode(namespace, ({ metadata }) => metadata?.name === name);
    }
    const list = this.lists.get(namespace) ?? this.encode(namespace, () => true);
    this.lists.set(namespace, list);
    return list;
  }

  /**
   * At most `limit` items of a namespace, newest first, from after a place in that order, and the place of the last one
   * where more follow.
   */
  page(namespace: string, limit: number, after: Place | null): Page<S> {
    this.flush();
    const rest = this.options.primary
      .list(namespace)
      .filter(object => after === null || order(after, placeOf(object)) < 0)
      .sort(newestFirst);
    const shown = rest.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: shown.map(object => this.entryOf(object)),
      end: last !== undefined && rest.length > shown.length ? placeOf(last) : null
    };
  }

  get(key: ObjectKey): Item<S> | null {
    this.flush();
    return this.known.get(keyOf(key))?.item ?? null;
  }

  /** An object as an item, with what the cache knows around it. */
  itemOf(object: O): Item<S> {
    return {
      object: object as Item<S>['object'],
      summary: this.options.summarize(object)
    };
  }

  onEvent(listener: (event: FeedEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Looks at an object again soon. */
  touch(key: string): void {
    this.dirty.add(key);
    this.timer ??= setTimeout(() => this.flush(), DELAY_MS);
  }

  private encode(namespace: string, wanted: (object: O) => boolean): Buffer {
    const texts = this.options.primary
      .list(namespace)
      .filter(wanted)
      .sort(newestFirst)
      .map(object => this.entryOf(object).text);
    return Buffer.from(`[${texts.join()}]`);
  }

  private entryOf(object: O): Known<S> {
    const known = this.known.get(storeKey(object));
    if (known !== undefined) {
      return known;
    }
    const item = this.itemOf(object);
    return { item, text: JSON.stringify(item) };
  }

  private flush(): void {
    clearTimeout(this.timer ?? undefined);
    this.timer = null;
    const keys = [...this.dirty];
    this.dirty.clear();
    keys.forEach(key => this.look(key));
  }

  private look(key: string): void {
    const slash = key.indexOf('/');
    const at = { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
    const object = this.options.primary.get(at);
    const before = this.known.get(key);
    if (before !== undefined && object?.metadata?.uid !== before.item.object.metadata.uid) {
      this.known.delete(key);
      this.tell({ type: 'removed', uid: before.item.object.metadata.uid ?? '', ...at });
    }
    if (object !== undefined) {
      this.take(key, at, object);
    }
  }

  private take(key: string, at: { namespace: string; name: string }, object: O): void {
    const before = this.known.get(key);
    const settling = this.options.settle?.(object) ?? null;
    if (settling !== null) {
      void settling.then(() => this.touch(key));
      if (before !== undefined) {
        return;
      }
    }
    const item = this.itemOf(object);
    const text = JSON.stringify(item);
    if (text !== before?.text) {
      this.known.set(key, { item, text });
      this.tell({ type: 'changed', text, ...at });
    }
  }

  private tell(event: FeedEvent): void {
    this.lists.delete(event.namespace);
    this.listeners.forEach(listener => listener(event));
  }

  private refreshUnsettled(): void {
    for (const [key, { item }] of this.known) {
      if (item.summary.phase === 'Starting') {
        this.touch(key);
      }
    }
  }
}

function placeOf({ metadata }: KubeObject): Place {
  return [metadata?.creationTimestamp ?? '', metadata?.name ?? ''];
}

/** Less than 0 where the first place comes before the second. */
function order([timeA, nameA]: Place, [timeB, nameB]: Place): number {
  return timeB.localeCompare(timeA) || nameA.localeCompare(nameB);
}

const newestFirst = (a: KubeObject, b: KubeObject) => order(placeOf(a), placeOf(b));
