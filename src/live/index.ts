export type { Feed, Topic } from './feed';
export { emptyFeed } from './feed';
export { type ILive, Live } from './live';
