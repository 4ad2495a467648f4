/**
 * The REST API and the event stream of docs/architecture.md over what a test puts into it, as the
 * Jupyter server's handler forwards them. For unit tests of this room and for looking at its
 * screens; the real server is in `server/`.
 */
import type { ServerResponse } from 'node:http';
import { CurveCollector } from '@kubeflow-lab/resources';
import type {
  Capacity,
  EventItem,
  Item,
  KubernetesObject,
  LogLine,
  Problem,
  ServingRuntimes,
  TrainingRuntimes,
  TrainingUsage
} from '@kubeflow-lab/schema';
import { type FixtureRequest, notFound, send, StreamFixture } from '../../live/testing/fixture';
import { FilesFixture } from './files';

export { defaultSettings } from '../../live/testing/fixture';

const plurals: Record<string, string> = {
  Notebook: 'notebooks',
  TFJob: 'tfjobs',
  XGBoostJob: 'xgboostjobs',
  PyTorchJob: 'pytorchjobs',
  MPIJob: 'mpijobs',
  JAXJob: 'jaxjobs',
  TrainJob: 'trainjobs',
  Workflow: 'workflows',
  CronWorkflow: 'cronworkflows',
  Experiment: 'experiments',
  InferenceService: 'inferenceservices',
  SeldonDeployment: 'seldondeployments'
};

/** The REST plural of a kind. */
function pluralOf({ object }: Item): string {
  const plural = plurals[object.kind];
  if (!plural) {
    throw new Error(`The fixture does not know the kind ${object.kind}.`);
  }
  return plural;
}

export class Fixture extends StreamFixture {
  /** What `GET /kubeflow-lab/status` answers, the Jupyter server's own handler; null where there is none. */
  status: object | null = {
    configured: true,
    url: 'http://fixture',
    namespace: 'team-a',
    notebook: null,
    message: ''
  };
  user = 'ada';
  events: EventItem[] = [];
  /** What a POST of an object or a form, or of an action, answers instead of success. */
  refusal: Problem | null = null;
  readonly files = new FilesFixture();
  /** What the cluster has left. */
  capacity: Capacity = {
    free: { cpu: 3.5, memory: 12 * 2 ** 30, gpu: 0, pods: 90 },
    largest: { cpu: 3.5, memory: 12 * 2 ** 30, gpu: 0, pods: 90 },
    quotas: []
  };
  /** What TrainJobs can run in. */
  runtimes: TrainingRuntimes = { items: [], overrides: null };
  /** What `GET …/servingruntimes` answers. */
  servingRuntimes: ServingRuntimes = { items: [] };
  /** What the replicas of every job use. */
  usage: TrainingUsage = { replicas: [], why: null };
  /** The log of an object from before the last restart, by its name. */
  readonly earlier = new Map<string, LogLine[]>();

  put(item: Item): void {
    this.store(pluralOf(item), item);
  }

  protected override answer(request: FixtureRequest, response: ServerResponse): void {
    const { method, path, query, body } = request;
    const [, resource, namespace, plural, name, ...rest] = path
      .split('/')
      .slice(1)
      .map(decodeURIComponent);
    if (path === '/status') {
      send(response, this.status ? 200 : 404, this.status ?? {});
    } else if (resource === 'session') {
      send(response, 200, { user: this.user, projects: [{ namespace: 'team-a', role: 'owner' }] });
    } else if (resource === 'settings') {
      send(response, 200, this.settings);
    } else if (plural === 'files') {
      this.files.answer(request, [name, ...rest].filter(Boolean).join('/'), response);
    } else if (plural === 'trainingruntimes') {
      send(response, 200, this.runtimes);
    } else if (plural === 'servingruntimes') {
      send(response, 200, this.servingRuntimes);
    } else if (plural === 'capacity') {
      send(response, 200, this.capacity);
    } else if (method === 'POST' && this.refusal) {
      send(response, this.refusal.status, this.refusal);
    } else if (resource !== 'namespaces') {
      send(response, 404, notFound('Nothing is here.'));
    } else if (name === undefined) {
      this.collection(method, { namespace, plural }, query.has('dryRun'), body, response);
    } else {
      this.object(method, { namespace, plural, name }, { rest, query }, response);
    }
  }

  private collection(
    method: string,
    { namespace, plural }: { namespace: string; plural: string },
    dryRun: boolean,
    body: unknown,
    response: ServerResponse
  ): void {
    if (method !== 'POST') {
      send(response, 200, { items: this.list(plural, namespace) });
    } else if (dryRun) {
      send(response, 200, { objects: [body] });
    } else {
      const item = createdOf(body as KubernetesObject, namespace);
      this.put(item);
      send(response, 201, item);
    }
  }

  private object(
    method: string,
    { namespace, plural, name }: { namespace: string; plural: string; name: string },
    { rest: [part, action], query }: { rest: string[]; query: URLSearchParams },
    response: ServerResponse
  ): void {
    const item = this.list(plural, namespace).find(({ object }) => object.metadata.name === name);
    if (!item) {
      send(response, 404, notFound(`There is no ${name} among the ${plural} of ${namespace}.`));
    } else if (method === 'DELETE') {
      this.remove(item.object.metadata.uid!);
      send(response, 202, {});
    } else if (part === 'events') {
      send(response, 200, { items: this.events });
    } else if (part === 'logs') {
      const { lines } = this.log(namespace, name);
      send(response, 200, {
        lines: query.has('previous') ? (this.earlier.get(name) ?? []) : lines
      });
    } else if (action === 'curves') {
      const collector = new CurveCollector();
      this.log(namespace, name).lines.forEach(line => collector.add(line));
      send(response, 200, collector.result);
    } else if (action === 'usage') {
      send(response, 200, this.usage);
    } else {
      send(response, 200, item);
    }
  }
}

/** What the API makes of an object that was posted as it is. */
function createdOf(object: KubernetesObject, namespace: string): Item {
  const uid = `uid-${object.metadata.name}`;
  const createdAt = new Date().toISOString();
  return {
    object: { ...object, metadata: { ...object.metadata, namespace, uid } },
    summary: {
      ...{ replicas: [], metrics: {}, startedAt: null, finishedAt: null, notebook: null },
      ...{ phase: 'Pending', message: 'It has been created.', reason: '', since: null, createdAt }
    } as Item['summary']
  };
}
