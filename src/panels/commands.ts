/** The commands of all panels. */
export const CommandIDs = {
  open: 'kubeflow-lab:open',
  delete: 'kubeflow-lab:delete',
  /** Shows a panel; with the panel's id behind it. */
  panel: 'kubeflow-lab:panel-',
  /** Opens the dialog of a panel in which an object is made from YAML; with the panel's id behind it. */
  create: 'kubeflow-lab:new-'
} as const;
