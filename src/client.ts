import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type {
  Capacity,
  ClaimItem,
  EventItem,
  Item,
  KubernetesObject,
  List,
  LogLines,
  PlannedObjects,
  Plural,
  SearchParameter,
  ServingRuntimes,
  Session,
  Settings,
  TrainingRuntimes
} from '@kubeflow-lab/schema';
import { ProblemError, UNREACHABLE } from './problem';
import type { ObjectRef } from './tokens';
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

/** What came of a load: times in milliseconds, null without an answer. */
export interface LoadFigures {
  requests: number;
  errors: number;
  seconds: number;
  median: number | null;
  p95: number | null;
  p99: number | null;
  longest: number | null;
  /** The number of answers in each second. */
  course: number[];
  /** What the first error said. */
  problem: string | null;
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

  item<T extends Item = Item>({ plural, namespace, name }: ObjectRef): Promise<T> {
    return this._json(this._objects(plural, namespace, name));
  }

  /** Makes an object: `body` is the object itself, or the form of its kind. */
  create<T extends Item = Item>(plural: Plural, namespace: string, body: object): Promise<T> {
    return this._json(this._objects(plural, namespace), post(body));
  }

  /** What `create` would make; the API server checks it as if it did. */
  dryRun(
    plural: Plural,
    namespace: string,
    body: object
  ): Promise<{ objects: KubernetesObject[] }> {
    return this._json(`${this._objects(plural, namespace)}?dryRun=true`, post(body));
  }

  /**
   * Runs a saved notebook of this Jupyter server on the cluster; modules of its folder travel with it. With `dryRun` it
   * only answers what would be made.
   */
  submit<T = Item>(submission: object): Promise<T> {
    return this._json(URLExt.join(this._root, 'submit'), post(submission));
  }

  /** Starts a training job with code of this Jupyter server, or only asks whether the cluster would take it. */
  train<T = PlannedObjects>(start: object): Promise<T> {
    return this._json(URLExt.join(this._root, 'train'), post(start));
  }

  /** The parameters to which the parameters cells of a saved notebook give ranges. Rejects with a sentence without any. */
  ranges(path: string): Promise<{ parameters: SearchParameter[] }> {
    return this._json(URLExt.join(this._root, 'ranges'), post({ path }));
  }

  /** Puts a served model under load from this Jupyter server; aborted, the load ends. */
  load(form: object, signal: AbortSignal): Promise<LoadFigures> {
    return this._json(URLExt.join(this._root, 'load'), { ...post(form), signal });
  }

  /** The volumes of a project. */
  claims(namespace: string): Promise<List<ClaimItem>> {
    return this._json(this._api('namespaces', namespace, 'persistentvolumeclaims'));
  }

  /** What the cluster and the project's quotas have left. */
  capacity(namespace: string): Promise<Capacity> {
    return this._json(this._api('namespaces', namespace, 'capacity'));
  }

  /** What TrainJobs of a project can run in. */
  trainingRuntimes(namespace: string): Promise<TrainingRuntimes> {
    return this._json(this._api('namespaces', namespace, 'trainingruntimes'));
  }

  /** What serves models in a project. */
  servingRuntimes(namespace: string): Promise<ServingRuntimes> {
    return this._json(this._api('namespaces', namespace, 'servingruntimes'));
  }

  async delete({ plural, namespace, name }: ObjectRef): Promise<void> {
    await this._request(this._objects(plural, namespace, name), { method: 'DELETE' });
  }

  /** Does one of the kind's own actions; resolves to what it answers, most often the item after it. */
  act<T = Item>({ plural, namespace, name }: ObjectRef, action: string, body = {}): Promise<T> {
    return this._json(this._objects(plural, namespace, name, 'actions', action), post(body));
  }

  events({ plural, namespace, name }: ObjectRef): Promise<List<EventItem>> {
    return this._json(this._objects(plural, namespace, name, 'events'));
  }

  /** The last `tail` lines of all parts, or of one, merged by time; `previous`: of before the last restart. */
  logs(
    { plural, namespace, name }: ObjectRef,
    tail: number,
    { part, previous }: { part?: string | null; previous?: boolean } = {}
  ): Promise<LogLines> {
    const query = new URLSearchParams({
      tail: String(tail),
      ...(part ? { part } : {}),
      ...(previous ? { previous: 'true' } : {})
    });
    return this._json(`${this._objects(plural, namespace, name, 'logs')}?${query}`);
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

  private _objects(plural: Plural, namespace: string, ...rest: string[]): string {
    return this._api('namespaces', namespace, plural, ...rest);
  }

  private async _json<T>(url: string, init: RequestInit = {}): Promise<T> {
    const response = await this._request(url, init);
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

function post(body: object): RequestInit {
  return {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body)
  };
}
