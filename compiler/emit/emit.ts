import type { Compilation } from '../compile.js';
import { emitKfp } from './kfp.js';
import type { Module } from './code.js';
import { pipelineName } from './names.js';
import { emitPython } from './python.js';
import { emitCronWorkflow, emitWorkflowTemplate } from './scheduled.js';
import { emitWorkflow } from './workflow.js';

export const EMITTED = [
  'graph',
  'workflow',
  'workflow-template',
  'cron-workflow',
  'kfp',
  'python'
] as const;
export type Emitted = (typeof EMITTED)[number];

export interface EmitOptions {
  /** Of the steps that have none of their own. */
  image: string;
  /** Where the notebook lies. */
  path: string;
  namespace?: string;
  user?: string;
  modules?: readonly Module[];
}

/**
 * The text of any form of a compiled notebook; null where errors keep it from that form, where it has no steps, or for
 * the reason that `whyNotEmitted` gives.
 */
export function emit(compilation: Compilation, form: Emitted, options: EmitOptions): string | null {
  if (form === 'graph') {
    return `${JSON.stringify(compilation.graph, null, 2)}\n`;
  }
  if (
    hasErrors(compilation) ||
    compilation.graph.steps.length === 0 ||
    whyNotEmitted(compilation, form) !== null
  ) {
    return null;
  }
  switch (form) {
    case 'workflow':
      return emitWorkflow(compilation, options);
    case 'workflow-template':
      return emitWorkflowTemplate(compilation, options);
    case 'cron-workflow':
      return emitCronWorkflow(compilation, options);
    case 'kfp':
      return emitKfp(compilation, { ...options, name: pipelineName(options.path) });
    case 'python':
      return emitPython(compilation);
  }
}

/** Why a notebook without errors cannot be had in a form, as a sentence; null where it can. */
export function whyNotEmitted({ plan }: Compilation, form: Emitted): string | null {
  if (form === 'cron-workflow' && plan.outline.settings.schedule === undefined) {
    return 'The notebook has no schedule: add one to `kubeflow_lab` in its metadata, such as {"schedule": {"cron": ["0 6 * * 1-5"]}}.';
  }
  return null;
}

/** Whether anything keeps the notebook from being run. */
export function hasErrors({ diagnostics }: Compilation): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}
