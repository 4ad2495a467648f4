/** From the cells of a notebook to a graph of steps, and from there to what runs them. */
export * from './types.js';
export { AnalysisCache } from './analysis/cell.js';
export { compile } from './compile.js';
export type { Compilation, CompileOptions } from './compile.js';
export { codeSha256, stepCodes } from './emit/code.js';
export type { EncodedCode, Module, StepCode } from './emit/code.js';
export { EMITTED, emit, hasErrors, whyNotEmitted } from './emit/emit.js';
export type { EmitOptions, Emitted } from './emit/emit.js';
export { emitKfp } from './emit/kfp.js';
export type { KfpOptions } from './emit/kfp.js';
export { emitPython } from './emit/python.js';
export {
  buildCronWorkflow,
  buildWorkflowTemplate,
  emitCronWorkflow,
  emitWorkflowTemplate
} from './emit/scheduled.js';
export type { NamedOptions } from './emit/scheduled.js';
export { buildWorkflow, emitWorkflow } from './emit/workflow.js';
export type { WorkflowOptions } from './emit/workflow.js';
export { conditionProblem } from './notebook/condition.js';
export { readPipeline } from './notebook/settings.js';
export {
  defaultNeedsOf,
  needsOf,
  taggedDefaultsOf,
  withDefaultNeeds,
  withNeeds
} from './notebook/needs.js';
export type { NeedingCell, StepNeeds } from './notebook/needs.js';
export { previousOf, withPrevious } from './notebook/previous.js';
export { parameterValue } from './notebook/parameters.js';
export { STEP_NAME } from './notebook/tags.js';
export { templateName } from './notebook/step-names.js';
