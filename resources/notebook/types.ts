import type {
  Condition,
  ContainerState,
  KubeEvent,
  KubeObject,
  PodTemplateSpec
} from '../common/object.js';
import type { NotebookForm, NotebookSummary, Workspace } from '@kubeflow-lab/schema';

import type { PodDefault } from '../pod-default/index.js';
import type { SpawnerOffer } from './offer.js';

// The form and the summary are the REST API's.
export type { NotebookForm, NotebookSummary, Workspace };

export const NOTEBOOK_API_VERSION = 'kubeflow.org/v1';

/** Upstream's names, kept so that either Notebook controller and either web app can be exchanged. */
export const STOP_ANNOTATION = 'kubeflow-resource-stopped';
export const SERVER_TYPE_ANNOTATION = 'notebooks.kubeflow.org/server-type';
/** What a gateway makes of the path before it hands a request on; without it the path stays. */
export const REWRITE_ANNOTATION = 'notebooks.kubeflow.org/http-rewrite-uri';
/** Headers that a gateway sets, as a JSON object. */
export const HEADERS_ANNOTATION = 'notebooks.kubeflow.org/http-headers-request-set';
export const CREATOR_ANNOTATION = 'notebooks.kubeflow.org/creator';
/** Each new value restarts the server once. */
export const RESTART_ANNOTATION = 'notebooks.kubeflow.org/restart';
/** `Immediate`: a changed Notebook restarts its running server at once. Else the change waits for its next start. */
export const UPDATE_POLICY_ANNOTATION = 'notebooks.kubeflow.org/update-policy';
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

/** Condition of a Notebook: True while a running server does not have its Notebook's spec yet. */
export const UPDATE_CONDITION = 'UpdatePending';

/** A difference between the server as it runs and as it will be after its next start. */
export interface PendingChange {
  /** Path in the pod template, as `containers[lab].image`. */
  field: string;
  /** As it runs; left out where there is none. */
  from?: string;
  /** As it will be; left out where it goes. */
  to?: string;
}

export interface NotebookStatus {
  observedGeneration?: number;
  readyReplicas?: number;
  containerState?: ContainerState;
  conditions?: Condition[];
  pendingChanges?: PendingChange[];
  /** When the server is stopped unless it is used before, RFC 3339. */
  stopsAt?: string;
}

/** kubeflow.org/v1 Notebook. */
export interface Notebook extends KubeObject {
  spec?: { template?: PodTemplateSpec };
  status?: NotebookStatus;
}

/** What the installation adds to a form. */
export interface NotebookSettings {
  namespace: string;
  /** The person who creates it, for annotation `notebooks.kubeflow.org/creator`. */
  creator: string;
  /** Where the pod reaches the server (`KUBEFLOW_LAB_URL`). */
  serverUrl: string;
  /** What the administrator lets people choose; left out: limits are requests, and there are no groups. */
  offer?: SpawnerOffer;
  /** Those of the namespace. */
  podDefaults?: readonly PodDefault[];
}

/** How messages begin by which a Notebook repeats the events of its pod, StatefulSet and claims; upstream's words. */
export const REISSUED = 'Reissued from ';

/** Whether an event only repeats another one at a Notebook. */
export function isReissued({ involvedObject, message }: KubeEvent): boolean {
  return involvedObject?.kind === 'Notebook' && String(message).startsWith(REISSUED);
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
