/** A Kubernetes API in memory, for tests of what the server does with one. It admits everything that RBAC allows. */
import { randomUUID } from 'node:crypto';

import { KubeError, UnreachableError, keyOf } from '@kubeflow-lab/kube';
import type {
  AccessQuestion,
  DeleteOptions,
  Identity,
  Kind,
  KubeClient,
  ListOptions,
  ListResult,
  LogOptions,
  ObjectKey,
  WatchEvent,
  WatchOptions,
  WriteOptions
} from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';

type Rule = (question: AccessQuestion) => boolean;
type Listener = (plural: string, event: WatchEvent<KubeObject>) => void;

/** What all clients of one in-memory API share. */
class World {
  readonly objects = new Map<string, Map<string, KubeObject>>();
  readonly listeners = new Set<Listener>();
  readonly logs = new Map<string, string[]>();
  readonly calls: string[] = [];
  version = 1;
  allow: Rule = () => true;
  away = false;
  /** Kinds that this API does not know. */
  readonly missing = new Set<string>();
  /** Called before a patch is made, as if somebody were quicker. */
  beforePatch?: () => void;
  /** Refuses the next writes of these plurals with that error. */
  readonly failures = new Map<string, Error>();
  /** Refuses to try creating these plurals with that error, as admission would. */
  readonly refuseDryRuns = new Map<string, Error>();

  table(plural: string): Map<string, KubeObject> {
    const table = this.objects.get(plural) ?? new Map<string, KubeObject>();
    this.objects.set(plural, table);
    return table;
  }

  tell(plural: string, type: 'ADDED' | 'MODIFIED' | 'DELETED', object: KubeObject): void {
    this.listeners.forEach(listener => listener(plural, { type, object }));
  }
}

export class MemoryClient implements KubeClient {
  constructor(
    readonly world = new World(),
    private readonly identity: Identity | null = null
  ) {}

  as(identity: Identity): MemoryClient {
    return new MemoryClient(this.world, identity);
  }

  /** Puts an object there as if somebody else had. */
  put(plural: string, object: KubeObject): KubeObject {
    const key = keyOf({ namespace: object.metadata?.namespace, name: object.metadata?.name ?? '' });
    const known = this.world.table(plural).has(key);
    const stored = structuredClone({
      ...object,
      metadata: {
        uid: randomUUID(),
        creationTimestamp: new Date().toISOString(),
        ...object.metadata,
        resourceVersion: String((this.world.version += 1))
      }
    });
    this.world.table(plural).set(key, stored);
    this.world.tell(plural, known ? 'MODIFIED' : 'ADDED', stored);
    return structuredClone(stored);
  }

  get<O extends KubeObject>(kind: Kind<O>, key: ObjectKey): Promise<O> {
    this.check('get', kind, key);
    return Promise.resolve(this.find(kind, key));
  }

  listPage<O extends KubeObject>(kind: Kind<O>, options: ListOptions = {}): Promise<ListResult<O>> {
    this.check('list', kind, { namespace: options.namespace, name: '' });
    const items = [...this.world.table(tableOf(kind)).values()].filter(object =>
      matches(object, options)
    );
    return Promise.resolve({
      items: structuredClone(items) as O[],
      resourceVersion: String(this.world.version)
    });
  }

  list<O extends KubeObject>(kind: Kind<O>, options: ListOptions = {}): Promise<ListResult<O>> {
    return this.listPage(kind, options);
  }

  async create<O extends KubeObject>(
    kind: Kind<O>,
    object: O,
    options: WriteOptions = {}
  ): Promise<O> {
    const { namespace, name = '' } = object.metadata ?? {};
    this.check('create', kind, { namespace, name });
    if (this.world.table(kind.plural).has(keyOf({ namespace, name }))) {
      throw new KubeError(409, {
        reason: 'AlreadyExists',
        message: `${kind.plural} "${name}" already exists`,
        details: { kind: kind.plural, name }
      });
    }
    const refusal = this.world.refuseDryRuns.get(kind.plural);
    if (options.dryRun && refusal !== undefined) {
      throw refusal;
    }
    if (options.dryRun) {
      return structuredClone(object);
    }
    const failure = this.world.failures.get(kind.plural);
    if (failure !== undefined) {
      throw failure;
    }
    return this.put(kind.plural, named(object)) as O;
  }

  async apply<O extends KubeObject>(
    kind: Kind<O>,
    object: O,
    { dryRun }: WriteOptions = {}
  ): Promise<O> {
    const { namespace, name = '' } = object.metadata ?? {};
    this.check('patch', kind, { namespace, name });
    return dryRun ? structuredClone(object) : (this.put(kind.plural, object) as O);
  }

  async mergePatch<O extends KubeObject>(
    kind: Kind<O>,
    key: ObjectKey,
    patch: unknown,
    { dryRun }: WriteOptions = {}
  ): Promise<O> {
    this.check('patch', kind, key);
    this.world.beforePatch?.();
    const before = this.find(kind, key);
    const after = merged(before, patch) as KubeObject;
    if (after.metadata?.resourceVersion !== before.metadata?.resourceVersion) {
      throw new KubeError(409, {
        reason: 'Conflict',
        message: 'the object has been modified',
        details: { kind: kind.plural, name: key.name }
      });
    }
    return dryRun ? (after as O) : (this.put(kind.plural, after) as O);
  }

