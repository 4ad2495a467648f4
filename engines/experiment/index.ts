export { createExperimentEngine } from './engine.js';
export type { ExperimentEngineOptions } from './engine.js';
