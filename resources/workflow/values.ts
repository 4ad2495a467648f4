/** Where a step's values lie in the project's bucket. */
import { listOf } from '../common/text.js';
import { graphOf, reusedOf } from './annotations.js';
import type { Workflow } from './types.js';

/**
 * The folder of a variable that a step stored, without a slash at its end: `value.<ext>` and `meta.json` are in it.
 * @param run the uid of the Workflow, or Argo's placeholder for it
 */
export function valueKey(run: string, step: string, variable: string): string {
  return `runs/${run}/${step}/${variable}`;
}

/**
 * The uid of the run that has stored a step's values: an earlier one, where the step was not run again or its results
 * were in the cache.
 */
export function storingRun(workflow: Workflow, step: string): string {
  const { uid = '' } = workflow.metadata ?? {};
  const reused = reusedOf(workflow);
  if (Object.hasOwn(reused, step)) {
    return reused[step].uid;
  }
  const template = graphOf(workflow)?.steps.find(({ name }) => name === step)?.template ?? step;
  const hit = Object.values(workflow.status?.nodes ?? {}).find(
    node => node.templateName === template && node.memoizationStatus?.hit === true
  );
  const keys = listOf(hit?.outputs?.artifacts).map(artifact => artifact?.s3?.key ?? '');
  return keys.flatMap(key => /^runs\/([^/]+)\//.exec(String(key))?.[1] ?? [])[0] ?? uid;
}

/**
 * Where the executed notebook of a step lies: of each pod that the step had its own, because a step may run many times.
 * @param run the uid of the Workflow, or Argo's placeholder for it
 * @param pod the name of the pod, or Argo's placeholder for it
 */
export function executedKey(run: string, step: string, pod: string): string {
  return `runs/${run}/${step}/${pod}.ipynb`;
}
