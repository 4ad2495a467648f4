export { modelsIn, nodesOf } from './nodes.js';
export { summarizeInferenceGraph } from './phase.js';
export type { InferenceGraphSurroundings } from './phase.js';
export { INFERENCE_GRAPH_LABEL } from './types.js';
export type { InferenceGraph } from './types.js';
