import { ServerConnection } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';
import { Client, type Status } from '../client';
import { Live } from '@kubeflow-lab/live';
import { Layouter } from '../graph';
import { KindRegistry } from '../panels/registry';
import type { IObjectActions, IPlatform } from '../tokens';

/** The platform over a fixture's address, without a worker. */
export class TestPlatform implements IPlatform {
  constructor(address: string) {
    this.client = new Client(ServerConnection.makeSettings({ baseUrl: address, token: 'secret' }));
    this.live = new Live({ endpoint: () => this.client.endpoint(), openWorker: null });
  }

  readonly client: Client;
  readonly live: Live;
  readonly layouter = new Layouter(null);
  readonly trans = nullTranslator.load('kubeflow_lab');
  readonly kinds = new KindRegistry();
  actions: IObjectActions | null = null;

  status(): Promise<Status> {
    return this.client.status();
  }

  reconnect(): Promise<Status> {
    this.live.retry();
    return this.client.status();
  }
}