  async delete(kind: Kind, key: ObjectKey, options: DeleteOptions = {}): Promise<void> {
    this.check('delete', kind, key);
    const object = this.find(kind, key);
    for (const field of ['uid', 'resourceVersion'] as const) {
      const wanted = options.preconditions?.[field];
      if (wanted !== undefined && wanted !== object.metadata?.[field]) {
        throw new KubeError(409, { reason: 'Conflict', message: `the ${field} differs` });
      }
    }
    this.world.table(kind.plural).delete(keyOf(key));
    this.world.tell(kind.plural, 'DELETED', object);
  }

  async *watch<O extends KubeObject>(
    kind: Kind<O>,
    options: WatchOptions = {}
  ): AsyncGenerator<WatchEvent<O>> {
    const queue: WatchEvent<KubeObject>[] = [];
    let wake = () => {};
    const listener: Listener = (plural, event) => {
      if (plural === kind.plural && matches(event.object, options)) {
        queue.push(structuredClone(event));
        wake();
      }
    };
    this.world.listeners.add(listener);
    options.signal?.addEventListener('abort', () => wake());
    try {
      while (!options.signal?.aborted) {
        const event = queue.shift();
        if (event !== undefined) {
          yield event as WatchEvent<O>;
        } else {
          await new Promise<void>(resolve => (wake = resolve));
        }
      }
    } finally {
      this.world.listeners.delete(listener);
    }
  }

  async *logs(
    pod: { namespace: string; name: string },
    options: LogOptions = {}
  ): AsyncGenerator<string> {
    this.check('get', { ...PODS, plural: 'pods/log' }, pod);
    const lines = this.world.logs.get(keyOf(pod)) ?? [];
    const since = options.sinceTime?.replace('Z', '') ?? '';
    for (const line of lines.filter(text => text.slice(0, 19) >= since)) {
      yield options.timestamps ? line : line.slice(line.indexOf(' ') + 1);
    }
  }

  async accessReview(question: AccessQuestion): Promise<{ allowed: boolean; reason: string }> {
    this.world.calls.push(`review ${question.user} ${question.verb} ${question.resource}`);
    this.demandReachable();
    return { allowed: this.world.allow(question), reason: '' };
  }

  async raw(): Promise<string> {
    return '';
  }

  private find<O extends KubeObject>(kind: Kind<O>, key: ObjectKey): O {
    const object = this.world.table(kind.plural).get(keyOf(key));
    if (object === undefined) {
      throw new KubeError(404, {
        reason: 'NotFound',
        message: `${kind.plural} "${key.name}" not found`,
        details: { kind: kind.plural, name: key.name }
      });
    }
    return structuredClone(object) as O;
  }

  private demandReachable(): void {
    if (this.world.away) {
      throw new UnreachableError('connection refused');
    }
  }

  private check(verb: string, kind: Kind, { namespace, name }: ObjectKey): void {
    const user = this.identity?.user;
    this.world.calls.push(
      `${user ?? 'server'} ${verb} ${kind.plural} ${keyOf({ namespace, name })}`
    );
    this.demandReachable();
    if (this.world.missing.has(tableOf(kind))) {
      throw new KubeError(404, { reason: 'NotFound', message: '404 page not found' });
    }
    if (user === undefined) {
      return;
    }
    const [resource, subresource] = kind.plural.split('/');
    const question = { user, verb, group: kind.group, resource, subresource, namespace, name };
    if (!this.world.allow(question)) {
      throw new KubeError(403, {
        reason: 'Forbidden',
        message: `${kind.plural} "${name}" is forbidden: User "${user}" cannot ${verb} resource "${kind.plural}" in API group "${kind.group}" in the namespace "${namespace}"`,
        details: { kind: kind.plural, name }
      });
    }
  }
}

/** The plural; but `pods` are two kinds, and what the metrics-server has of a pod is not the pod. */
function tableOf({ group, plural }: Kind): string {
  return group === 'metrics.k8s.io' ? `${plural}.${group}` : plural;
}

const PODS: Kind = { group: '', version: 'v1', kind: 'Pod', plural: 'pods', namespaced: true };

function matches(
  object: KubeObject,
  { namespace, labelSelector, fieldSelector }: ListOptions
): boolean {
  const { metadata } = object;
  const [label, value] = labelSelector?.split('=') ?? [];
  const [, name] = fieldSelector?.split('metadata.name=') ?? [];
  return (
    (namespace === undefined || metadata?.namespace === namespace) &&
    (label === undefined || hasLabel(metadata?.labels, label, value)) &&
    (name === undefined || metadata?.name === name)
  );
}

/** A selector without a value asks for the label only. */
function hasLabel(labels: Record<string, string> = {}, label: string, value?: string): boolean {
  return value === undefined ? label in labels : labels[label] === value;
}

/** JSON merge patch (RFC 7396). */
function merged(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) {
    return patch;
  }
  const result = { ...(target as Record<string, unknown> | undefined) };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete result[key];
    } else {
      result[key] = merged(result[key], value);
    }
  }
  return result;
}

/** With a name made up, as the API server does where only its beginning is given. */
function named<O extends KubeObject>(object: O): O {
  const { generateName, name } = object.metadata ?? {};
  return generateName === undefined || name !== undefined
    ? object
    : {
        ...object,
        metadata: { ...object.metadata, name: generateName + randomUUID().slice(0, 5) }
      };
}
