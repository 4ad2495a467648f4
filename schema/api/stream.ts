/** The event stream: what a client subscribes to, and the events that it gets. Each event's data is JSON. */
import Type, { type Static } from 'typebox';
import type { Item, LogLine, Problem } from './common.js';
import type { Settings } from './settings.js';

const closed = { additionalProperties: false };
const Kind = Type.Union([Type.Literal('notebooks'), Type.Literal('tfjobs')]);

export const SubscriptionRequest = Type.Union(
  [
    Type.Object(
      { resource: Kind, namespace: Type.String(), name: Type.Optional(Type.String()) },
      closed
    ),
    Type.Object(
      {
        resource: Type.Literal('logs'),
        kind: Kind,
        namespace: Type.String(),
        name: Type.String(),
        after: Type.Optional(
          Type.Integer({
            minimum: 0,
            description: 'The last sequence that the client has; lines after it are sent.'
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

/** Data of each event by its name. Every snapshot replaces what the client had for that subscription. */
export interface StreamEvents {
  hello: { stream: string };
  snapshot: { subscription: string; items?: Item[]; lines?: LogLine[]; settings?: Settings };
  changed: { subscription: string; item: Item };
  removed: { subscription: string; uid: string; name: string; namespace: string };
  lines: { subscription: string; lines: LogLine[] };
  end: { subscription: string };
  error: { subscription: string; problem: Problem };
}
export type StreamEventName = keyof StreamEvents;
