import type { Compilation } from '../compile.js';
import { emitKfp } from './kfp.js';
import type { Module } from './code.js';
import { pipelineName } from './names.js';
import { emitPython } from './python.js';
import { emitWorkflow } from './workflow.js';

export const EMITTED = ['graph', 'workflow', 'kfp', 'python'] as const;
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

/** The text of any form of a compiled notebook; null where errors keep it from that form, or it has no steps. */
export function emit(compilation: Compilation, form: Emitted, options: EmitOptions): string | null {
  if (form === 'graph') {
    return `${JSON.stringify(compilation.graph, null, 2)}\n`;
  }
  if (hasErrors(compilation) || compilation.graph.steps.length === 0) {
    return null;
  }
  switch (form) {
    case 'workflow':
      return emitWorkflow(compilation, options);
    case 'kfp':
      return emitKfp(compilation, { ...options, name: pipelineName(options.path) });
    case 'python':
      return emitPython(compilation);
  }
}

/** Whether anything keeps the notebook from being run. */
export function hasErrors({ diagnostics }: Compilation): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}
