/** The commands of the training jobs. */
export const CommandIDs = {
  openTraining: 'kubeflow-lab:open-training',
  openJob: 'kubeflow-lab:open-job',
  deleteJob: 'kubeflow-lab:delete-job',
  insertStarter: 'kubeflow-lab:insert-training-cell',
  openExample: 'kubeflow-lab:open-example'
} as const;
