import type { Item, LogLine, Problem, Settings } from '@kubeflow-lab/schema';

/** What is followed; the body of `POST /api/stream/{stream}/subscriptions` but for `after`. */
export type Topic =
  /** The objects of a kind, by its REST plural, in a namespace, or one of them. */
  | { resource: string; namespace: string; name?: string }
  /** Those of all projects in which whoever asks may list them. */
  | { resource: string }
  /** The log of an object, or of one `part` of it: a replica, step or trial. */
  | { resource: 'logs'; kind: string; namespace: string; name: string; part?: string }
  | { resource: 'settings' };

/** The most lines of a log that are kept; older ones are counted in `dropped`. */
export const MAX_LINES = 5000;

/** What is known of a topic. Plain data, so that it passes between a worker and its pages. */
export interface Feed {
  /** `live` from the first snapshot on, `ended` when a log is complete, `failed` when the server refused. */
  state: 'connecting' | 'live' | 'ended' | 'failed';
  /** Whether a snapshot has come; what it brought stays, whatever the state. */
  loaded: boolean;
  /** True while the connection is lost. */
  offline: boolean;
  /** Why it failed, or why the connection is lost. */
  problem: Problem | null;
  /** Objects by uid. One that did not change keeps its place and its identity. */
  items: Record<string, Item>;
  lines: LogLine[];
  /** How many older lines were let go. */
  dropped: number;
  settings: Settings | null;
}

export type FeedEvent =
  | { type: 'replace'; feed: Feed }
  | {
      type: 'snapshot';
      items?: Item[];
      lines?: LogLine[];
      /** The lines follow those that are here; else they replace them. */
      resumed?: boolean;
      settings?: Settings;
    }
  | { type: 'changed'; item: Item }
  | { type: 'removed'; uid: string }
  | { type: 'lines'; lines: LogLine[] }
  | { type: 'end' }
  | { type: 'failed'; problem: Problem }
  | { type: 'offline'; problem: Problem };

export const emptyFeed: Feed = {
  state: 'connecting',
  loaded: false,
  offline: false,
  problem: null,
  items: {},
  lines: [],
  dropped: 0,
  settings: null
};

/** The name of a topic: equal topics share one subscription. */
export function keyOf(topic: Topic): string {
  const { resource, kind, namespace, name, part } = topic as Record<string, string | undefined>;
  return [resource, kind, namespace, name, part].map(value => value ?? '').join('/');
}

/** What tells two objects of the same name apart, one after the other; every stored object has it. */
export function uidOf({ object }: Item): string {
  return object.metadata.uid ?? object.metadata.name;
}

/** The sequence number of the last line that a log feed has, 0 for none. */
export function lastSequence(feed: Feed): number {
  return feed.lines.at(-1)?.sequence ?? 0;
}

/** The feed after an event; the feed that was given is left as it is. */
export function reduce(feed: Feed, event: FeedEvent): Feed {
  switch (event.type) {
    case 'replace':
      return event.feed;
    case 'snapshot':
      return {
        ...feed,
        state: 'live',
        loaded: true,
        offline: false,
        problem: null,
        items: event.items ? byUid(event.items) : feed.items,
        settings: event.settings ?? feed.settings,
        ...(event.lines ? append(event.resumed ? feed : emptyFeed, event.lines) : {})
      };
    case 'changed':
      return { ...feed, items: { ...feed.items, ...byUid([event.item]) } };
    case 'removed':
      return {
        ...feed,
        items: Object.fromEntries(Object.entries(feed.items).filter(([uid]) => uid !== event.uid))
      };
    case 'lines':
      return { ...feed, ...append(feed, event.lines) };
    case 'end':
      return { ...feed, state: 'ended', offline: false, problem: null };
    case 'failed':
      return { ...feed, state: 'failed', offline: false, problem: event.problem };
    case 'offline':
      // A log that is complete needs no connection, and a refusal says more than a lost connection.
      return feed.state === 'ended' || feed.state === 'failed'
        ? feed
        : { ...feed, offline: true, problem: event.problem };
  }
}

function byUid(items: Item[]): Record<string, Item> {
  return Object.fromEntries(items.map(item => [uidOf(item), item]));
}

function append(feed: Feed, lines: LogLine[]): Pick<Feed, 'lines' | 'dropped'> {
  const last = lastSequence(feed);
  const all = feed.lines.concat(lines.filter(line => line.sequence > last));
  const excess = Math.max(0, all.length - MAX_LINES);
  return { lines: excess ? all.slice(excess) : all, dropped: feed.dropped + excess };
}
