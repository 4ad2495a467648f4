import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type {
  EventItem,
  List,
  LogLines,
  Session,
  Settings,
  TrainingJobItem
} from '@kubeflow-lab/schema';
import { ProblemError, UNREACHABLE } from './problem';
import type { Endpoint } from '@kubeflow-lab/live';

/** The folder of the Jupyter server's handler. */
const HANDLER = 'kubeflow-lab';

/** What the Jupyter server knows by itself of its connection to a kubeflow-lab server. */
export interface Status {
  configured: boolean;
  url: string | null;
  namespace: string | null;
  /** `<namespace>/<name>` of the notebook server that this is, null outside the cluster. */
  notebook: string | null;
  /** One sentence: where it is connected to, or what to set. */
  message: string;
}

/**
 * The REST API as the Jupyter server's handler forwards it.
 *
 * Every method rejects with a `ProblemError` whose message is a sentence for a person. Credentials
 * of Jupyter go to Jupyter alone; the handler adds those of the platform.
 */
export class Client {
  constructor(
    readonly serverSettings: ServerConnection.ISettings = ServerConnection.makeSettings()
  ) {}

  status(): Promise<Status> {
    return this._json(URLExt.join(this._root, 'status'));
  }

  settings(): Promise<Settings> {
    return this._json(this._api('settings'));
  }

  session(): Promise<Session> {
    return this._json(this._api('session'));
  }

  job(namespace: string, name: string): Promise<TrainingJobItem> {
    return this._json(this._job(namespace, name));
  }

  async deleteJob(namespace: string, name: string): Promise<void> {
    await this._request(this._job(namespace, name), { method: 'DELETE' });
  }

  jobEvents(namespace: string, name: string): Promise<List<EventItem>> {
    return this._json(this._job(namespace, name, 'events'));
  }

  /** The last `tail` lines of all replicas, merged by time. */
  jobLogs(namespace: string, name: string, tail: number): Promise<LogLines> {
    return this._json(`${this._job(namespace, name, 'logs')}?tail=${tail}`);
  }

  /** Where the event stream is, for requests that are not made through this client. */
  endpoint(): Endpoint {
    const { token } = this.serverSettings;
    const xsrf = /(?:^|;\s*)_xsrf=([^;]*)/.exec(document.cookie)?.[1];
    return {
      url: URLExt.join(this._root, 'api'),
      headers: {
        ...(token ? { Authorization: `token ${token}` } : {}),
        ...(xsrf ? { 'X-XSRFToken': xsrf } : {})
      }
    };
  }

  private get _root(): string {
    return URLExt.join(this.serverSettings.baseUrl, HANDLER);
  }

  private _api(...parts: string[]): string {
    return URLExt.join(this._root, 'api', ...parts.map(encodeURIComponent));
  }

  private _job(namespace: string, name: string, ...rest: string[]): string {
    return this._api('namespaces', namespace, 'tfjobs', name, ...rest);
  }

  private async _json<T>(url: string): Promise<T> {
    const response = await this._request(url, {});
    return (await response.json()) as T;
  }

  private async _request(url: string, init: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await ServerConnection.makeRequest(url, init, this.serverSettings);
    } catch (error) {
      throw ProblemError.from(error, UNREACHABLE);
    }
    if (!response.ok) {
      throw await ProblemError.fromResponse(response);
    }
    return response;
  }
}
