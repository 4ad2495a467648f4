/** Starts the worker that places graphs; null where there are none. */
export const openGraphWorker: (() => Worker) | null =
  typeof Worker === 'undefined'
    ? null
    : () =>
        new Worker(new URL('./worker.js', import.meta.url), {
          // The bundler names the worker's file by it.
          name: 'kubeflow-lab-graph'
        });
