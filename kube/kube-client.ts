import type { IncomingMessage } from 'node:http';

import { KubeConfig } from '@kubernetes/client-node';
import type { KubeObject } from '@kubeflow-lab/resources';

import { FIELD_MANAGER } from './client.js';
import type {
  AccessQuestion,
  ApplyOptions,
  DeleteOptions,
  Identity,
  Kind,
  KubeClient,
  ListOptions,
  ListResult,
  LogOptions,
  ObjectKey,
  RequestOptions,
  WatchEvent,
  WatchOptions,
  WriteOptions
} from './client.js';
import { Deadline } from './deadline.js';
import { KubeError, UnreachableError, isGone } from './errors.js';
import type { Status } from './errors.js';
import { createTransport, readLines, readText } from './http.js';
import type { AnswerListener, HttpRequest, Transport } from './http.js';
import { apiVersionOf, SUBJECT_ACCESS_REVIEW } from './kinds.js';
import { resourcePath, selectors, withQuery } from './path.js';

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_PAGE = 500;
const DEFAULT_WATCH_SECONDS = 300;
/**
 * A watch asks for bookmarks, which come once a minute (the first after an API server's start may take two), so that
 * long silence may mean a dead connection. It is no error either: of some kinds, such as events, the API server sends no
 * bookmarks. Going on where a watch ended costs little, and as long as nobody notices, everything stands still.
 */
const WATCH_SILENCE_MS = 90_000;

/**
 * The client for a KubeConfig; without one, for what the surroundings say: `KUBECONFIG`, `~/.kube/config`, or the
 * service account of the pod.
 */
export function createKubeClient(
  config: KubeConfig = loadKubeConfig(),
  options: KubeClientOptions = {}
): KubeClient {
  const { onAnswer, watchSilenceMs = WATCH_SILENCE_MS } = options;
  return new HttpKubeClient(createTransport(config, onAnswer), null, watchSilenceMs);
}

export interface KubeClientOptions {
  onAnswer?: AnswerListener;
  /** After how long without a word a watch is taken for dead, and ends; default 90 s. */
  watchSilenceMs?: number;
}

/** The KubeConfig in a file; without one, what the surroundings say. */
export function loadKubeConfig(file?: string): KubeConfig {
  const config = new KubeConfig();
  if (file === undefined) {
    config.loadFromDefault();
  } else {
    config.loadFromFile(file);
  }
  return config;
}

class HttpKubeClient implements KubeClient {
  constructor(
    private readonly transport: Transport,
    private readonly identity: Identity | null,
    private readonly watchSilenceMs: number
  ) {}

  as(identity: Identity): KubeClient {
    if (!identity.user) {
      throw new Error(
        'An identity needs a user; without one the request would be made as ourselves.'
      );
    }
    return new HttpKubeClient(this.transport, identity, this.watchSilenceMs);
  }

  async get<O extends KubeObject>(
    kind: Kind<O>,
    key: ObjectKey,
    options: RequestOptions = {}
  ): Promise<O> {
    return this.json<O>({ method: 'GET', path: resourcePath(kind, key) }, options);
  }

  async listPage<O extends KubeObject>(
    kind: Kind<O>,
    options: ListOptions = {}
  ): Promise<ListResult<O>> {
    const path = withQuery(resourcePath(kind, { namespace: options.namespace }), {
      ...selectors(options),
      limit: options.limit ?? DEFAULT_PAGE,
      continue: options.continue,
      // A page token carries its own version; the API server refuses both together.
      resourceVersion: options.continue ? undefined : options.resourceVersion
    });
    const answer = await this.json<{ metadata?: Record<string, string>; items?: O[] | null }>(
      { method: 'GET', path },
      options
    );
    return {
      items: (answer.items ?? []).map(item => withType(kind, item)),
      resourceVersion: answer.metadata?.resourceVersion ?? '',
      ...(answer.metadata?.continue ? { continue: answer.metadata.continue } : {})
    };
  }

  async list<O extends KubeObject>(
    kind: Kind<O>,
    options: ListOptions = {}
  ): Promise<ListResult<O>> {
    try {
      return await this.allPages(kind, options);
    } catch (error) {
      if (!isGone(error)) {
        throw error;
      }
      // The list grew old between two pages: begin again.
      return this.allPages(kind, options);
    }
  }

  private async allPages<O extends KubeObject>(
    kind: Kind<O>,
    options: ListOptions
  ): Promise<ListResult<O>> {
    const items: O[] = [];
    let page = await this.listPage(kind, options);
    items.push(...page.items);
    while (page.continue !== undefined) {
      page = await this.listPage(kind, { ...options, continue: page.continue });
      items.push(...page.items);
    }
    return { items, resourceVersion: page.resourceVersion };
  }

  async create<O extends KubeObject>(
    kind: Kind<O>,
    object: O,
    options: WriteOptions = {}
  ): Promise<O> {
    const path = resourcePath(kind, { namespace: object.metadata?.namespace });
    return this.json<O>(
      { method: 'POST', path: withQuery(path, writeQuery(options)), body: typed(kind, object) },
      options
    );
  }

  async apply<O extends KubeObject>(
    kind: Kind<O>,
    object: O,
    options: ApplyOptions = {}
  ): Promise<O> {
    const { name = '', namespace } = object.metadata ?? {};
    const path = resourcePath(kind, { namespace, name }, options.subresource);
    return this.json<O>(
      {
        method: 'PATCH',
        path: withQuery(path, { ...writeQuery(options), force: options.force ?? true }),
        body: typed(kind, object),
        contentType: 'application/apply-patch+yaml'
      },
      options
    );
  }

