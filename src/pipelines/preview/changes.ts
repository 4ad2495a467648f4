import {
  graphOf,
  reusedOf,
  type Workflow,
  type WorkflowTemplateSpec
} from '@kubeflow-lab/resources';

import { isCode, sentCode } from './code';

/** A step of two runs that is not the same in both. Texts are to be compared line by line; equal ones say nothing. */
export interface StepChange {
  step: string;
  kind: 'added' | 'removed' | 'changed';
  /** Its cells, and the modules that travel with them. */
  code: [before: string, after: string];
  /** Everything else, as an object: what it runs after, takes, gets and needs. */
  rest: [before: object, after: object];
}

export interface ParameterChange {
  name: string;
  /** Null where the run has no such parameter. */
  before: string | null;
  after: string | null;
}

export interface Changes {
  parameters: ParameterChange[];
  steps: StepChange[];
}

/**
 * What a run does otherwise than an earlier one of the same notebook. Steps that the earlier run took from another run have
 * no code in it, and are not compared.
 */
export function changesSince(before: Workflow, after: Workflow): Changes {
  const [old, now] = [stepsOf(before), stepsOf(after)];
  const unknown = new Set([...Object.keys(reusedOf(before)), ...Object.keys(reusedOf(after))]);
  const names = [...new Set([...now.keys(), ...old.keys()])].filter(
    name => (old.has(name) && now.has(name)) || !unknown.has(name)
  );
  return {
    parameters: parameterChanges(before, after),
    steps: names.flatMap(step => {
      const [one, other] = [old.get(step), now.get(step)];
      const change: StepChange = {
        step,
        kind: one === undefined ? 'added' : other === undefined ? 'removed' : 'changed',
        code: [one?.code ?? '', other?.code ?? ''],
        rest: [one?.rest ?? {}, other?.rest ?? {}]
      };
      return differs(change.code) || differs(change.rest) ? [change] : [];
    })
  };
}

function differs([one, other]: [unknown, unknown]): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}

function parameterChanges(before: Workflow, after: Workflow): ParameterChange[] {
  const [old, now] = [parametersOf(before), parametersOf(after)];
  return [...new Set([...now.keys(), ...old.keys()])]
    .map(name => ({ name, before: old.get(name) ?? null, after: now.get(name) ?? null }))
    .filter(one => one.before !== one.after);
}

function parametersOf({ spec }: Workflow): Map<string, string> {
  const parameters = spec?.arguments?.parameters ?? [];
  return new Map(parameters.map(({ name, value = '' }) => [name, String(value)]));
}

function stepsOf(workflow: Workflow): Map<string, { code: string; rest: object }> {
  const templates = workflow.spec?.templates ?? [];
  const steps = graphOf(workflow)?.steps ?? [];
  return new Map(
    steps.flatMap(({ name, template, dependsOn }) => {
      const found = templates.find(one => one.name === template);
      return found ? [[name, { code: codeOf(found), rest: restOf(found, dependsOn) }]] : [];
    })
  );
}

/** The cells and modules that a step runs, as one text. */
function codeOf(template: WorkflowTemplateSpec): string {
  const { cells, modules } = sentCode(template);
  return [...cells, ...modules.map(({ path, source }) => `# ${path}\n${source}`)].join('\n\n');
}

function restOf(template: WorkflowTemplateSpec, dependsOn: string[]): object {
  const { inputs } = template;
  const artifacts = inputs?.artifacts?.filter(artifact => !isCode(artifact));
  return inOrder({ after: dependsOn, ...template, inputs: { ...inputs, artifacts } }) as object;
}

/** The API server has its own order of fields; what is compared is in one order, and without what is not there. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(inOrder);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  const sorted = entries.sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, field]) => [key, inOrder(field)]));
}
