import type { KubeObject } from '@kubeflow-lab/resources';

import { Backoff, pause } from './backoff.js';
import type { Kind, KubeClient, Selection, WatchEvent } from './client.js';
import { KubeError, isGone, isNotFound } from './errors.js';
import { Store } from './store.js';
import type { Indexer, StoreReader } from './store.js';

export interface ReflectorOptions<O extends KubeObject> extends Selection {
  indexers?: Record<string, Indexer<O>>;
  /** Drops what nobody needs, to keep the store small. Must keep name, namespace, uid and resourceVersion. */
  trim?: (object: O) => O;
  /** Which objects are held; default all. For kinds that selectors cannot narrow. Asked anew at each change of an object. */
  keep?: (object: O) => boolean;
  /** The cluster may lack the kind: there is nothing of it then, and it is looked for now and then only. */
  mayBeMissing?: boolean;
  /** Told once when the API server cannot be followed, and with null when it can again. */
  onProblem?: (problem: Error | null) => void;
  /** What a change listener threw. */
  onListenerError?: (error: unknown) => void;
}

/** The shortest and longest time that a watch is asked to last; spread, so that not all end together. */
const WATCH_SECONDS = [290, 600] as const;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 10_000;
const MISSING_RETRY_MS = 20_000;
/** A watch that ends sooner than this was no success, and the next one waits. */
const WORTHWHILE_WATCH_MS = 2_000;

/**
 * Keeps a store equal to the objects of one kind in the cluster: a list, then watches that go on where the last one
 * ended, and a new list only where the API server has forgotten that place. It outlives an API server that is away, and
 * throws nothing.
 */
export class Reflector<O extends KubeObject> {
  /** Resolves when the store holds the state of the cluster for the first time. */
  readonly synced: Promise<void>;
  private readonly contents: Store<O>;
  private readonly abort = new AbortController();
  private readonly backoff = new Backoff(FIRST_RETRY_MS, LAST_RETRY_MS);
  private running: Promise<void> | null = null;
  private resourceVersion: string | null = null;
  private current: Error | null = null;
  private isSynced = false;
  private resolveSynced!: () => void;

  constructor(
    private readonly client: KubeClient,
    readonly kind: Kind<O>,
    private readonly options: ReflectorOptions<O> = {}
  ) {
    this.contents = new Store<O>(options.indexers, options.onListenerError);
    this.synced = new Promise(resolve => {
      this.resolveSynced = resolve;
    });
  }

  get store(): StoreReader<O> {
    return this.contents;
  }

  /** Whether the store has held the state of the cluster. It may be old while `problem` is not null. */
  get hasSynced(): boolean {
    return this.isSynced;
  }

  /** Why the cluster cannot be followed just now; null when it can. */
  get problem(): Error | null {
    return this.current;
  }

  start(): this {
    this.running ??= this.run();
    return this;
  }

  /** Ends the watch; resolves when nothing of it is left. */
  async stop(): Promise<void> {
    this.abort.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.abort;
    while (!signal.aborted) {
      try {
        if (this.resourceVersion === null) {
          await this.list(signal);
        }
        const lasted = await this.watch(signal);
        if (lasted < WORTHWHILE_WATCH_MS) {
          await pause(this.backoff.next(), signal);
        }
      } catch (error) {
        await this.failed(error, signal);
      }
    }
  }

  private async failed(error: unknown, signal: AbortSignal): Promise<void> {
    if (signal.aborted) {
      return;
    }
    if (error instanceof KubeError && !isOverloaded(error)) {
      // Too old, or (after a restore of the cluster's data) too new: the list says how things are now.
      this.resourceVersion = null;
    }
    if (this.isMissing(error)) {
      this.isSynced = true;
      this.resolveSynced();
    }
    if (!isGone(error)) {
      this.report(error instanceof Error ? error : new Error(String(error)));
    }
    await pause(this.untilNextAttempt(error), signal);
  }

  private untilNextAttempt(error: unknown): number {
    return this.isMissing(error)
      ? MISSING_RETRY_MS
      : Math.max(this.backoff.next(), retryAfterMs(error));
  }

  private isMissing(error: unknown): boolean {
    return this.options.mayBeMissing === true && isNotFound(error);
  }

  private async list(signal: AbortSignal): Promise<void> {
    const { namespace, labelSelector, fieldSelector } = this.options;
    const selection = { namespace, labelSelector, fieldSelector, signal };
    const { items, resourceVersion } = await this.client.list(this.kind, selection);
    this.contents.replace(items.filter(item => this.keeps(item)).map(item => this.trim(item)));
    this.resourceVersion = resourceVersion;
    this.isSynced = true;
    this.resolveSynced();
    this.report(null);
  }

  /** Follows changes until the API server ends the watch; answers how many milliseconds it lasted. */
  private async watch(signal: AbortSignal): Promise<number> {
    const { namespace, labelSelector, fieldSelector } = this.options;
    const [shortest, longest] = WATCH_SECONDS;
    const started = performance.now();
    const events = this.client.watch(this.kind, {
      namespace,
      labelSelector,
      fieldSelector,
      resourceVersion: this.resourceVersion ?? undefined,
      timeoutSeconds: Math.round(shortest + Math.random() * (longest - shortest)),
      onOpen: () => this.report(null),
      signal
    });
    for await (const event of events) {
      this.take(event);
      this.backoff.reset();
    }
    return performance.now() - started;
  }

  private take(event: WatchEvent<O>): void {
    this.resourceVersion = event.object.metadata?.resourceVersion ?? this.resourceVersion;
    switch (event.type) {
      case 'ADDED':
      case 'MODIFIED':
        if (this.keeps(event.object)) {
          this.contents.set(this.trim(event.object));
        } else {
          this.contents.delete(event.object);
        }
        break;
      case 'DELETED':
        this.contents.delete(event.object);
        break;
      case 'BOOKMARK':
        break;
    }
  }

  private keeps(object: O): boolean {
    return this.options.keep?.(object) ?? true;
  }

  private trim(object: O): O {
    return this.options.trim ? this.options.trim(object) : object;
  }

  private report(problem: Error | null): void {
    const changed = problem?.message !== this.current?.message;
    this.current = problem;
    if (changed) {
      this.options.onProblem?.(problem);
    }
  }
}

/** The API server has too much to do, or is ill; it still knows our place, and a new list would only be more to do. */
function isOverloaded(error: KubeError): boolean {
  return [429, 500, 503].includes(error.status);
}

function retryAfterMs(error: unknown): number {
  const seconds = error instanceof KubeError ? (error.retryAfter ?? 0) : 0;
  return Math.min(seconds * 1000, LAST_RETRY_MS);
}

/** Drops `managedFields`, which are often half of an object and never read by us. */
export function withoutManagedFields<O extends KubeObject>(object: O): O {
  if (object.metadata?.managedFields === undefined) {
    return object;
  }
  const metadata = { ...object.metadata };
  delete metadata.managedFields;
  return { ...object, metadata };
}
