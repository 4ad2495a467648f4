import { Notification } from '@jupyterlab/apputils';
import type { Item } from '@kubeflow-lab/schema';
import { lookOf } from '../components/phase';
import type { IPlatform } from '../tokens';
import { compare } from './ended';
import { type KindDescription, type PanelSummary, refOf } from './kind';
import { type KnownStore, knownStore } from './knownStore';
import type { PanelModel } from './model';

/** So many milliseconds later than a tab that is seen does a hidden one look: whoever looks first tells. */
const HIDDEN_LATER = 1500;

/**
 * Tells the person when something that they started has ended: once, in one of the open tabs, also
 * when it ended while none was open.
 */
export class EndNotifier {
  /** @param isWanted whether the person wants to be told, asked each time */
  constructor(
    private readonly _platform: IPlatform,
    private readonly _isWanted: () => boolean,
    private readonly _store: KnownStore = knownStore()
  ) {}

  /** Follows the objects of a panel. */
  watch(model: PanelModel): void {
    model.stateChanged.connect(() => {
      for (const kind of model.panel.kinds) {
        const { state, items } = model.feed(kind);
        if (state === 'live' && items !== this._seen.get(kind)) {
          this._seen.set(kind, items);
          this._soon(kind, Object.values(items) as Item<PanelSummary>[]);
        }
      }
    });
  }

  private _soon(kind: KindDescription, items: Item<PanelSummary>[]): void {
    const look = () => {
      this._look(kind, items).catch(error =>
        console.warn('Kubeflow Lab: the end of objects cannot be told.', error)
      );
    };
    clearTimeout(this._timers.get(kind));
    this._timers.set(kind, setTimeout(look, document.hidden ? HIDDEN_LATER : 0));
  }

  private async _look(kind: KindDescription, items: Item<PanelSummary>[]): Promise<void> {
    const user = await this._user();
    let news: Item<PanelSummary>[] = [];
    await this._store.update(before => {
      const { known, ended } = compare(before, kind, items, user);
      news = ended;
      return known;
    });
    if (this._isWanted()) {
      news.forEach(item => this._tell(kind, item));
    }
  }

  private _tell(kind: KindDescription, item: Item<PanelSummary>): void {
    const { trans, actions } = this._platform;
    const { object, summary } = item;
    const good = summary.phase === 'Succeeded';
    const { word } = lookOf(summary.phase, trans);
    const text = `${object.kind} ${object.metadata.name}: ${word}. ${summary.message}`;
    Notification.emit(text, good ? 'success' : 'error', {
      autoClose: good ? 10_000 : false,
      actions: [
        {
          label: trans.__('Show'),
          caption: trans.__('Open the %1', kind.noun.one),
          callback: () => actions?.open(refOf(kind, item))
        }
      ]
    });
  }

  private _user(): Promise<string> {
    this._asked ??= this._platform.client.session().then(
      ({ user }) => user,
      error => {
        // The next look asks again.
        this._asked = null;
        throw error;
      }
    );
    return this._asked;
  }

  private readonly _seen = new Map<KindDescription, object>();
  private readonly _timers = new Map<KindDescription, ReturnType<typeof setTimeout>>();
  private _asked: Promise<string> | null = null;
}
