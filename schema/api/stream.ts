/** The event stream: what a client subscribes to, and the events that it gets. Each event's data is JSON. */
import Type, { type Static } from 'typebox';
import type { Item, LogLine, Problem } from './common.js';
import { plurals, type Plural } from './kinds.js';
import type { Settings } from './settings.js';

const closed = { additionalProperties: false };
const Kind = Type.Unsafe<Plural>(Type.Union(plurals.map(plural => Type.Literal(plural))));

export const SubscriptionRequest = Type.Union(
  [
    Type.Object(
      { resource: Kind, namespace: Type.String(), name: Type.Optional(Type.String()) },
      closed
    ),
    Type.Object(
      { resource: Kind },
      {
        ...closed,
        description:
          'The objects of a kind in all projects in which the caller may list them. Those of a project that comes, or in which the right to it does, are told as `changed`, those of one that goes as `removed`.'
      }
    ),
    Type.Object(
      {
        resource: Type.Literal('logs'),
        kind: Kind,
        namespace: Type.String(),
        name: Type.String(),
        part: Type.Optional(
          Type.String({
            description:
              'Only the lines of this part: a replica, a step or a trial, or a pod by its name.'
          })
        ),
        after: Type.Optional(
          Type.Integer({
            minimum: 0,
            description:
              'The last sequence that the client has. A snapshot that says `resumed` holds the lines after it; any other replaces everything.'
          })
        )
      },
      closed
    ),
    Type.Object({ resource: Type.Literal('settings') }, closed)
  ],
  { $id: 'SubscriptionRequest' }
);
export type SubscriptionRequest = Static<typeof SubscriptionRequest>;

export const Subscription = Type.Object({ subscription: Type.String() }, { $id: 'Subscription' });
export type Subscription = Static<typeof Subscription>;

/**
 * Data of each event by its name. Every snapshot replaces what the client had for that subscription, but for one that says
 * `resumed`: its lines follow the line that the client named with `after`.
 */
export interface StreamEvents {
  hello: { stream: string };
  snapshot: {
    subscription: string;
    items?: Item[];
    lines?: LogLine[];
    resumed?: true;
    settings?: Settings;
  };
  changed: { subscription: string; item: Item };
  removed: { subscription: string; uid: string; name: string; namespace: string };
  lines: { subscription: string; lines: LogLine[] };
  end: { subscription: string };
  error: { subscription: string; problem: Problem };
}
export type StreamEventName = keyof StreamEvents;
