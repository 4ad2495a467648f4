/**
 * Which notebook, TensorBoard or model a request is for: pure rules over hosts, paths and headers, which anybody may have
 * written.
 */
import { createHash } from 'node:crypto';

import { GRPC_NAMESPACE_HEADER, GRPC_NAME_HEADER, GRPC_PATH } from '@kubeflow-lab/resources';

export const CODE_PARAMETER = 'kubeflow-lab-code';

/** What people open at an origin of its own. */
export interface Notebook {
  namespace: string;
  name: string;
  /** What it is; left out: a notebook server. */
  app?: 'tensorboard';
}

/** What the gateway should do with a request, as far as its address says. */
export type Destination =
  /** The address is written in a way that no honest client writes. */
  | { kind: 'bad' }
  | { kind: 'missing' }
  | { kind: 'platform' }
  /** A notebook's address on the platform's host; `path` is decoded and below the notebook's own. */
  | { kind: 'connect'; notebook: Notebook; path: string }
  /** The address of a served model, or something below it; `path` is decoded and below the model's own. */
  | { kind: 'model'; namespace: string; name: string; path: string }
  /** The notebook's address without the slash at its end; `location` has it. */
  | { kind: 'slash'; location: string }
  | { kind: 'notebook'; notebook: Notebook; path: string; code: string | null; clean: string };

export interface Hosts {
  origin: URL;
  notebookDomain: string;
}

/** `/notebook/<ns>/<name>/` or `/tensorboard/<ns>/<name>/`, the path that its cookie is for. */
export function basePath({ app, namespace, name }: Notebook): string {
  return `/${app ?? 'notebook'}/${namespace}/${name}/`;
}

/** The host of a notebook: its own, so that script in it has no power over the platform or another notebook. */
export function notebookHost({ app, namespace, name }: Notebook, domain: string): string {
  const hash = createHash('sha256').update(`${namespace}/${name}`).digest('hex');
  return `${app === undefined ? 'nb' : 'tb'}-${hash.slice(0, 16)}.${domain}`;
}

/** Scheme, host and port of a notebook; the scheme and port are the platform's. */
export function notebookOrigin(notebook: Notebook, { origin, notebookDomain }: Hosts): string {
  const port = origin.port === '' ? '' : `:${origin.port}`;
  return `${origin.protocol}//${notebookHost(notebook, notebookDomain)}${port}`;
}

