/** From the cells of a notebook to a graph of steps, and from there to what runs them. */
export * from './types.js';
export { AnalysisCache } from './analysis/cell.js';
export { compile } from './compile.js';
export type { Compilation, CompileOptions } from './compile.js';
export { templateName } from './notebook/step-names.js';
