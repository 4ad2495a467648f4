/** A notebook's pipeline by the clock: compiled here, applied as the caller. */
import { isNotFound } from '@kubeflow-lab/kube';
import { NOTEBOOK_ANNOTATION } from '@kubeflow-lab/resources';
import type { CronWorkflow } from '@kubeflow-lab/resources';
import type { WorkflowForm } from '@kubeflow-lab/schema';

import { ProblemError, invalid } from '../http/problem.js';
import type { FormCall } from '../kinds/definition.js';
import { demandSmall, formProblems, notRunnable } from '../workflows/create.js';
import { CRON_WORKFLOW } from './resource.js';

/** The object of a form after every check that needs no write; throws problems that name the field or the cell. */
export async function planCronWorkflow(form: WorkflowForm, call: FormCall): Promise<CronWorkflow> {
  const problems = formProblems(form);
  if (form.reuse !== undefined) {
    problems.push({ path: 'reuse', message: 'Runs by the clock use no results of earlier runs.' });
  }
  if (problems.length > 0) {
    throw invalid(problems);
  }
  const cron = await compiled(form, call);
  demandSmall(cron);
  await demandOwn(cron, form.path, call);
  await call.caller.kube.apply(CRON_WORKFLOW, cron, { dryRun: true });
  return cron;
}

/** A notebook has one schedule: making it again replaces it. */
export async function createCronWorkflow(
  form: WorkflowForm,
  call: FormCall
): Promise<CronWorkflow> {
  return call.caller.kube.apply(CRON_WORKFLOW, await planCronWorkflow(form, call));
}

async function compiled(
  { notebook, parameters, name, path, image, modules, git }: WorkflowForm,
  { caller, namespace, services }: FormCall
): Promise<CronWorkflow> {
  const user = caller.identity.user;
  const options = { name, path, image, modules, git, namespace, user };
  const { graph, cronWorkflow } = await services.compiler.run({
    notebook,
    parameters,
    cronWorkflow: options
  });
  if (cronWorkflow === undefined) {
    throw notRunnable(graph.diagnostics);
  }
  if (cronWorkflow === null) {
    const message = 'The notebook has no schedule; say first when it runs.';
    throw invalid([{ path: 'notebook.metadata.kubeflow_lab.schedule', message }]);
  }
  return cronWorkflow;
}

/** A schedule of that name must not be another notebook's. */
async function demandOwn(
  { metadata }: CronWorkflow,
  path: string,
  { caller, namespace }: FormCall
): Promise<void> {
  const name = metadata?.name ?? '';
  const earlier = await found({ namespace, name }, caller);
  const owner = earlier?.metadata?.annotations?.[NOTEBOOK_ANNOTATION];
  if (earlier !== null && owner !== path) {
    const whose = owner === undefined ? '' : ` of ${owner}`;
    throw new ProblemError(
      409,
      `There is a schedule ${name}${whose} already; delete it, or rename this notebook.`
    );
  }
}

async function found(
  key: { namespace: string; name: string },
  { kube }: FormCall['caller']
): Promise<CronWorkflow | null> {
  try {
    return await kube.get(CRON_WORKFLOW, key);
  } catch (error) {
    if (isNotFound(error)) {
      return null;
    }
    throw error;
  }
}
