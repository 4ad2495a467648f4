/** What the container beside a trial reads, in its variable KUBEFLOW_LAB_COLLECTOR. */
export interface CollectorPlan {
  /** The lines of a file, or the scalars of TensorFlow's event files below a directory. */
  kind: 'lines' | 'events';
  path: string;
}
