import type { FileList, Problem } from '@kubeflow-lab/schema';
import { type ISignal, Signal } from '@lumino/signaling';
import type { Connection, ConnectionState } from '../panels/connection';
import { ProblemError } from '../problem';
import type { FilesClient } from './api';
import { Uploads } from './uploads';

/** What is known of a folder. */
export interface Folder {
  /** '' for the root, else with a slash at its end. */
  prefix: string;
  /** As far as it has been read; null before the first answer. */
  list: FileList | null;
  /** Why it could not be read the last time. */
  problem: Problem | null;
  loading: boolean;
}

/** The folder of the bucket that the panel shows, and what is being uploaded. */
export class FilesModel {
  constructor(
    private readonly _connection: Connection,
    private readonly _files: FilesClient
  ) {
    this.uploads = new Uploads(_files, path => {
      if (path.slice(0, path.lastIndexOf('/') + 1) === this._folder.prefix) {
        void this.refresh();
      }
    });
    this.uploads.changed.connect(() => this._changed.emit());
    _connection.changed.connect(() => this._onConnection());
  }

  readonly uploads: Uploads;

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get connection(): ConnectionState {
    return this._connection.current;
  }

  get folder(): Folder {
    return this._folder;
  }

  /** How far the installation of the bucket service is, where the platform knows of one. */
  get installing(): boolean {
    const addon = this._connection.settings?.addons.find(({ name }) => name === 'seaweedfs');
    return addon?.state === 'installing';
  }

  /** Shows another folder. */
  open(prefix: string): Promise<void> {
    if (prefix !== this._folder.prefix) {
      this._folder = { prefix, list: null, problem: null, loading: false };
    }
    return this.refresh();
  }

  /** Reads the folder from its beginning; what is shown stays until then. */
  refresh(): Promise<void> {
    return this._read(null);
  }

  /** Reads what comes behind what is known. */
  more(): Promise<void> {
    const next = this._folder.list?.next ?? null;
    return next === null || this._folder.loading ? Promise.resolve() : this._read(next);
  }

  /** Finds the server again, or asks it again. */
  retry(): Promise<void> {
    return this.connection.state === 'connected' ? this.refresh() : this._connection.connect();
  }

  upload(files: readonly File[]): void {
    const { connection } = this;
    if (connection.state === 'connected') {
      this.uploads.add(connection.namespace, this._folder.prefix, files);
    }
  }

  /** Deletes a file, or a folder (a path with a slash at its end); rejects with a `ProblemError`. */
  async delete(path: string): Promise<void> {
    const { connection } = this;
    if (connection.state === 'connected') {
      await this._files.delete(connection.namespace, path);
      await this.refresh();
    }
  }

  dispose(): void {
    this.uploads.dispose();
    Signal.clearData(this);
  }

  private async _read(after: string | null): Promise<void> {
    const { connection } = this;
    if (connection.state !== 'connected') {
      return;
    }
    const asked = ++this._asked;
    this._set({ loading: true });
    const { prefix } = this._folder;
    try {
      const page = await this._files.list(connection.namespace, prefix, after);
      if (asked === this._asked) {
        const list = after === null ? page : joined(this._folder.list, page);
        this._set({ list, problem: null, loading: false });
      }
    } catch (error) {
      // Another folder may be shown meanwhile, or this one have been asked for again.
      if (asked === this._asked) {
        this._set({ problem: ProblemError.from(error).problem, loading: false });
      }
    }
  }

  private _onConnection(): void {
    const { connection } = this;
    const key = connection.state === 'connected' ? connection.namespace : null;
    const ready = key !== null && !this.installing;
    const again = ready && (key !== this._project || this._waited);
    this._project = key;
    this._waited = this.installing;
    if (again) {
      void this.refresh();
    }
    this._changed.emit();
  }

  private _set(change: Partial<Folder>): void {
    this._folder = { ...this._folder, ...change };
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
  private _folder: Folder = { prefix: '', list: null, problem: null, loading: false };
  private _asked = 0;
  private _project: string | null = null;
  private _waited = false;
}

function joined(before: FileList | null, page: FileList): FileList {
  return {
    ...page,
    folders: [...(before?.folders ?? []), ...page.folders],
    files: [...(before?.files ?? []), ...page.files]
  };
}
