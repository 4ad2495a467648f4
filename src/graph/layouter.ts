import type { Box, Connection, Frame, Placed } from './geometry';

/** What the worker is asked, and what it answers. */
export interface PlaceRequest {
  id: number;
  boxes: readonly Box[];
  connections: readonly Connection[];
  frames: readonly Frame[];
}
export type PlaceAnswer = { id: number } & ({ placed: Placed } | { problem: string });

/** Places graphs. */
export interface ILayouter {
  /** Rejects where a graph cannot be placed. */
  place(
    boxes: readonly Box[],
    connections: readonly Connection[],
    frames?: readonly Frame[]
  ): Promise<Placed>;
}

interface Waiting {
  request: PlaceRequest;
  resolve: (placed: Placed) => void;
  reject: (error: Error) => void;
}

/** Places graphs in a worker, which starts with the first of them; in the page where there can be none. */
export class Layouter implements ILayouter {
  /** @param open starts the worker; null where there are none */
  constructor(open: (() => Worker) | null) {
    this._open = open;
  }

  place(
    boxes: readonly Box[],
    connections: readonly Connection[],
    frames: readonly Frame[] = []
  ): Promise<Placed> {
    const request = { id: (this._last += 1), boxes, connections, frames };
    const worker = this._started();
    if (worker === null) {
      return placeHere(request);
    }
    return new Promise((resolve, reject) => {
      this._waiting.set(request.id, { request, resolve, reject });
      worker.postMessage(request);
    });
  }

  private _started(): Worker | null {
    if (this._worker === null && this._open !== null) {
      try {
        this._worker = this._open();
        this._worker.onmessage = ({ data }: MessageEvent<PlaceAnswer>) => this._take(data);
        this._worker.onerror = event => this._giveUp(event.message);
      } catch (error) {
        this._giveUp(String(error));
      }
    }
    return this._worker;
  }

  private _take(answer: PlaceAnswer): void {
    const waiting = this._waiting.get(answer.id);
    this._waiting.delete(answer.id);
    if ('placed' in answer) {
      waiting?.resolve(answer.placed);
    } else {
      waiting?.reject(new Error(answer.problem));
    }
  }

  /** A page whose worker cannot be loaded does the work by itself from then on. */
  private _giveUp(reason: string): void {
    console.info('Kubeflow Lab: no worker for graphs, the page draws them by itself.', reason);
    this._worker?.terminate();
    this._worker = null;
    this._open = null;
    const waiting = [...this._waiting.values()];
    this._waiting.clear();
    for (const { request, resolve, reject } of waiting) {
      placeHere(request).then(resolve, reject);
    }
  }

  private _open: (() => Worker) | null;
  private _worker: Worker | null = null;
  private _last = 0;
  private readonly _waiting = new Map<number, Waiting>();
}

async function placeHere({ boxes, connections, frames }: PlaceRequest): Promise<Placed> {
  const { placeGraph } = await import('./layout');
  return placeGraph(boxes, connections, frames);
}
