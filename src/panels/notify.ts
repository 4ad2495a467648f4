import { Notification } from '@jupyterlab/apputils';
import type { Item } from '@kubeflow-lab/schema';
import { lookOf } from '../components/phase';
import type { IPlatform } from '../tokens';
import { compare, type Going } from './ended';
import { type KindDescription, type PanelSummary, refOf } from './kind';
import type { PanelModel } from './model';

/** Where the tabs of this origin keep what goes on, so that a reload forgets nothing and one of them tells its end. */
const KEY = 'kubeflow-lab:going';

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
    private readonly _isWanted: () => boolean
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
        console.warn('Kubeflow Lab: it is not known whose objects these are.', error)
      );
    };
    clearTimeout(this._timers.get(kind));
    this._timers.set(kind, setTimeout(look, document.hidden ? HIDDEN_LATER : 0));
  }

  private async _look(kind: KindDescription, items: Item<PanelSummary>[]): Promise<void> {
    const user = await this._user();
    await exclusively(() => {
      const before = read();
      const { going, ended } = compare(before, kind, items, user);
      write(before, going);
      if (this._isWanted()) {
        ended.forEach(item => this._tell(kind, item));
      }
    });
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

/** Does something in no two tabs at once. Without locks (no secure context) it may happen twice. */
async function exclusively(task: () => void): Promise<void> {
  if (navigator.locks) {
    await navigator.locks.request(KEY, task);
  } else {
    task();
  }
}

function read(): Going {
  const text = localStorage.getItem(KEY);
  return text === null ? {} : (JSON.parse(text) as Going);
}

function write(before: Going, going: Going): void {
  const text = JSON.stringify(going);
  if (text !== JSON.stringify(before)) {
    localStorage.setItem(KEY, text);
  }
}
