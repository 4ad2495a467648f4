/** What the server has to know of a kind of objects to serve it: docs/add-a-kind.md says how to write one. */
import type { Kind, KubeClient, ObjectKey, StoreReader } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';
import type { Plural, Summary } from '@kubeflow-lab/schema';
import type { Request } from 'express';
import type { Logger } from 'pino';

import type { ClusterCache } from '../cache/cluster-cache.js';
import type { FeedOptions } from '../cache/item-feed.js';
import type { RouteSpec } from '../http/route.js';
import type { Caller } from '../identity/authenticator.js';
import type { LogSource } from '../logs/source.js';
import type { Services } from '../services.js';

/** What people call such objects in a sentence. */
export interface Noun {
  one: string;
  many: string;
}

/** Another kind of objects that the cache follows because items are computed from them, as the Trials of an Experiment. */
export interface RelatedKind {
  resource: Kind;
  /** Labels by whose values they are found, as `store.find(label, '<namespace>/<value>')`. */
  labels?: readonly string[];
  /** Left out: all of them are followed. */
  labelSelector?: string;
  /** What of one is kept; left out: everything. */
  trim?(object: KubeObject): KubeObject;
}

export interface KindDefinition<O extends KubeObject = KubeObject, S extends Summary = Summary> {
  /** What the API server calls it; its plural is also the one in our routes and subscriptions. */
  readonly resource: Kind<O> & { readonly plural: Plural };
  readonly noun: Noun;
  /** `<schema>Item` and `<schema>List` are the names of its schemas in schema/api. */
  readonly schema: string;
  /** The annotation that names who made an object; left out: `lab.kubeflow.org/created-by`. */
  readonly creatorAnnotation?: string;
  /** What has to be installed for it; null where its definition is our own, and so always there. */
  readonly operator: string | null;
  /** Labels of pods by whose values they are found, as `cache.pods.store.find(label, '<namespace>/<value>')`. */
  readonly podLabels?: readonly string[];
  readonly related?: readonly RelatedKind[];
  /** What will come of an object, in lines of text; told on a dry run. */
  readonly describe?: (object: O, call: Call) => string[] | Promise<string[]>;
  /** Left out: objects are made from what a person wrote only. */
  readonly form?: FormDefinition<O>;
  /** By name, as in `POST …/{name}/actions/{action}`. */
  readonly actions?: Readonly<Record<string, ActionDefinition<O>>>;
  /** Left out: the object is deleted, and what it owns in the background. */
  readonly removal?: RemovalDefinition;
  /** Called once, when the server is put together. */
  open(view: KindView<O>): OpenedKind<O, S>;
}

/** What a kind sees of the cluster. */
export interface KindView<O extends KubeObject = KubeObject> {
  readonly cache: ClusterCache;
  /** The objects of the kind. */
  readonly store: StoreReader<O>;
  /** The API server, asked as ourselves. */
  readonly client: KubeClient;
  readonly logger: Logger;
}

/** A kind at work. */
export interface OpenedKind<O extends KubeObject, S extends Summary> extends Pick<
  FeedOptions<O, S>,
  'related' | 'summarize' | 'settle'
> {
  /** What the events of an object may be about: itself and its parts, as `[kind, name]`. */
  subjects(object: O): readonly Subject[];
  /** The log of an object that is there. */
  log(object: O): LogSource;
}

export type Subject = readonly [kind: string, name: string];

/** A request of somebody about a project. */
export interface Call {
  services: Services;
  caller: Caller;
  namespace: string;
}

export interface FormCall extends Call {
  /** The body of the request exactly as it was sent. */
  rawBody: string;
}

export interface FormDefinition<O extends KubeObject> {
  /** Name of its schema, which the body satisfies. */
  schema: string;
  /** Name of the schema of a body that has the objects which a form makes, perhaps changed; left out where none may. */
  objects?: string;
  /** The objects in the order in which they would be made, after every check that needs no write: all that a dry run does. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each kind knows its own form
  plan(form: any, call: FormCall): Promise<[O, ...KubeObject[]]>;
  /** Makes them as the caller, all or none. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each kind knows its own form
  create(form: any, call: FormCall): Promise<O>;
}

export interface ObjectCall<O extends KubeObject = KubeObject> extends Call {
  key: Required<ObjectKey>;
  resource: Kind<O>;
  /** The object, read as the caller. */
  read(): Promise<O>;
}

interface ActionBase {
  /** For the OpenAPI document. */
  summary: string;
  /** Name of the schema of the body; left out where it has none. */
  body?: string;
}

/** An action answers the object that it changed or made, or something of its own. */
export type ActionDefinition<O extends KubeObject> =
  | (ActionBase & {
      // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each action knows its own body
      run(call: ObjectCall<O>, body: any): Promise<O>;
    })
  | (ActionBase & {
      /** Name of the schema of the answer. */
      response: string;
      // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each action knows its own body
      answer(call: ObjectCall<O>, body: any): Promise<unknown>;
    });

export interface RemovalDefinition {
  query?: RouteSpec['query'];
  remove(call: ObjectCall, request: Request): Promise<void>;
}

/** A kind in the table, whatever its objects and summaries are. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the table does not look into objects
export type AnyKind = KindDefinition<any, any>;
