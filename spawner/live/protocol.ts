import type { ConnectionStatus } from './connection.js';
import type { Topic, TopicEvent } from './topic.js';

/** What a tab says to the hub. */
export type ToHub =
  /** `lock`: a Web Lock that the tab holds while it lives, so that its end is noticed. */
  | { type: 'hello'; lock: string | null }
  | { type: 'subscribe'; topic: Topic }
  | { type: 'unsubscribe'; topic: Topic }
  | { type: 'again'; topic: Topic }
  | { type: 'hurry' }
  | { type: 'restart' }
  | { type: 'bye' };

/** What the hub says to a tab. */
export type FromHub =
  { type: 'status'; status: ConnectionStatus } | { type: 'topic'; key: string; event: TopicEvent };
