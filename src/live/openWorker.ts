/** Starts the shared worker, or finds the one that other pages of this origin started. */
export const openWorker: (() => SharedWorker) | null =
  typeof SharedWorker === 'undefined'
    ? null
    : () =>
        new SharedWorker(new URL('./worker.js', import.meta.url), {
          // Not the name of the package: the bundler names the worker's file by it.
          name: 'kubeflow-lab-live'
        });
