import type {
  ClaimItem,
  EventItem,
  List,
  NotebookForm,
  NotebookItem,
  Session,
  Settings,
  StorageClassItem
} from '@kubeflow-lab/schema';
import { request } from './request.js';

const part = encodeURIComponent;
const notebooks = (namespace: string): string => `/api/namespaces/${part(namespace)}/notebooks`;
const notebook = (namespace: string, name: string): string =>
  `${notebooks(namespace)}/${part(name)}`;

/** The routes of the REST API that this app uses; each throws ApiError. */
export const api = {
  session: (): Promise<Session> => request('/api/session'),
  signIn: (username: string, password: string): Promise<{ user: string }> =>
    request('/api/session', { method: 'POST', body: { username, password } }),
  signOut: (): Promise<null> => request('/api/session', { method: 'DELETE' }),
  settings: (): Promise<Settings> => request('/api/settings'),

  createNotebook: (namespace: string, form: NotebookForm): Promise<NotebookItem> =>
    request(notebooks(namespace), { method: 'POST', body: form }),
  startNotebook: (namespace: string, name: string): Promise<NotebookItem> =>
    request(`${notebook(namespace, name)}/actions/start`, { method: 'POST' }),
  stopNotebook: (namespace: string, name: string): Promise<NotebookItem> =>
    request(`${notebook(namespace, name)}/actions/stop`, { method: 'POST' }),
  keepNotebook: (namespace: string, name: string): Promise<NotebookItem> =>
    request(`${notebook(namespace, name)}/actions/keep`, { method: 'POST' }),
  restartNotebook: (namespace: string, name: string): Promise<NotebookItem> =>
    request(`${notebook(namespace, name)}/actions/restart`, { method: 'POST' }),
  deleteNotebook: (namespace: string, name: string, volume: 'keep' | 'delete'): Promise<null> =>
    request(`${notebook(namespace, name)}?volume=${volume}`, { method: 'DELETE' }),
  events: (namespace: string, name: string): Promise<List<EventItem>> =>
    request(`${notebook(namespace, name)}/events`),

  claims: (namespace: string): Promise<List<ClaimItem>> =>
    request(`/api/namespaces/${part(namespace)}/persistentvolumeclaims`),
  storageClasses: (): Promise<List<StorageClassItem>> => request('/api/storageclasses')
};

export type Api = typeof api;
