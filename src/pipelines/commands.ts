/** The commands of the Pipelines panel beside those that every panel has. */
export const CommandIDs = {
  /** Opens the notebook `path` and shows what its pipeline would run with `parameters`, to be run from there. */
  runWith: 'kubeflow-lab:run-pipeline-with'
} as const;
