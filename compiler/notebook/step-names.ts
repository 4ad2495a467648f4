import type { Diagnostics } from './diagnostics.js';
import type { StepOutline } from './outline.js';

/** What the steps' templates are called in a Workflow: Kubernetes has no `_`, and names begin and end with letters or digits. */
export function templateName(step: string): string {
  return step.replaceAll('_', '-').replace(/^-+|-+$/g, '');
}

/** The name of the template that holds all others. */
export const PIPELINE_TEMPLATE = 'pipeline';
const LONGEST = 50;

/** Notes steps that could not be told apart, or not be named, in Kubernetes; and a notebook without any. */
export function checkStepNames(steps: readonly StepOutline[], diagnostics: Diagnostics): void {
  if (steps.length === 0 && diagnostics.list.length === 0) {
    const message =
      'The notebook has no steps yet. Tag a cell `step:load`, or begin it with `%%step load`.';
    diagnostics.add('info', 'no-steps', message, null);
  }
  const owners = new Map<string, string>([[PIPELINE_TEMPLATE, '']]);
  for (const { name, cells } of steps) {
    const template = templateName(name);
    const owner = owners.get(template);
    const cell = cells[0]?.id ?? null;
    if (template === '' && name !== '') {
      diagnostics.error(
        'invalid-step-name',
        `The name \`${name}\` needs a letter or a digit.`,
        cell
      );
    } else if (template.length > LONGEST) {
      const message = `The name of the step \`${name}\` is longer than ${LONGEST} characters.`;
      diagnostics.error('invalid-step-name', message, cell);
    } else if (owner !== undefined) {
      const message =
        owner === ''
          ? `A step cannot be called \`${name}\`: that is what the whole is called in a Workflow.`
          : `The steps \`${owner}\` and \`${name}\` would have the same name \`${template}\` in Kubernetes.`;
      diagnostics.error('name-collision', message, cell);
    } else {
      owners.set(template, name);
    }
  }
}