/** The headers of a request, by their names in lower case; one that came twice holds both values. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Where a request for `uri` (path and query as sent) on `host` (with or without port) leads. */
export function destinationOf(
  host: string,
  uri: string,
  hosts: Hosts,
  headers: Headers = {}
): Destination {
  const [rawPath] = uri.split(/[?#]/, 1);
  const search = uri.slice(rawPath.length).split('#', 1)[0];
  const path = soundPath(rawPath);
  if (path === null) {
    return { kind: 'bad' };
  }
  const hostname = host.toLowerCase().replace(/:\d+$/, '');
  const notebook = notebookOf(rawPath);
  if (hostname === hosts.origin.hostname) {
    return (
      modelDestination(rawPath, path) ??
      grpcDestination(rawPath, path, headers) ??
      platformDestination(path, search, notebook)
    );
  }
  if (notebook === null || hostname !== notebookHost(notebook, hosts.notebookDomain)) {
    return { kind: 'missing' };
  }
  // Whole addresses: a gateway may take a path in a redirect as one of the server that it asked.
  const own = notebookOrigin(notebook, hosts);
  if (rawPath === basePath(notebook).slice(0, -1)) {
    return { kind: 'slash', location: `${own}${rawPath}/${search}` };
  }
  const query = new URLSearchParams(search);
  const code = query.get(CODE_PARAMETER);
  query.delete(CODE_PARAMETER);
  const rest = query.size > 0 ? `?${query.toString()}` : '';
  return {
    kind: 'notebook',
    notebook,
    path: wantedPath(path, search, notebook),
    code,
    clean: own + rawPath + rest
  };
}

const MODEL =
  /^\/models\/([a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)\/([a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)(?:\/|$)/;
const LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * The model that an address leads to, by the path as it is sent and as a gateway may decode it: what only looks like a
 * model's address when it is decoded is nobody's, and never passed on as if it were the platform's.
 */
function modelDestination(rawPath: string, path: string): Destination | null {
  if (path !== '/models' && !path.startsWith('/models/')) {
    return null;
  }
  const match = MODEL.exec(rawPath);
  if (match === null) {
    return { kind: 'missing' };
  }
  const [base, namespace, name] = match;
  return { kind: 'model', namespace, name, path: path.slice(base.length) };
}

/**
 * The model that a request by gRPC is for, by the headers by which a gateway finds its way, too. What names none, or two,
 * or only looks like such a request when its path is decoded, is for nobody.
 */
function grpcDestination(rawPath: string, path: string, headers: Headers): Destination | null {
  if (path !== GRPC_PATH && !path.startsWith(`${GRPC_PATH}/`)) {
    return null;
  }
  const namespace = headers[GRPC_NAMESPACE_HEADER];
  const name = headers[GRPC_NAME_HEADER];
  return rawPath === path && isLabel(namespace) && isLabel(name)
    ? { kind: 'model', namespace, name, path: path.slice(1) }
    : { kind: 'missing' };
}

/** Whether something is a DNS label (RFC 1123), as projects, notebooks and models are named. */
export const isLabel = (value: unknown): value is string =>
  typeof value === 'string' && LABEL.test(value);

function platformDestination(path: string, search: string, notebook: Notebook | null): Destination {
  if (!/^\/(?:notebook|tensorboard)(?:\/|$)/.test(path)) {
    return { kind: 'platform' };
  }
  return notebook === null
    ? { kind: 'missing' }
    : { kind: 'connect', notebook, path: wantedPath(path, search, notebook) };
}

/** What `safeSubPath` takes: the part below the notebook's base, in which a question mark of a name is no query. */
function wantedPath(path: string, search: string, notebook: Notebook): string {
  const below = path.slice(basePath(notebook).length);
  return below.replace(/[%?]/g, mark => encodeURIComponent(mark)) + search;
}

/** The path decoded once, or null where it could mean different things to different readers of it. */
function soundPath(raw: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(raw);
  } catch {
    return null;
  }
  const segments = path.split('/');
  const wrong =
    !raw.startsWith('/') ||
    raw.includes('//') ||
    path.includes('\\') ||
    // eslint-disable-next-line no-control-regex
    /[\u0000-\u001f\u007f]/.test(path) ||
    segments.some(segment => segment === '..' || segment === '.') ||
    /%2e%2e|%2f|%5c/i.test(path) ||
    encodedSlashBeforeRest(raw);
  return wrong ? null : path;
}

/** Whether a slash is hidden in the part of a path that names the notebook. */
function encodedSlashBeforeRest(raw: string): boolean {
  return /%2f/i.test(raw.split('/').slice(0, 4).join('/'));
}

const NOTEBOOK =
  /^\/(notebook|tensorboard)\/([a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)\/([a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)(?:\/|$)/;

/** The notebook that a path names, literally: an encoded name is nobody's. */
function notebookOf(rawPath: string): Notebook | null {
  const match = NOTEBOOK.exec(rawPath);
  if (match === null) {
    return null;
  }
  const [, app, namespace, name] = match;
  return { namespace, name, ...(app === 'tensorboard' ? { app } : {}) };
}

/**
 * The part of an address below a notebook's base that somebody asked for, made safe to redirect to: it stays below the
 * base whatever it holds.
 * @param path names as they are, but for a `?` in them, which is written `%3F`, and a `%`, which may be written `%25`; then
 * the query
 */
export function safeSubPath(path: string): string {
  const mark = path.indexOf('?');
  const [file, query] = mark < 0 ? [path, ''] : [path.slice(0, mark), path.slice(mark + 1)];
  const segments = file.split(/[/\\]+/).filter(segment => !['', '.', '..'].includes(segment));
  const names = segments.map(segment =>
    segment.replace(/%(?:3f|25)/gi, mark => decodeURIComponent(mark))
  );
  const encoded = names.map(name => encodeURIComponent(name)).join('/');
  const slash = file.endsWith('/') && encoded !== '' ? '/' : '';
  const parameters = new URLSearchParams(query);
  parameters.delete(CODE_PARAMETER);
  return encoded + slash + (parameters.size > 0 ? `?${parameters.toString()}` : '');
}
