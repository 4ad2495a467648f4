/** The kinds at work: each with its cache, its items and its logs. */
import { isForbidden, isNotFound, isUnreachable } from '@kubeflow-lab/kube';
import type { KubeClient, ObjectKey, Reflector } from '@kubeflow-lab/kube';
import type { KubeEvent, KubeObject } from '@kubeflow-lab/resources';
import type { Summary } from '@kubeflow-lab/schema';
import type { Logger } from 'pino';

import type { ClusterCache } from '../cache/cluster-cache.js';
import { ItemFeed } from '../cache/item-feed.js';
import { ProblemError, kindMissing } from '../http/problem.js';
import { onlyPart } from '../logs/source.js';
import type { LogSource } from '../logs/source.js';
import type { AnyKind, KindDefinition, OpenedKind } from './definition.js';

export class ServedKind<O extends KubeObject = KubeObject, S extends Summary = Summary> {
  readonly feed: ItemFeed<O, S>;
  private readonly opened: OpenedKind<O, S>;

  constructor(
    readonly definition: KindDefinition<O, S>,
    private readonly cache: ClusterCache,
    readonly reflector: Reflector<O>,
    client: KubeClient,
    logger: Logger
  ) {
    const { store } = reflector;
    this.opened = definition.open({ cache, store, client, logger });
    this.feed = new ItemFeed<O, S>({ primary: store, ...this.opened });
  }

  /** Throws a problem where the cluster does not know the kind, or nobody knows yet whether it does. */
  demandInstalled(): void {
    const { hasSynced, problem } = this.reflector;
    if (!hasSynced || isNotFound(problem)) {
      throw isUnreachable(problem) || isForbidden(problem)
        ? problem
        : kindMissing(problem, this.definition);
    }
  }

  /** Waits for what an object's summary needs and the cache does not have yet. */
  async settled(object: O): Promise<void> {
    await this.opened.settle?.(object);
  }

  /** What is known to have happened to an object and its parts, in no particular order. */
  events(object: O): KubeEvent[] {
    return this.cache.eventsAbout(object.metadata?.namespace ?? '', this.opened.subjects(object));
  }

  /** The log of an object as the cache knows it, or of one part; null where there is no such object. */
  log(key: ObjectKey, part?: string): LogSource | null {
    const object = this.reflector.store.get(key);
    if (object === undefined) {
      return null;
    }
    const whole = this.opened.log(object);
    return part === undefined ? whole : onlyPart(whole, part);
  }
}

export class ServedKinds {
  private readonly byPlural: ReadonlyMap<string, ServedKind>;

  constructor(
    definitions: readonly AnyKind[],
    cache: ClusterCache,
    client: KubeClient,
    logger: Logger
  ) {
    this.byPlural = new Map(
      definitions.map(definition => {
        const { plural } = definition.resource;
        return [plural, new ServedKind(definition, cache, cache.kind(plural), client, logger)];
      })
    );
  }

  all(): ServedKind[] {
    return [...this.byPlural.values()];
  }

  /** The kind with that plural; throws a problem where the server has none. */
  of(plural: string): ServedKind {
    const kind = this.byPlural.get(plural);
    if (kind === undefined) {
      throw new ProblemError(400, `This server does not serve objects of the kind "${plural}".`);
    }
    return kind;
  }

  stop(): void {
    this.byPlural.forEach(kind => kind.feed.stop());
  }
}
