/** A run from a notebook: compiled here, made as the caller. */
import type { Diagnostic, Graph } from '@kubeflow-lab/compiler';
import { nameProblem } from '@kubeflow-lab/resources';
import type { ReusedSteps, Workflow } from '@kubeflow-lab/resources';
import type { FieldError, WorkflowForm } from '@kubeflow-lab/schema';

import { ProblemError, invalid } from '../http/problem.js';
import type { FormCall } from '../kinds/definition.js';
import { readObject } from '../read.js';
import { WORKFLOW } from './resource.js';
import { planReuse } from './reuse.js';

/** A pod is named after its run and its step, and has a name of 63 characters at most as its host name. */
const NAME_MAX = 50;
/** What the API server stores of one object, with room for the state that the run gets. */
const BYTES_MAX = 1_000_000;

/** The run of a form after every check that needs no write; throws problems that name the field or the cell. */
export async function planWorkflow(form: WorkflowForm, call: FormCall): Promise<Workflow> {
  const problems = formProblems(form);
  if (problems.length > 0) {
    throw invalid(problems);
  }
  const all = await compiled(form, call);
  const workflow =
    form.reuse === undefined
      ? all.workflow
      : (await compiled(form, call, await reusedSteps(form.reuse, all, call))).workflow;
  demandSmall(workflow);
  // Asks for the right to create, admission and a free name.
  await call.caller.kube.create(WORKFLOW, workflow, { dryRun: true });
  return workflow;
}

export async function createWorkflow(form: WorkflowForm, call: FormCall): Promise<Workflow> {
  return call.caller.kube.create(WORKFLOW, await planWorkflow(form, call));
}

export function formProblems({ name, image }: WorkflowForm): FieldError[] {
  const problems: FieldError[] = [];
  const naming = name === undefined ? null : nameProblem(name, 'a pipeline run', NAME_MAX);
  if (naming !== null) {
    problems.push({ path: 'name', message: naming });
  }
  if (image === '') {
    problems.push({ path: 'image', message: 'Say which image the steps run in.' });
  }
  return problems;
}

interface Compiled {
  graph: Graph;
  workflow: Workflow;
}

/** Throws a problem with everything that was found in the notebook, unless it can be run. */
async function compiled(
  { notebook, parameters, name, path, image, modules, git }: WorkflowForm,
  { caller, namespace, services }: FormCall,
  reused?: ReusedSteps
): Promise<Compiled> {
  const user = caller.identity.user;
  const options = { name, path, image, modules, git, namespace, user, reused };
  const result = await services.compiler.run({ notebook, parameters, workflow: options });
  if (result.workflow === undefined) {
    throw notRunnable(result.graph.diagnostics);
  }
  return { graph: result.graph, workflow: result.workflow };
}

export function notRunnable(diagnostics: Diagnostic[]): ProblemError {
  const decisive = diagnostics.filter(({ severity }) => severity === 'error');
  const errors = (decisive.length > 0 ? decisive : diagnostics).map(({ cell, line, message }) => ({
    path: [
      'notebook',
      ...(cell === null ? [] : ['cells', cell]),
      ...(line === null ? [] : [line])
    ].join('.'),
    message
  }));
  return new ProblemError(422, errors[0]?.message ?? 'The notebook has no steps.', {
    errors,
    diagnostics
  });
}

export function demandSmall(workflow: object): void {
  if (Buffer.byteLength(JSON.stringify(workflow)) > BYTES_MAX) {
    throw new ProblemError(
      413,
      'The code of the steps with the modules that they import is larger than Kubernetes stores; move code or data into files on a volume, or into the image.'
    );
  }
}

function reusedSteps(
  reuse: NonNullable<WorkflowForm['reuse']>,
  { graph, workflow }: Compiled,
  { caller, namespace, services }: FormCall
): Promise<ReusedSteps> {
  const { access, cache } = services;
  const { store } = cache.kind<Workflow>(WORKFLOW.plural);
  const read = (name: string) => readObject(WORKFLOW, { namespace, name }, caller, store, access);
  return planReuse(reuse, graph, workflow, read);
}
