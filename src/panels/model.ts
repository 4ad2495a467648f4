import { VDomModel } from '@jupyterlab/ui-components';
import { emptyFeed, type Feed, type Subscription } from '@kubeflow-lab/live';
import type { Item, Phase } from '@kubeflow-lab/schema';
import type { IPlatform } from '../tokens';
import type { Connection, ConnectionState } from './connection';
import { type Engine, engineOf, NOT_INSTALLED } from './engine';
import { countPhases, type Entry, matches, wordsOf, youngestFirst } from './filter';
import type { KindDescription, PanelDescription, PanelSummary } from './kind';

/** Changes that come within so many milliseconds are drawn together. */
const TOGETHER = 40;

/** A panel's objects, live, and what of them is shown. */
export class PanelModel extends VDomModel {
  constructor(
    private readonly _platform: IPlatform,
    private readonly _connection: Connection,
    readonly panel: PanelDescription
  ) {
    super();
    _connection.changed.connect(this._follow, this);
    this._follow();
  }

  get connection(): ConnectionState {
    return this._connection.current;
  }

  /** All objects, the youngest first. */
  get entries(): readonly Entry[] {
    this._entries ??= this.panel.kinds
      .flatMap(kind =>
        Object.values(this.feed(kind).items).map(item => ({
          kind,
          item: item as Item<PanelSummary>
        }))
      )
      .sort(youngestFirst);
    return this._entries;
  }

  /** The objects that search and chosen phase let through. */
  get shown(): readonly Entry[] {
    const words = wordsOf(this._filter);
    return (this._shown ??= this.entries.filter(
      entry =>
        (this._phase === null || entry.item.summary.phase === this._phase) && matches(entry, words)
    ));
  }

  get phases(): { phase: Phase; count: number }[] {
    return countPhases(this.entries);
  }

  /** Whether the list of a kind has come, and whether it is up to date. */
  feed(kind: KindDescription): Feed {
    return this._feeds.get(kind) ?? emptyFeed;
  }

  /** Whether the cluster can run a kind. */
  engine(kind: KindDescription): Engine {
    return engineOf(kind.engine.addon, this._connection.settings, this.feed(kind).problem);
  }

  get filter(): string {
    return this._filter;
  }

  set filter(filter: string) {
    this._filter = filter;
    this._redraw();
  }

  /** The one phase that is shown; null for all. */
  get phase(): Phase | null {
    return this._phase;
  }

  set phase(phase: Phase | null) {
    this._phase = phase;
    this._redraw();
  }

  /** Tries again whatever failed. */
  async retry(): Promise<void> {
    await this._connection.connect();
  }

  override dispose(): void {
    this._connection.changed.disconnect(this._follow, this);
    this._subscriptions.splice(0).forEach(subscription => subscription.dispose());
    clearTimeout(this._timer);
    super.dispose();
  }

  /** Follows the kinds of the project, once it is known; asks again for a kind that may be there by now. */
  private _follow(): void {
    const { current } = this._connection;
    if (current.state === 'connected' && current.namespace !== this._namespace) {
      this._namespace = current.namespace;
      this._subscribe(current.namespace);
    }
    this._askForInstalled();
    this._redraw();
  }

  private _subscribe(namespace: string): void {
    this._subscriptions.splice(0).forEach(subscription => subscription.dispose());
    this._feeds.clear();
    for (const kind of this.panel.kinds) {
      const topic = { resource: kind.plural, namespace };
      this._subscriptions.push(
        this._platform.live.subscribe(topic, feed => {
          this._feeds.set(kind, feed);
          this._redrawSoon();
        })
      );
    }
  }

  private _askForInstalled(): void {
    for (const kind of this.panel.kinds) {
      const { state, problem } = this.feed(kind);
      const addon = this._connection.settings?.addons.find(one => one.name === kind.engine.addon);
      const installed = addon?.state === 'ready' && !this._ready.has(kind);
      if (installed) {
        this._ready.add(kind);
      } else if (addon && addon.state !== 'ready') {
        this._ready.delete(kind);
      }
      if (installed && state === 'failed' && problem?.type === NOT_INSTALLED) {
        this._platform.live.again({ resource: kind.plural, namespace: this._namespace! });
      }
    }
  }

  private _redrawSoon(): void {
    this._timer ??= setTimeout(() => this._redraw(), TOGETHER);
  }

  private _redraw(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
    this._entries = null;
    this._shown = null;
    this.stateChanged.emit();
  }

  private readonly _subscriptions: Subscription[] = [];
  private readonly _feeds = new Map<KindDescription, Feed>();
  private readonly _ready = new Set<KindDescription>();
  private _namespace: string | null = null;
  private _entries: Entry[] | null = null;
  private _shown: readonly Entry[] | null = null;
  private _filter = '';
  private _phase: Phase | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
}
