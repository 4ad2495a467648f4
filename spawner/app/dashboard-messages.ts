/** Beside the dashboard's own messages: by this one the web app says at which path it is, as `value`. */
export const PATH_MESSAGE = 'kubeflow-lab-path';
