import { VDomModel } from '@jupyterlab/ui-components';
import type { Problem, Settings, TrainingJobItem } from '@kubeflow-lab/schema';
import { emptyFeed, type Feed, type Subscription } from '@kubeflow-lab/live';
import { ProblemError } from '../problem';
import type { IPlatform } from '../tokens';
import { type Engine, engineOf } from './engine';

/** Where the panel stands with its connection, before there are jobs to speak of. */
export type Connection =
  | { state: 'connecting' }
  /** Nothing is configured; the message says what to set. */
  | { state: 'disconnected'; message: string }
  | { state: 'failed'; problem: Problem }
  | { state: 'connected'; namespace: string };

/** The training jobs of the person's project, live. */
export class TrainingModel extends VDomModel {
  constructor(private readonly _platform: IPlatform) {
    super();
  }

  get connection(): Connection {
    return this._connection;
  }

  /** All jobs, the youngest first. */
  get jobs(): TrainingJobItem[] {
    return this._jobs;
  }

  /** The jobs that the filter lets through. */
  get shown(): TrainingJobItem[] {
    const words = this._filter.toLowerCase().split(/\s+/).filter(Boolean);
    return this._jobs.filter(({ object, summary }) => {
      const text = `${object.metadata.name} ${object.kind} ${summary.phase}`.toLowerCase();
      return words.every(word => text.includes(word));
    });
  }

  /** Whether the list of jobs has come, and whether it is up to date. */
  get feed(): Feed {
    return this._feed;
  }

  /** Whether the cluster can run training jobs. */
  get engine(): Engine {
    return engineOf(this._settings, this._feed.problem);
  }

  get filter(): string {
    return this._filter;
  }

  set filter(filter: string) {
    if (filter !== this._filter) {
      this._filter = filter;
      this.stateChanged.emit();
    }
  }

  /** Finds the server and begins to follow its jobs; also the way to try again. */
  async connect(): Promise<void> {
    const again = this._connection.state !== 'connecting';
    this._setConnection({ state: 'connecting' });
    try {
      const status = await (again ? this._platform.reconnect() : this._platform.status());
      if (!status.configured) {
        this._setConnection({ state: 'disconnected', message: status.message });
        return;
      }
      const namespace = status.namespace ?? (await this._firstProject());
      if (!this.isDisposed) {
        this._follow(namespace);
        this._setConnection({ state: 'connected', namespace });
      }
    } catch (error) {
      this._setConnection(connectionOf(error, this._platform));
    }
  }

  override dispose(): void {
    this._subscriptions.splice(0).forEach(subscription => subscription.dispose());
    super.dispose();
  }

  private _follow(namespace: string): void {
    this._subscriptions.splice(0).forEach(subscription => subscription.dispose());
    this._subscriptions.push(
      this._platform.live.subscribe({ resource: 'tfjobs', namespace }, feed => {
        this._feed = feed;
        this._jobs = (Object.values(feed.items) as TrainingJobItem[]).sort(youngestFirst);
        this.stateChanged.emit();
      }),
      this._platform.live.subscribe({ resource: 'settings' }, feed => {
        this._settings = feed.settings;
        this.stateChanged.emit();
      })
    );
  }

  private async _firstProject(): Promise<string> {
    const { projects } = await this._platform.client.session();
    if (projects.length === 0) {
      const { trans } = this._platform;
      throw new ProblemError({
        type: 'about:blank',
        title: trans.__('No project'),
        status: 403,
        detail: trans.__(
          'You have no project yet. Ask an administrator for one, or set KUBEFLOW_LAB_NAMESPACE to yours.'
        )
      });
    }
    return projects[0].namespace;
  }

  private _setConnection(connection: Connection): void {
    if (!this.isDisposed) {
      this._connection = connection;
      this.stateChanged.emit();
    }
  }

  private readonly _subscriptions: Subscription[] = [];
  private _connection: Connection = { state: 'connecting' };
  private _feed = emptyFeed;
  private _jobs: TrainingJobItem[] = [];
  private _settings: Settings | null = null;
  private _filter = '';
}

function youngestFirst(a: TrainingJobItem, b: TrainingJobItem): number {
  return (
    b.summary.createdAt.localeCompare(a.summary.createdAt) ||
    a.object.metadata.name.localeCompare(b.object.metadata.name)
  );
}

function connectionOf(error: unknown, { trans }: IPlatform): Connection {
  const { problem } = ProblemError.from(error);
  if (problem.status === 404) {
    return {
      state: 'disconnected',
      message: trans.__(
        'The Jupyter server runs without the kubeflow_lab server extension. Install the package kubeflow-lab where Jupyter runs, and start Jupyter again.'
      )
    };
  }
  return { state: 'failed', problem };
}
