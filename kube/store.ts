import type { KubeObject } from '@kubeflow-lab/resources';

import type { ObjectKey } from './client.js';

/** What happened to an object in a store. `previous` is what the store held before. */
export type Change<O> =
  | { type: 'added'; object: O }
  | { type: 'modified'; object: O; previous: O }
  | { type: 'deleted'; object: O };

export type ChangeListener<O> = (change: Change<O>) => void;

/** The values under which an index files an object. */
export type Indexer<O> = (object: O) => readonly string[];

export interface StoreReader<O extends KubeObject> {
  get(key: ObjectKey): O | undefined;
  /** All objects, or those of one namespace, in no particular order. */
  list(namespace?: string): O[];
  /** The objects that the index called `index` files under `value`. */
  find(index: string, value: string): O[];
  readonly size: number;
  /** Calls `listener` after each change; answers a function that ends that. */
  onChange(listener: ChangeListener<O>): () => void;
}

const BY_NAMESPACE = 'namespace';

function byNamespace({ metadata }: KubeObject): readonly string[] {
  return [metadata?.namespace ?? ''];
}

/** `<namespace>/<name>`, or `/<name>` for cluster-scoped objects. */
export function keyOf({ namespace = '', name = '' }: Partial<ObjectKey> = {}): string {
  return `${namespace}/${name}`;
}

/** Files objects under the uid of their controlling owner. */
export function byController(object: KubeObject): readonly string[] {
  const owner = object.metadata?.ownerReferences?.find(reference => reference.controller);
  return owner ? [owner.uid] : [];
}

/** Files objects under `<namespace>/<value of the label>`. */
export function byLabel(label: string): Indexer<KubeObject> {
  return ({ metadata }) => {
    const value = metadata?.labels?.[label];
    return value === undefined ? [] : [keyOf({ namespace: metadata?.namespace, name: value })];
  };
}

interface Index<O> {
  indexer: Indexer<O>;
  /** Value → key → object. */
  filed: Map<string, Map<string, O>>;
}

/** The objects of one kind as last seen. They are frozen, because everybody gets the same ones. */
export class Store<O extends KubeObject> implements StoreReader<O> {
  private readonly objects = new Map<string, O>();
  private readonly indexes: ReadonlyMap<string, Index<O>>;
  private readonly listeners = new Set<ChangeListener<O>>();

  constructor(
    indexers: Record<string, Indexer<O>> = {},
    private readonly onListenerError: (error: unknown) => void = defaultListenerError
  ) {
    const all = { ...indexers, [BY_NAMESPACE]: byNamespace };
    this.indexes = new Map(
      Object.entries(all).map(([name, indexer]) => [name, { indexer, filed: new Map() }])
    );
  }

  get size(): number {
    return this.objects.size;
  }

  get(key: ObjectKey): O | undefined {
    return this.objects.get(keyOf(key));
  }

  list(namespace?: string): O[] {
    return namespace === undefined
      ? [...this.objects.values()]
      : this.find(BY_NAMESPACE, namespace);
  }

  find(index: string, value: string): O[] {
    const { filed } = this.indexes.get(index) ?? {};
    if (filed === undefined) {
      throw new Error(`The store has no index "${index}".`);
    }
    return [...(filed.get(value)?.values() ?? [])];
  }

  onChange(listener: ChangeListener<O>): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Takes an object as it is now. */
  set(object: O): void {
    const key = keyOf(object.metadata);
    const previous = this.objects.get(key);
    this.put(key, deepFreeze(object), previous);
    this.tell(
      previous === undefined ? { type: 'added', object } : { type: 'modified', object, previous }
    );
  }

  delete(object: O): void {
    const key = keyOf(object.metadata);
    if (this.remove(key)) {
      this.tell({ type: 'deleted', object });
    }
  }

  /** Takes the whole state as it is now, and tells only what differs from before. */
  replace(objects: readonly O[]): void {
    const stale = new Map(this.objects);
    for (const object of objects) {
      const key = keyOf(object.metadata);
      const previous = stale.get(key);
      stale.delete(key);
      if (
        previous?.metadata?.resourceVersion !== object.metadata?.resourceVersion ||
        previous === undefined
      ) {
        this.set(object);
      }
    }
    for (const object of stale.values()) {
      this.delete(object);
    }
  }

  private put(key: string, object: O, previous: O | undefined): void {
    this.objects.set(key, object);
    for (const { indexer, filed } of this.indexes.values()) {
      const values = indexer(object);
      const left = previous === undefined ? [] : indexer(previous);
      left.filter(value => !values.includes(value)).forEach(value => unfile(filed, value, key));
      for (const value of values) {
        const bucket = filed.get(value) ?? new Map<string, O>();
        filed.set(value, bucket.set(key, object));
      }
    }
  }

  private remove(key: string): boolean {
    const object = this.objects.get(key);
    if (object === undefined) {
      return false;
    }
    this.objects.delete(key);
    for (const { indexer, filed } of this.indexes.values()) {
      indexer(object).forEach(value => unfile(filed, value, key));
    }
    return true;
  }

  /** A listener that fails must harm neither the others nor the watch that feeds the store. */
  private tell(change: Change<O>): void {
    for (const listener of [...this.listeners]) {
      try {
        listener(change);
      } catch (error) {
        this.onListenerError(error);
      }
    }
  }
}

function unfile<O>(filed: Index<O>['filed'], value: string, key: string): void {
  const bucket = filed.get(value);
  bucket?.delete(key);
  if (bucket?.size === 0) {
    filed.delete(value);
  }
}

function defaultListenerError(error: unknown): void {
  console.error('A listener of a store failed:', error);
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
