import type { LifecycleHook } from '@kubeflow-lab/resources';

import { EXIT_HOOK } from '../operate/hooks.js';
import { checkExpressionAt } from './expressions.js';
import { HOOK } from './fields.js';
import { checkFields } from './shape.js';
import type { Report } from './shape.js';

/** Reports what is wrong with the hooks of a run, a task or a step. */
export function checkHooks(
  hooks: Readonly<Record<string, LifecycleHook>> | undefined,
  path: string,
  names: ReadonlySet<string>,
  report: Report
): void {
  for (const [name, hook] of Object.entries(hooks ?? {})) {
    const own = `${path}.${name}`;
    checkFields(hook, HOOK, own, report);
    if (!names.has(hook?.template ?? '')) {
      report(
        `${own}.template`,
        hook?.template === undefined ? 'is missing' : `there is no template ${hook.template}`
      );
    }
    if (name !== EXIT_HOOK && !hook?.expression) {
      report(`${own}.expression`, 'is missing; only the hook exit needs none');
    }
    checkExpressionAt(hook?.expression, `${own}.expression`, report);
  }
}
