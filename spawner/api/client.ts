import type {
  Capacity,
  ClaimItem,
  EventItem,
  List,
  LogLines,
  ManifestObject,
  NotebookForm,
  NotebookItem,
  NotebookObjects,
  NotebookOptions,
  NotebookUse,
  PlannedObjects,
  Session,
  Settings,
  SignedOut,
  SignInOptions,
  RepositoryForm,
  RepositoryState,
  SnapshotForm,
  SnapshotItem,
  SnapshotList,
  StorageClassItem,
  VolumeFiles,
  VolumeForm
} from '@kubeflow-lab/schema';
import { request } from './request.js';

const part = encodeURIComponent;
const notebooks = (namespace: string): string => `/api/namespaces/${part(namespace)}/notebooks`;
const notebook = (namespace: string, name: string): string =>
  `${notebooks(namespace)}/${part(name)}`;

const volumes = (namespace: string): string =>
  `/api/namespaces/${part(namespace)}/persistentvolumeclaims`;
const snapshots = (namespace: string): string =>
  `/api/namespaces/${part(namespace)}/volumesnapshots`;

/** The routes of the REST API that this app uses; each throws ApiError. */
export const api = {
  session: (): Promise<Session> => request('/api/session'),
  signIn: (username: string, password: string): Promise<{ user: string }> =>
    request('/api/session', { method: 'POST', body: { username, password } }),
  signInOptions: (): Promise<SignInOptions> => request('/api/session/options'),
  /** Answers where the person goes to sign out of a provider, too; null where that is not needed. */
  signOut: (): Promise<SignedOut | null> => request('/api/session', { method: 'DELETE' }),
  settings: (): Promise<Settings> => request('/api/settings'),

  createNotebook: (
    namespace: string,
    wanted: NotebookForm | NotebookObjects
  ): Promise<NotebookItem> => request(notebooks(namespace), { method: 'POST', body: wanted }),
  /** What would be made, after the cluster was asked whether it would take it. */
  planNotebook: (
    namespace: string,
    wanted: NotebookForm | NotebookObjects,
    signal?: AbortSignal
  ): Promise<PlannedObjects> =>
    request(`${notebooks(namespace)}?dryRun=true`, { method: 'POST', body: wanted, signal }),
  notebookOptions: (namespace: string): Promise<NotebookOptions> =>
    request(`/api/namespaces/${part(namespace)}/notebook-options`),
  capacity: (namespace: string): Promise<Capacity> =>
    request(`/api/namespaces/${part(namespace)}/capacity`),
  notebookUse: (namespace: string): Promise<NotebookUse> =>
    request(`/api/namespaces/${part(namespace)}/notebook-use`),
  startNotebook: (namespace: string, name: string): Promise<NotebookItem> =>
    request(`${notebook(namespace, name)}/actions/start`, { method: 'POST' }),
  stopNotebook: (namespace: string, name: string): Promise<NotebookItem> =>
    request(`${notebook(namespace, name)}/actions/stop`, { method: 'POST' }),
  keepNotebook: (namespace: string, name: string): Promise<NotebookItem> =>
    request(`${notebook(namespace, name)}/actions/keep`, { method: 'POST' }),
  /** Has a running server fetch a repository; sent again until it is done. */
  openRepository: (
    namespace: string,
    name: string,
    form: RepositoryForm
  ): Promise<RepositoryState> =>
    request(`${notebook(namespace, name)}/actions/open`, { method: 'POST', body: form }),
  restartNotebook: (namespace: string, name: string): Promise<NotebookItem> =>
    request(`${notebook(namespace, name)}/actions/restart`, { method: 'POST' }),
  /** Changes a Notebook to `object`, whose resourceVersion says of which version it is a change. */
  editNotebook: (
    namespace: string,
    name: string,
    object: ManifestObject,
    dryRun: boolean
  ): Promise<NotebookItem> =>
    request(`${notebook(namespace, name)}/actions/edit`, {
      method: 'POST',
      body: { object, dryRun }
    }),
  deleteNotebook: (namespace: string, name: string, volume: 'keep' | 'delete'): Promise<null> =>
    // Also sent when the page is left, which must not end it.
    request(`${notebook(namespace, name)}?volume=${volume}`, { method: 'DELETE', keepalive: true }),
  /** The newest lines; `previous`: what its container wrote before it was started anew. */
  log: (namespace: string, name: string, tail: number, previous: boolean): Promise<LogLines> =>
    request(`${notebook(namespace, name)}/logs?tail=${tail}&previous=${previous}`),
  events: (namespace: string, name: string): Promise<List<EventItem>> =>
    request(`${notebook(namespace, name)}/events`),

  claims: (namespace: string): Promise<List<ClaimItem>> => request(volumes(namespace)),
  createVolume: (namespace: string, form: VolumeForm): Promise<ClaimItem> =>
    request(volumes(namespace), { method: 'POST', body: form }),
  expandVolume: (namespace: string, name: string, size: string): Promise<ClaimItem> =>
    request(`${volumes(namespace)}/${part(name)}/actions/expand`, {
      method: 'POST',
      body: { size }
    }),
  /** What lies on a volume; a pod reads it, which takes some seconds. */
  volumeFiles: (namespace: string, name: string): Promise<VolumeFiles> =>
    request(`${volumes(namespace)}/${part(name)}/actions/list-files`, { method: 'POST' }),
  readVolumeFile: (namespace: string, name: string, path: string): Promise<Blob> =>
    request(`${volumes(namespace)}/${part(name)}/actions/read-file`, {
      method: 'POST',
      body: { path }
    }),
  deleteVolume: (namespace: string, name: string): Promise<null> =>
    request(`${volumes(namespace)}/${part(name)}`, { method: 'DELETE' }),
  snapshots: (namespace: string): Promise<SnapshotList> => request(snapshots(namespace)),
  createSnapshot: (namespace: string, form: SnapshotForm): Promise<SnapshotItem> =>
    request(snapshots(namespace), { method: 'POST', body: form }),
  deleteSnapshot: (namespace: string, name: string): Promise<null> =>
    request(`${snapshots(namespace)}/${part(name)}`, { method: 'DELETE' }),
  storageClasses: (): Promise<List<StorageClassItem>> => request('/api/storageclasses')
};

export type Api = typeof api;
