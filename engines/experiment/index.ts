export { createExperimentEngine } from './engine.js';
export type { ExperimentEngineOptions } from './engine.js';
export { serveReports } from './push/server.js';
