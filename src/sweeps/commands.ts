/** The commands of the Sweeps panel beside those that every panel has. */
export const CommandIDs = {
  /** Opens the form; with `start` for what the trials run (`SweepStart`). */
  newSweep: 'kubeflow-lab:new-sweep',
  /** Opens the form with the notebook in front: its chosen cell runs, or all of it where that is its parameters cell. */
  newSweepOfCell: 'kubeflow-lab:new-sweep-of-cell'
} as const;
