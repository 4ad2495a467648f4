import type { Problem } from '@kubeflow-lab/schema';
import { type ISignal, Signal } from '@lumino/signaling';
import { ProblemError } from '../problem';
import type { FilesClient } from './api';

export interface Upload {
  readonly id: number;
  readonly namespace: string;
  readonly path: string;
  readonly file: File;
  /** `taken`: a file of this name is there; the person says whether it is replaced. */
  readonly state: 'waiting' | 'sending' | 'taken' | 'failed';
  /** Bytes. */
  readonly sent: number;
  readonly problem: Problem | null;
}

/** Files on their way to the bucket, one after the other. Those that have arrived are no longer here. */
export class Uploads {
  /** @param onArrived called with the path of each file that has arrived */
  constructor(
    private readonly _files: FilesClient,
    private readonly _onArrived: (path: string) => void
  ) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get all(): readonly Upload[] {
    return this._all;
  }

  add(namespace: string, prefix: string, files: readonly File[]): void {
    const added = files.map(file => ({
      id: ++this._count,
      namespace,
      path: prefix + file.name,
      file,
      state: 'waiting' as const,
      sent: 0,
      problem: null
    }));
    this._all = [...this._all, ...added];
    this._changed.emit();
    void this._next();
  }

  /** Sends a file anew that could not be sent, or in the place of the one that is there. */
  again(id: number): void {
    const upload = this._find(id);
    if (upload?.state === 'taken') {
      this._replacing.add(id);
    }
    this._change(id, { state: 'waiting', sent: 0, problem: null });
    void this._next();
  }

  /** Breaks an upload off, or forgets one that failed. */
  remove(id: number): void {
    if (this._sending?.id === id) {
      this._sending.abort.abort();
    }
    this._all = this._all.filter(upload => upload.id !== id);
    this._changed.emit();
  }

  dispose(): void {
    this._sending?.abort.abort();
    this._all = [];
    Signal.clearData(this);
  }

  private async _next(): Promise<void> {
    const upload = this._all.find(({ state }) => state === 'waiting');
    if (this._sending || !upload) {
      return;
    }
    const { id } = upload;
    const abort = new AbortController();
    this._sending = { id, abort };
    this._change(id, { state: 'sending' });
    try {
      await this._files.upload(upload.namespace, upload.path, upload.file, {
        replace: this._replacing.has(id),
        onProgress: sent => this._change(id, { sent }),
        signal: abort.signal
      });
      this._all = this._all.filter(other => other.id !== id);
      this._changed.emit();
      this._onArrived(upload.path);
    } catch (error) {
      const { problem } = ProblemError.from(error);
      this._change(id, { state: problem.status === 412 ? 'taken' : 'failed', problem });
    } finally {
      this._sending = null;
      void this._next();
    }
  }

  private _find(id: number): Upload | undefined {
    return this._all.find(upload => upload.id === id);
  }

  private _change(id: number, change: Partial<Upload>): void {
    this._all = this._all.map(upload => (upload.id === id ? { ...upload, ...change } : upload));
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
  private readonly _replacing = new Set<number>();
  private _all: readonly Upload[] = [];
  private _sending: { id: number; abort: AbortController } | null = null;
  private _count = 0;
}
