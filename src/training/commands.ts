/** The commands of the Training panel beside those that every panel has. */
export const CommandIDs = {
  insertStarter: 'kubeflow-lab:insert-training-cell',
  openExample: 'kubeflow-lab:open-example'
} as const;
