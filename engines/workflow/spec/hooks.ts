import type { LifecycleHook } from '@kubeflow-lab/resources';

import { EXIT_HOOK } from '../operate/hooks.js';
import { checkCallee } from './callee.js';
import type { Templates } from './callee.js';
import { checkExpressionAt } from './expressions.js';
import { HOOK } from './fields.js';
import { checkFields } from './shape.js';
import type { Report } from './shape.js';

/** Reports what is wrong with the hooks of a run, a task or a step. */
export function checkHooks(
  hooks: Readonly<Record<string, LifecycleHook>> | undefined,
  path: string,
  templates: Templates,
  report: Report
): void {
  for (const [name, hook] of Object.entries(hooks ?? {})) {
    const own = `${path}.${name}`;
    checkFields(hook, HOOK, own, report);
    checkCallee(hook ?? {}, own, templates, report);
    if (name !== EXIT_HOOK && !hook?.expression) {
      report(`${own}.expression`, 'is missing; only the hook exit needs none');
    }
    checkExpressionAt(hook?.expression, `${own}.expression`, report);
  }
}
