/** Where a step's values lie in the project's bucket. */

/**
 * The folder of a variable that a step stored, without a slash at its end: `value.<ext>` and `meta.json` are in it.
 * @param run the uid of the Workflow, or Argo's placeholder for it
 */
export function valueKey(run: string, step: string, variable: string): string {
  return `runs/${run}/${step}/${variable}`;
}

/**
 * Where the executed notebook of a step lies: of each pod that the step had its own, because a step may run many times.
 * @param run the uid of the Workflow, or Argo's placeholder for it
 * @param pod the name of the pod, or Argo's placeholder for it
 */
export function executedKey(run: string, step: string, pod: string): string {
  return `runs/${run}/${step}/${pod}.ipynb`;
}
