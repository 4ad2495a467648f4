/**
 * A stand-in for the server, to look at the screens and to drive them in a browser: the routes and shapes of
 * the API over data in memory. It knows one account (alice / right) and does what its switches say.
 */
import { randomUUID } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as fixtures from '../lib/testing/fixtures.js';

const DIST = fileURLToPath(new URL('../dist', import.meta.url));
const TYPES = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.map': 'application/json'
};
const POLICY = "default-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/** Makes a server that does not listen yet. */
export class FixtureServer {
  signedIn = true;
  /** Path pattern → problem, for requests that shall fail. */
  failures = [];
  projects = [];
  notebooks = new Map();
  claims = [];
  classes = [
    { name: 'local-path', default: true, expandable: false },
    { name: 'fast', default: false, expandable: true }
  ];
  settings = fixtures.settings();
  options = fixtures.options();
  capacity = fixtures.capacity();
  use = fixtures.use();
  /** Makes subscriptions wait for ever, to see what is shown meanwhile. */
  silent = false;
  streams = new Map();

  constructor() {
    this.http = createServer((request, response) => void this.answer(request, response));
  }

  async listen(port = 0) {
    await new Promise(resolve => this.http.listen(port, '127.0.0.1', resolve));
    this.port = this.http.address().port;
    return `http://127.0.0.1:${this.port}`;
  }

  /** Ends all connections, as a crash would; `listen(port)` brings it back. */
  async close() {
    this.http.closeAllConnections();
    await new Promise(resolve => this.http.close(resolve));
    this.streams.clear();
  }

  addProject(namespace, role, items) {
    this.projects.push({ namespace, role });
    this.notebooks.set(namespace, items);
  }

  /** Puts an item in place of the one with its uid, and tells every list of its project. */
  put(item) {
    const { namespace, uid } = item.object.metadata;
    const others = this.notebooks.get(namespace).filter(other => other.object.metadata.uid !== uid);
    this.notebooks.set(namespace, [...others, item]);
    this.tell(topic => topic.resource === 'notebooks' && topic.namespace === namespace, 'changed', {
      item
    });
  }

  remove({ object: { metadata } }) {
    const { namespace, name, uid } = metadata;
    const rest = this.notebooks.get(namespace).filter(other => other.object.metadata.uid !== uid);
    this.notebooks.set(namespace, rest);
    this.tell(topic => topic.resource === 'notebooks' && topic.namespace === namespace, 'removed', {
      uid,
      name,
      namespace
    });
  }

  /** Sends an event to the subscriptions whose topic is `chosen`. */
  tell(chosen, event, data) {
    for (const { response, subscriptions } of this.streams.values()) {
      for (const [subscription, topic] of subscriptions) {
        if (chosen(topic)) {
          response.write(`event: ${event}\ndata: ${JSON.stringify({ subscription, ...data })}\n\n`);
        }
      }
    }
  }

  async answer(request, response) {
    const url = new URL(request.url, 'http://localhost');
    if (!url.pathname.startsWith('/api/')) {
      this.file(url.pathname, response);
      return;
    }
    const body = await readJson(request);
    const failure = this.failures.find(each => each.path.test(`${request.method} ${url.pathname}`));
    if (failure) {
      send(response, failure.problem.status, failure.problem);
    } else if (!this.signedIn && !(request.method === 'POST' && url.pathname === '/api/session')) {
      send(response, 401, fixtures.problem(401, 'You are not signed in.'));
    } else if (request.method !== 'GET' && request.headers['x-kubeflow-lab'] !== '1') {
      send(response, 403, fixtures.problem(403, 'The header X-Kubeflow-Lab is missing.'));
    } else {
      this.route(request.method, url, body, response);
    }
  }

  route(method, url, body, response) {
    const [, first, second, third, fourth, ...rest] = url.pathname.split('/').filter(Boolean);
    if (first === 'session') {
      this.session(method, body, response);
    } else if (first === 'settings') {
      send(response, 200, this.settings);
    } else if (first === 'storageclasses') {
      send(response, 200, { items: this.classes });
    } else if (first === 'stream') {
      this.stream(method, second, body, response);
    } else if (third === 'persistentvolumeclaims' && rest[1] === 'list-files') {
      send(response, 200, fixtures.volumeFiles());
    } else if (third === 'persistentvolumeclaims') {
      send(response, 200, { items: this.claims });
    } else if (third === 'volumesnapshots') {
      send(response, 200, fixtures.noSnapshots());
    } else if (third === 'notebook-options') {
      send(response, 200, this.options);
    } else if (third === 'notebook-use') {
      send(response, 200, this.use);
    } else if (third === 'capacity') {
      send(response, 200, this.capacity);
    } else if (url.searchParams.has('dryRun')) {
      send(response, 200, { objects: [fixtures.notebook(second, body.name, body).object] });
    } else {
      this.notebook({ method, namespace: second, name: fourth, rest, body }, response);
    }
  }

