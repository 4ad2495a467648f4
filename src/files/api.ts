import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { FileEntry, FileList } from '@kubeflow-lab/schema';
import type { Client } from '../client';
import { ProblemError, UNREACHABLE } from '../problem';
import { send } from './send';

/** What can be shown of a file. */
export type Preview = { kind: 'text'; text: string } | { kind: 'image'; image: Blob };

export interface UploadOptions {
  /** Whether a file of the same name is replaced; else the upload is refused with status 412. */
  replace: boolean;
  onProgress: (sentBytes: number) => void;
  signal: AbortSignal;
}

/** The files of the project's bucket. Every method rejects with a `ProblemError`. */
export class FilesClient {
  constructor(private readonly _client: Client) {}

  async list(namespace: string, prefix: string, after: string | null): Promise<FileList> {
    const query = URLExt.objectToQueryString({ prefix, ...(after === null ? {} : { after }) });
    const response = await this._request(this._url(namespace) + query);
    return (await response.json()) as FileList;
  }

  async preview(namespace: string, path: string): Promise<Preview> {
    const response = await this._request(`${this._url(namespace, path)}?preview=true`);
    const type = response.headers.get('Content-Type') ?? '';
    return type.startsWith('image/')
      ? { kind: 'image', image: await response.blob() }
      : { kind: 'text', text: await response.text() };
  }

  /** A whole file, which must be a text. */
  async text(namespace: string, path: string): Promise<string> {
    const response = await this._request(this._url(namespace, path));
    return response.text();
  }

  /** A whole file, whatever is in it. */
  async bytes(namespace: string, path: string): Promise<Uint8Array> {
    const response = await this._request(this._url(namespace, path));
    return new Uint8Array(await response.arrayBuffer());
  }

  upload(namespace: string, path: string, file: Blob, options: UploadOptions): Promise<FileEntry> {
    const { headers } = this._client.endpoint();
    return send(this._url(namespace, path), file, {
      ...options,
      headers: { ...headers, ...(options.replace ? {} : { 'If-None-Match': '*' }) }
    });
  }

  /** Deletes a file, or a folder (a path with a slash at its end) with all that is in it. */
  async delete(namespace: string, path: string): Promise<void> {
    const folder = path.endsWith('/');
    const url = this._url(namespace, folder ? path.slice(0, -1) : path);
    await this._request(folder ? `${url}?folder=true` : url, { method: 'DELETE' });
  }

  /** Where a browser finds a file to save it. */
  address(namespace: string, path: string): string {
    return this._url(namespace, path);
  }

  private _url(namespace: string, path = ''): string {
    const parts = ['namespaces', namespace, 'files', ...(path === '' ? [] : path.split('/'))];
    return URLExt.join(this._client.endpoint().url, ...parts.map(encodeURIComponent));
  }

  private async _request(url: string, init: RequestInit = {}): Promise<Response> {
    let response: Response;
    try {
      response = await ServerConnection.makeRequest(url, init, this._client.serverSettings);
    } catch (error) {
      throw ProblemError.from(error, UNREACHABLE);
    }
    if (!response.ok) {
      throw await ProblemError.fromResponse(response);
    }
    return response;
  }
}