  async mergePatch<O extends KubeObject>(
    kind: Kind<O>,
    key: ObjectKey,
    patch: unknown,
    options: WriteOptions = {}
  ): Promise<O> {
    const path = resourcePath(kind, key, options.subresource);
    return this.json<O>(
      {
        method: 'PATCH',
        path: withQuery(path, writeQuery(options)),
        body: patch,
        contentType: 'application/merge-patch+json'
      },
      options
    );
  }

  async delete(kind: Kind, key: ObjectKey, options: DeleteOptions = {}): Promise<void> {
    const body = {
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      propagationPolicy: options.propagation ?? 'Background',
      preconditions: options.preconditions,
      gracePeriodSeconds: options.gracePeriodSeconds,
      dryRun: options.dryRun ? ['All'] : undefined
    };
    await this.json({ method: 'DELETE', path: resourcePath(kind, key), body }, options);
  }

  async *watch<O extends KubeObject>(
    kind: Kind<O>,
    options: WatchOptions = {}
  ): AsyncGenerator<WatchEvent<O>> {
    const path = withQuery(resourcePath(kind, { namespace: options.namespace }), {
      ...selectors(options),
      watch: true,
      allowWatchBookmarks: true,
      resourceVersion: options.resourceVersion,
      timeoutSeconds: options.timeoutSeconds ?? DEFAULT_WATCH_SECONDS
    });
    const silence = new Deadline(this.watchSilenceMs, options.signal);
    let opened = false;
    try {
      const { signal } = silence;
      const answer = await this.open({ method: 'GET', path, signal, idleTimeoutMs: 0 });
      opened = true;
      options.onOpen?.();
      for await (const line of readLines(answer, signal)) {
        silence.restart();
        yield parseWatchEvent<O>(line);
      }
    } catch (error) {
      if (!(opened && silence.hasExpired)) {
        throw silence.explain(error);
      }
    } finally {
      silence.clear();
    }
  }

  async *logs(
    pod: { namespace: string; name: string },
    options: LogOptions = {}
  ): AsyncGenerator<string> {
    const path = withQuery(
      `/api/v1/namespaces/${encodeURIComponent(pod.namespace)}/pods/${encodeURIComponent(pod.name)}/log`,
      {
        container: options.container,
        follow: options.follow,
        tailLines: options.tailLines,
        sinceTime: options.sinceTime,
        timestamps: options.timestamps,
        previous: options.previous,
        limitBytes: options.limitBytes
      }
    );
    // A followed log may be silent for as long as its program is.
    const idleTimeoutMs = options.follow ? 0 : DEFAULT_TIMEOUT_MS;
    const answer = await this.open({ method: 'GET', path, signal: options.signal, idleTimeoutMs });
    yield* readLines(answer, options.signal);
  }

  async accessReview(
    question: AccessQuestion,
    options: RequestOptions = {}
  ): Promise<{ allowed: boolean; reason: string }> {
    const { user, groups, ...resourceAttributes } = question;
    const spec = { user, groups, resourceAttributes };
    const review = await this.create(SUBJECT_ACCESS_REVIEW, { spec }, options);
    return { allowed: review.status?.allowed === true, reason: review.status?.reason ?? '' };
  }

  async raw(path: string, options: RequestOptions = {}): Promise<string> {
    return this.whole({ method: 'GET', path }, options);
  }

  private async json<T>(
    request: Pick<HttpRequest, 'method' | 'path' | 'body' | 'contentType'>,
    options: RequestOptions
  ): Promise<T> {
    const text = await this.whole(request, options);
    try {
      return JSON.parse(text) as T;
    } catch (cause) {
      throw new UnreachableError('What answered in place of the Kubernetes API sent no JSON.', {
        cause
      });
    }
  }

  /** Sends a request and reads its whole answer within the caller's time. */
  private async whole(
    request: Pick<HttpRequest, 'method' | 'path' | 'body' | 'contentType'>,
    { signal, timeoutMs = DEFAULT_TIMEOUT_MS }: RequestOptions
  ): Promise<string> {
    const deadline = new Deadline(timeoutMs, signal);
    try {
      const answer = await this.open({ ...request, signal: deadline.signal, idleTimeoutMs: 0 });
      return await readText(answer);
    } catch (error) {
      throw deadline.explain(error);
    } finally {
      deadline.clear();
    }
  }

  private open(request: HttpRequest): Promise<IncomingMessage> {
    return this.transport({ ...request, identity: this.identity });
  }
}

function writeQuery(options: WriteOptions): Record<string, string | undefined> {
  return {
    fieldManager: options.fieldManager ?? FIELD_MANAGER,
    fieldValidation: options.strict ? 'Strict' : undefined,
    dryRun: options.dryRun ? 'All' : undefined
  };
}

function typed<O extends KubeObject>(kind: Kind<O>, object: O): O {
  return { ...object, apiVersion: apiVersionOf(kind), kind: kind.kind };
}

/** The objects of a list carry no type of their own. */
function withType<O extends KubeObject>(kind: Kind<O>, object: O): O {
  object.apiVersion ??= apiVersionOf(kind);
  object.kind ??= kind.kind;
  return object;
}

function parseWatchEvent<O extends KubeObject>(line: string): WatchEvent<O> {
  const event = JSON.parse(line) as { type: string; object: unknown };
  if (event.type === 'ERROR') {
    const status = event.object as Status;
    throw new KubeError(status.code ?? 500, status);
  }
  return event as WatchEvent<O>;
}
