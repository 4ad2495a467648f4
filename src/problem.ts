export { problemOf, ProblemError } from '@kubeflow-lab/live';

/** The problem type of the Jupyter server's own answer where no kubeflow-lab server is configured. */
export const NOT_CONNECTED = 'urn:kubeflow-lab:not-connected';

/** What to say when the Jupyter server, through which every request goes, does not answer. */
export const UNREACHABLE =
  'The Jupyter server cannot be reached. Check that it runs and that you are online.';
