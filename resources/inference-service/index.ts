export * from './build.js';
export * from './check.js';
export { modelOf, sourceOf, versionOf } from './model.js';
export { summarizeInferenceService } from './phase.js';
export type { InferenceServiceSurroundings } from './phase.js';
export { isReady as isServing } from './pods.js';
export * from './types.js';
export * from './value.js';
export * from './versions.js';
