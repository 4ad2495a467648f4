export { FOREIGN_MODEL_KINDS } from './kinds.js';
export { summarizeForeignModel } from './summary.js';
export type { ForeignModel, ForeignModelKind } from './types.js';
