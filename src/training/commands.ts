/** The commands of the Training panel beside those that every panel has. */
export const CommandIDs = {
  /** Opens the form; with `plural`, `namespace` and `name` for a job to begin with, or `start` for code (`FormStart`). */
  newJob: 'kubeflow-lab:new-training-job',
  insertStarter: 'kubeflow-lab:insert-training-cell',
  openExample: 'kubeflow-lab:open-example'
} as const;
