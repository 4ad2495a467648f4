import type { Condition, ContainerState, KubeObject, PodTemplateSpec } from '../common/object.js';
import type { Summary } from '../common/summary.js';

export const NOTEBOOK_API_VERSION = 'kubeflow.org/v1';

/** Upstream's names, kept so that either Notebook controller and either web app can be exchanged. */
export const STOP_ANNOTATION = 'kubeflow-resource-stopped';
export const SERVER_TYPE_ANNOTATION = 'notebooks.kubeflow.org/server-type';
export const CREATOR_ANNOTATION = 'notebooks.kubeflow.org/creator';
/** Label of a notebook's pod: the name of the Notebook. */
export const NOTEBOOK_NAME_LABEL = 'notebook-name';
/** Label of a notebook's pod that its StatefulSet and its Service select by. */
export const STATEFULSET_LABEL = 'statefulset';

export const NOTEBOOK_PORT = 8888;
export const HOME_DIRECTORY = '/home/jovyan';
export const SHARED_CLAIM = 'shared';
export const SHARED_DIRECTORY = '/home/jovyan/shared';
/**
 * The pod's label `controller-revision-hash` is `<name>-<10 characters>` and may have 63 characters
 * (kubernetes/kubernetes#64023), so a StatefulSet with a longer name never gets a pod.
 */
export const NOTEBOOK_NAME_MAX = 52;

export interface NotebookStatus {
  readyReplicas?: number;
  containerState?: ContainerState;
  conditions?: Condition[];
}

/** kubeflow.org/v1 Notebook. */
export interface Notebook extends KubeObject {
  spec?: { template?: PodTemplateSpec };
  status?: NotebookStatus;
}

export type WorkspaceForm =
  | { mode: 'new'; size: string; storageClass?: string }
  | { mode: 'existing'; claim: string }
  | { mode: 'none' };

/** What a person fills in for a new notebook server. Quantities are Kubernetes quantities. */
export interface NotebookForm {
  name: string;
  image: string;
  cpu: string;
  memory: string;
  workspace: WorkspaceForm;
}

/** What the installation adds to a form. */
export interface NotebookSettings {
  namespace: string;
  /** The person who creates it, for annotation `notebooks.kubeflow.org/creator`. */
  creator: string;
  /** Where the pod reaches the server (`KUBEFLOW_LAB_URL`). */
  serverUrl: string;
}

export interface NotebookSummary extends Summary {
  image: string;
  /** Quantities as written in the object, '' where it names none. */
  cpu: string;
  memory: string;
  /** Name of the claim behind the home folder. */
  volume: string | null;
  /** `/connect/<ns>/<name>` where the server can be opened, else null. */
  url: string | null;
  createdAt: string;
  creator: string | null;
}

/** `/notebook/<ns>/<name>`: the base path of a notebook's server, without a slash at the end. */
export function notebookPath(namespace: string, name: string): string {
  return `/notebook/${namespace}/${name}`;
}

/** The name of the one pod of a notebook. */
export function notebookPodName(name: string): string {
  return `${name}-0`;
}

/** The name of the claim that the form's "new workspace volume" makes. */
export function workspaceClaimName(name: string): string {
  return `${name}-workspace`;
}