  session(method, body, response) {
    if (method === 'POST') {
      this.signedIn = body.username === 'alice' && body.password === 'right';
      send(
        response,
        this.signedIn ? 200 : 401,
        this.signedIn ? { user: 'alice' } : fixtures.problem(401, 'Wrong.')
      );
    } else if (method === 'DELETE') {
      this.signedIn = false;
      this.streams.forEach(stream => stream.response.end());
      send(response, 204);
    } else {
      send(response, 200, { user: 'alice', projects: this.projects });
    }
  }

  stream(method, stream, body, response) {
    if (method === 'GET') {
      this.openStream(response);
    } else if (method === 'POST' && this.streams.has(stream)) {
      const subscription = randomUUID();
      const known = this.streams.get(stream);
      known.subscriptions.set(subscription, body);
      send(response, 201, { subscription });
      const snapshot = this.snapshot(body);
      if (!this.silent) {
        known.response.write(
          `event: snapshot\ndata: ${JSON.stringify({ subscription, ...snapshot })}\n\n`
        );
      }
    } else {
      send(response, 204);
    }
  }

  openStream(response) {
    const stream = randomUUID();
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(`event: hello\ndata: ${JSON.stringify({ stream })}\n\n`);
    this.streams.set(stream, { response, subscriptions: new Map() });
    response.on('close', () => this.streams.delete(stream));
  }

  snapshot(topic) {
    switch (topic.resource) {
      case 'settings':
        return { settings: this.settings };
      case 'logs':
        return { lines: fixtures.logLines(60) };
      default:
        return {
          items: topic.namespace
            ? (this.notebooks.get(topic.namespace) ?? [])
            : [...this.notebooks.values()].flat()
        };
    }
  }

  notebook({ method, namespace, name, rest, body }, response) {
    const item = this.notebooks.get(namespace)?.find(other => other.object.metadata.name === name);
    if (method === 'POST' && !name) {
      const made = fixtures.notebook(namespace, body.name, {
        ...body,
        phase: 'Pending',
        message: 'The notebook is being created.',
        createdAt: fixtures.ago(0)
      });
      this.put(made);
      send(response, 201, made);
    } else if (!item) {
      send(
        response,
        404,
        fixtures.problem(404, `There is no notebook server "${name}" in project "${namespace}".`)
      );
    } else if (method === 'DELETE') {
      this.put(changed(item, { phase: 'Deleting', message: 'Being deleted.', url: null }));
      send(response, 202, {});
    } else if (rest[0] === 'events') {
      send(response, 200, { items: fixtures.events() });
    } else if (rest[1] === 'edit') {
      send(response, 200, { ...item, object: body.object });
    } else if (rest[0] === 'actions') {
      const answer = changed(item, AFTER[rest[1]](), rest[1] === 'stop');
      this.put(answer);
      send(response, 200, answer);
    } else {
      send(response, 200, item);
    }
  }

  file(path, response) {
    const asset = /^\/assets\/[\w.-]+$/.test(path) ? `${DIST}${path}` : `${DIST}/index.html`;
    if (!existsSync(asset)) {
      send(response, 404);
      return;
    }
    response.writeHead(200, {
      'Content-Type': TYPES[extname(asset)] ?? 'text/html; charset=utf-8',
      'Content-Security-Policy': POLICY
    });
    createReadStream(asset).pipe(response);
  }
}

const AFTER = {
  stop: () => ({ phase: 'Stopping', message: 'Stopping; its files are kept.', url: null }),
  start: () => ({ phase: 'Starting', message: 'Starting the container.', url: null }),
  keep: () => ({
    lastActivity: fixtures.ago(0),
    stopsAt: fixtures.ago(-120),
    stopsSoon: false
  })
};

function changed(item, summary, stopped = false) {
  const next = structuredClone(item);
  Object.assign(next.summary, summary);
  delete next.object.metadata.annotations['kubeflow-resource-stopped'];
  if (stopped) {
    next.object.metadata.annotations['kubeflow-resource-stopped'] = fixtures.ago(0);
  }
  return next;
}

function send(response, status, body) {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  response.writeHead(status, body === undefined ? {} : { 'Content-Type': type });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

async function readJson(request) {
  let text = '';
  for await (const piece of request) {
    text += piece;
  }
  return text === '' ? null : JSON.parse(text);
}
