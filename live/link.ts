import type { FromHub, ToHub } from './hub.js';
import type { HubService } from './service.js';

export interface LinkOptions {
  /** Starts the shared worker; null where there are none. */
  openWorker: (() => SharedWorker) | null;
  /** Makes the hub of this page, where no worker can be had. */
  ownHub: () => HubService;
  receive: (message: FromHub) => void;
  /** Called when there is a hub that knows nothing of this page, with the lock to tell it of. */
  start: (lock: string | null) => void;
}

/** How long a worker may take to say welcome before the page does its work itself. */
const WELCOME = 5000;

/** This page's line to the hub: the one of a shared worker or, where that cannot be had, one of its own. */
export class HubLink {
  constructor(private readonly options: LinkOptions) {}

  /** Finds a hub, the first time that it is called. */
  connect(): void {
    if (!this.connecting) {
      this.connecting = true;
      const worker = this.open();
      if (worker) {
        this.useWorker(worker);
      } else {
        this.usePage();
      }
    }
  }

  /** Tells the hub something; nothing before there is one, which `start` makes up for. */
  send(message: ToHub): void {
    this.post?.(message);
  }

  private open(): SharedWorker | null {
    try {
      return this.options.openWorker?.() ?? null;
    } catch (error) {
      console.info('Kubeflow Lab: no shared worker, this page has a stream of its own.', error);
      return null;
    }
  }

  private useWorker(worker: SharedWorker): void {
    const { receive, start } = this.options;
    const fallBack = () => {
      clearTimeout(timer);
      worker.onerror = null;
      worker.port.onmessage = null;
      worker.port.postMessage({ type: 'bye' });
      console.info('Kubeflow Lab: no shared worker, this page has a stream of its own.');
      this.usePage();
    };
    const timer = setTimeout(fallBack, WELCOME);
    worker.onerror = fallBack;
    worker.port.onmessage = ({ data }: MessageEvent<FromHub>) => {
      if (data.type === 'welcome') {
        clearTimeout(timer);
        worker.onerror = null;
      }
      receive(data);
    };
    void holdLock().then(lock => {
      if (worker.port.onmessage) {
        this.post = message => worker.port.postMessage(message);
        start(lock);
      }
    });
    this.comeAndGo(worker);
  }

  /** A page that is left may come back as it was, from the browser's cache of pages. */
  private comeAndGo(worker: SharedWorker): void {
    window.addEventListener('pagehide', () => worker.port.postMessage({ type: 'bye' }));
    window.addEventListener('pageshow', event => {
      if (event.persisted && worker.port.onmessage) {
        this.options.start(null);
      }
    });
  }

  private usePage(): void {
    // What the hub says comes later, as from a worker: a fault of a listener is none of the stream's.
    const take = this.options
      .ownHub()
      .connect(message => queueMicrotask(() => this.options.receive(message)));
    this.post = take;
    this.options.start(null);
  }

  private connecting = false;
  private post: ((message: ToHub) => void) | null = null;
}

/**
 * Takes a lock for the life of this page, by which the worker learns of its end; null where there
 * are none (a page that is not a secure context says goodbye when it can).
 */
async function holdLock(): Promise<string | null> {
  if (!navigator.locks) {
    return null;
  }
  const name = `kubeflow-lab-${crypto.randomUUID()}`;
  await new Promise<void>(held => {
    void navigator.locks.request(name, () => {
      held();
      return new Promise(() => undefined);
    });
  });
  return name;
}
