import type { TranslationBundle } from '@jupyterlab/translation';
import type { ILive } from '@kubeflow-lab/live';
import type { Plural } from '@kubeflow-lab/schema';
import { Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { Client, Status } from './client';
import type { ILayouter } from './graph';
import type { ConnectionState } from './panels/connection';
import type { PanelDescription } from './panels/kind';
import type { KindRegistry } from './panels/registry';

/** What names an object of any kind that the panels show. */
export interface ObjectRef {
  plural: Plural;
  namespace: string;
  name: string;
}

/** What can be done with any object from wherever it is shown. */
export interface IObjectActions {
  /** Opens the object's own tab. */
  open(object: ObjectRef): void;
  /** Deletes the object after asking; resolves to whether it was deleted. Failures are shown to the person. */
  delete(object: ObjectRef): Promise<boolean>;
  /** Opens the notebook that something was started from. */
  openNotebook(path: string): Promise<void>;
}

/** The connection to the platform, shared by panels and cards. */
export interface IPlatform {
  readonly client: Client;
  readonly live: ILive;
  readonly trans: TranslationBundle;
  /** Places graphs without holding up the page. */
  readonly layouter: ILayouter;
  /** The kinds that can be shown. */
  readonly kinds: KindRegistry;
  /** Set by the panels; null where only the renderers of cards run. */
  actions: IObjectActions | null;
  /** The connection as the Jupyter server knows it, asked once. Rejects with a `ProblemError`. */
  status(): Promise<Status>;
  /** Asks anew, and tries again at once what waits. Rejects with a `ProblemError`. */
  reconnect(): Promise<Status>;
}

export const IPlatform = new Token<IPlatform>(
  'kubeflow-lab:IPlatform',
  'The connection of Kubeflow Lab to its server: requests, live updates, kinds and actions.'
);

/** Where the panels stand with their server, and the one project that they show. */
export interface IConnection {
  readonly changed: ISignal<IConnection, void>;
  readonly current: ConnectionState;
}

/** Where panels are put up. */
export interface IPanels {
  readonly connection: IConnection;
  /**
   * Adds a panel to the side bar, the tabs of its objects, their commands, their cards and the
   * notifications of their end. Disposing of what is returned takes the panel away.
   */
  add(panel: PanelDescription): IDisposable;
}

export const IPanels = new Token<IPanels>(
  'kubeflow-lab:IPanels',
  'Puts up panels of Kubeflow Lab: a list of objects, and a tab for each of them.'
);
