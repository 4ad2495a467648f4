import { emptyFeed, type Feed, type Subscription } from '@kubeflow-lab/live';
import type { Problem, Settings } from '@kubeflow-lab/schema';
import { type ISignal, Signal } from '@lumino/signaling';
import { ProblemError } from '../problem';
import type { IConnection, IPlatform } from '../tokens';

/** Where the panels stand with their server, before there are objects to speak of. */
export type ConnectionState =
  | { state: 'connecting' }
  /** Nothing is configured; the message says what to set. */
  | { state: 'disconnected'; message: string }
  | { state: 'failed'; problem: Problem }
  | { state: 'connected'; namespace: string };

/** The connection of all panels: found once, for the one project that they show. */
export class Connection implements IConnection {
  constructor(private readonly _platform: IPlatform) {}

  /** Emitted when the state or the settings changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get current(): ConnectionState {
    return this._current;
  }

  /** The platform's settings; null until they are known. */
  get settings(): Settings | null {
    return this._feed.settings;
  }

  /** Finds the server and the project; also the way to try again. */
  async connect(): Promise<void> {
    const again = this._current.state !== 'connecting';
    this._set({ state: 'connecting' });
    try {
      const status = await (again ? this._platform.reconnect() : this._platform.status());
      if (!status.configured) {
        this._set({ state: 'disconnected', message: status.message });
        return;
      }
      const namespace = status.namespace ?? (await this._firstProject());
      this._follow();
      this._set({ state: 'connected', namespace });
    } catch (error) {
      this._set(stateOf(error, this._platform));
    }
  }

  dispose(): void {
    this._disposed = true;
    this._subscription?.dispose();
    Signal.clearData(this);
  }

  private _follow(): void {
    if (!this._subscription && !this._disposed) {
      this._subscription = this._platform.live.subscribe({ resource: 'settings' }, feed => {
        this._feed = feed;
        this._changed.emit();
      });
    }
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

  private _set(current: ConnectionState): void {
    if (!this._disposed) {
      this._current = current;
      this._changed.emit();
    }
  }

  private readonly _changed = new Signal<this, void>(this);
  private _current: ConnectionState = { state: 'connecting' };
  private _feed: Feed = emptyFeed;
  private _subscription: Subscription | null = null;
  private _disposed = false;
}

function stateOf(error: unknown, { trans }: IPlatform): ConnectionState {
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
