/** The one event stream of a browser origin, shared by its tabs: docs/architecture.md, "The stream". */
export type { ConnectionStatus } from './connection.js';
export type { Feed, FeedEvent, Topic } from './feed.js';
export { emptyFeed, keyOf, reduce, uidOf } from './feed.js';
export type { FromHub, ToHub } from './hub.js';
export type { ILive, LiveOptions, Subscription } from './live.js';
export { Live } from './live.js';
export { problemOf, ProblemError } from './problem.js';
export type { ServiceOptions } from './service.js';
export type { Endpoint } from './transport.js';
export { serve } from './worker.js';
