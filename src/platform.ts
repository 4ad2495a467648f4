import { nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import { Client, type Status } from './client';
import { Live } from '@kubeflow-lab/live';
import { Layouter } from './graph';
import { openGraphWorker } from './graph/openWorker';
import { openWorker } from './live/openWorker';
import { KindRegistry } from './panels/registry';
import type { IObjectActions, IPlatform } from './tokens';

/**
 * What the extension and the renderers of its cards share. JupyterLab gives a MIME renderer no
 * services, so this is a module's state: there is one per page, made when it is first asked for.
 */
class Platform implements IPlatform {
  readonly client = new Client();
  readonly live = new Live({ endpoint: () => this.client.endpoint(), openWorker });
  readonly layouter = new Layouter(openGraphWorker);
  trans: TranslationBundle = nullTranslator.load('kubeflow_lab');
  readonly kinds = new KindRegistry();
  actions: IObjectActions | null = null;

  status(): Promise<Status> {
    if (!this._status) {
      this._status = this.client.status();
      // A failure is not remembered: whoever asks next asks again.
      this._status.catch(() => (this._status = null));
    }
    return this._status;
  }

  reconnect(): Promise<Status> {
    this._status = null;
    this.live.retry();
    return this.status();
  }

  private _status: Promise<Status> | null = null;
}

let platform: Platform | null = null;

/** The platform of this page. */
export function getPlatform(): Platform {
  return (platform ??= new Platform());
}
