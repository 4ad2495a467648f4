import type { KubeObject } from '@kubeflow-lab/resources';

/** The field manager of everything that we write. */
export const FIELD_MANAGER = 'kubeflow-lab';

/** Says which resource of the API is meant; `O` is the type of its objects. */
export interface Kind<O extends KubeObject = KubeObject> {
  /** '' for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** Carries the type only; never set. */
  readonly objectType?: O;
}

/** Which object: `namespace` is left out for cluster-scoped kinds. */
export interface ObjectKey {
  namespace?: string;
  name: string;
}

export interface RequestOptions {
  signal?: AbortSignal;
  /** Until the whole answer has arrived; default 30 s. Watches and followed logs have their own rules. */
  timeoutMs?: number;
}

export interface Selection {
  /** Left out: all namespaces. */
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
}

export interface ListOptions extends RequestOptions, Selection {
  /** Objects per page, default 500. */
  limit?: number;
  continue?: string;
  /** '0' answers from the API server's cache, which is cheap and may be a little old. */
  resourceVersion?: string;
}

/** One page of a list, or all of it. */
export interface ListResult<O> {
  items: O[];
  resourceVersion: string;
  /** Set when there is more. */
  continue?: string;
}

export interface WriteOptions extends RequestOptions {
  /** Checks, admits and answers, but stores nothing. */
  dryRun?: boolean;
  subresource?: string;
  fieldManager?: string;
  /** Refuses an object with a field that its kind does not have (400), which is dropped otherwise. */
  strict?: boolean;
}

export interface ApplyOptions extends WriteOptions {
  /** Takes fields over from other managers; default true. */
  force?: boolean;
}

export interface DeleteOptions extends RequestOptions {
  dryRun?: boolean;
  propagation?: 'Background' | 'Foreground' | 'Orphan';
  preconditions?: { uid?: string; resourceVersion?: string };
  gracePeriodSeconds?: number;
}

export interface WatchOptions extends Selection {
  signal?: AbortSignal;
  /** From where; left out: the state now comes first, as ADDED events. */
  resourceVersion?: string;
  /** After how long the API server ends the watch; default 300. */
  timeoutSeconds?: number;
  /** Called once the API server has taken the watch; events may come much later. */
  onOpen?: () => void;
}

export type WatchEvent<O> =
  | { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: O }
  /** Only `metadata.resourceVersion` counts: everything up to it has been told. */
  | { type: 'BOOKMARK'; object: KubeObject };

export interface LogOptions {
  container?: string;
  follow?: boolean;
  tailLines?: number;
  /** RFC 3339. */
  sinceTime?: string;
  /** Every line begins with its RFC 3339 time and a space. */
  timestamps?: boolean;
  /** The log of the container that ran before the last restart. */
  previous?: boolean;
  limitBytes?: number;
  signal?: AbortSignal;
}

/** Who a request is made as. */
export interface Identity {
  user: string;
  groups?: readonly string[];
  uid?: string;
}

/** What a SubjectAccessReview asks for. */
export interface AccessQuestion {
  user: string;
  groups?: readonly string[];
  verb: string;
  group?: string;
  resource: string;
  subresource?: string;
  namespace?: string;
  name?: string;
}

/**
 * The one way to the Kubernetes API. Every method throws KubeError when the API server refuses, UnreachableError when
 * it cannot be reached or does not answer in time, and the signal's reason when the caller's signal aborted it.
 */
export interface KubeClient {
  get<O extends KubeObject>(kind: Kind<O>, key: ObjectKey, options?: RequestOptions): Promise<O>;
  /** One page. */
  listPage<O extends KubeObject>(kind: Kind<O>, options?: ListOptions): Promise<ListResult<O>>;
  /** All pages, one after the other, consistent at the answer's `resourceVersion`. */
  list<O extends KubeObject>(kind: Kind<O>, options?: ListOptions): Promise<ListResult<O>>;
  /** The object's own namespace is used. */
  create<O extends KubeObject>(kind: Kind<O>, object: O, options?: WriteOptions): Promise<O>;
  /** Server-side apply: `object` holds exactly the fields that we own. */
  apply<O extends KubeObject>(kind: Kind<O>, object: O, options?: ApplyOptions): Promise<O>;
  /** JSON merge patch (RFC 7396): null removes a field. */
  mergePatch<O extends KubeObject>(
    kind: Kind<O>,
    key: ObjectKey,
    patch: unknown,
    options?: WriteOptions
  ): Promise<O>;
  delete(kind: Kind, key: ObjectKey, options?: DeleteOptions): Promise<void>;
  /** Ends without an error when the API server ends the watch or is silent for long; a 410 in the middle is thrown as KubeError. */
  watch<O extends KubeObject>(kind: Kind<O>, options?: WatchOptions): AsyncIterable<WatchEvent<O>>;
  /** The lines of a pod's log, without their line ends. */
  logs(pod: { namespace: string; name: string }, options?: LogOptions): AsyncIterable<string>;
  /** Asks by SubjectAccessReview. `reason` is the authorizer's, often ''. */
  accessReview(
    question: AccessQuestion,
    options?: RequestOptions
  ): Promise<{ allowed: boolean; reason: string }>;
  /** A plain GET of a path such as `/version` or `/readyz`; answers the body as text. */
  raw(path: string, options?: RequestOptions): Promise<string>;
  /** The same client, each request made as somebody else (impersonation). */
  as(identity: Identity): KubeClient;
}
