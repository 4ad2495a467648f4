import type { ServerResponse } from 'node:http';
import type { FileList, Problem } from '@kubeflow-lab/schema';
import { type FixtureRequest, notFound, send } from '../../live/testing/fixture';

/** The bucket of the fixture: a file's text by its path. Uploads are taken for texts. */
export class FilesFixture {
  readonly texts = new Map<string, string>();
  /** What every request for files answers instead of success. */
  problem: Problem | null = null;
  modified = '2026-01-01T00:00:00Z';
  /** Entries of one page. */
  page = 1000;
  /** How long an upload is held back. */
  uploadDelay = 0;

  /** Empties the bucket, and forgets what was set. */
  clear(): void {
    this.texts.clear();
    this.problem = null;
    this.uploadDelay = 0;
  }

  answer({ method, query, body, headers }: FixtureRequest, path: string, response: ServerResponse) {
    // Uploads of a page in a test come from another origin than the fixture's.
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', '*, Authorization');
    response.setHeader('Access-Control-Allow-Methods', '*');
    if (method === 'OPTIONS') {
      response.writeHead(204).end();
    } else if (this.problem) {
      send(response, this.problem.status, this.problem);
    } else if (path === '') {
      send(response, 200, this.list(query.get('prefix') ?? '', query.get('after')));
    } else if (method === 'PUT') {
      setTimeout(() => this.put(path, String(body ?? ''), headers, response), this.uploadDelay);
    } else if (method === 'DELETE') {
      this.remove(query.has('folder') ? `${path}/` : path);
      response.writeHead(204).end();
    } else {
      this.get(path, response);
    }
  }

  private list(prefix: string, after: string | null): FileList {
    const entries = new Map<string, FileList['files'][number] | null>();
    for (const [path, text] of [...this.texts].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const name = path.slice(prefix.length);
      if (path.startsWith(prefix) && name.includes('/')) {
        entries.set(prefix + name.slice(0, name.indexOf('/') + 1), null);
      } else if (path.startsWith(prefix)) {
        const size = text.length;
        entries.set(path, { name, path, size, modified: this.modified });
      }
    }
    const rest = [...entries].filter(([path]) => after === null || path > after);
    const shown = rest.slice(0, this.page);
    return {
      bucket: 'team-a',
      prefix,
      folders: shown
        .filter(([, file]) => file === null)
        .map(([path]) => ({ name: path.slice(prefix.length, -1), path })),
      files: shown.map(([, file]) => file).filter(file => file !== null),
      next: shown.length < rest.length ? shown[shown.length - 1][0] : null
    };
  }

  private put(path: string, text: string, headers: object, response: ServerResponse) {
    if ('if-none-match' in headers && this.texts.has(path)) {
      const detail = 'A file of this name exists already in project "team-a".';
      send(response, 412, { type: 'about:blank', title: 'Taken', status: 412, detail });
      return;
    }
    this.texts.set(path, text);
    const name = path.slice(path.lastIndexOf('/') + 1);
    send(response, 201, { name, path, size: text.length, modified: this.modified });
  }

  private get(path: string, response: ServerResponse) {
    const text = this.texts.get(path);
    if (text === undefined) {
      send(response, 404, notFound('There is no such file in project "team-a".'));
    } else if (path.endsWith('.bin')) {
      const detail =
        'There is no preview of this file, which is neither a text nor an image; download it.';
      send(response, 415, { type: 'about:blank', title: 'Unsupported', status: 415, detail });
    } else if (text.startsWith('<svg')) {
      response.writeHead(200, { 'Content-Type': 'image/svg+xml' }).end(text);
    } else {
      response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text);
    }
  }

  private remove(path: string) {
    [...this.texts.keys()]
      .filter(each => (path.endsWith('/') ? each.startsWith(path) : each === path))
      .forEach(each => this.texts.delete(each));
  }
}
