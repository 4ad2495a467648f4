/** Routes as data: what is mounted and what the OpenAPI document says come from the same table. */
import type { ManifestObject } from '@kubeflow-lab/schema';
import type { Express, Request, Response } from 'express';

import type { Authenticator, Caller } from '../identity/authenticator.js';
import { checkCrossSite } from './cross-site.js';
import { ProblemError } from './problem.js';
import { validate } from './validation.js';

export interface ResponseSpec {
  description: string;
  /** Name of a schema of the API, or of several, one of which the answer satisfies. */
  schema?: string | readonly string[];
  /** Default application/json. */
  contentType?: string;
  /** Has the object's version as ETag. */
  tagged?: boolean;
}

export interface RouteSpec {
  method: 'get' | 'post' | 'put' | 'delete';
  /** As in OpenAPI: `/api/namespaces/{namespace}/notebooks`. `{path}` at the end stands for all that follows. */
  path: string;
  operationId: string;
  summary: string;
  /** Needs no identity. */
  open?: boolean;
  /**
   * Name of the schema of the body; of several, the second is for a body that is itself a Kubernetes object, and the
   * third for one that has several of them as `objects`.
   */
  body?:
    | string
    | readonly [form: string, object: string]
    | readonly [form: string, object: string, objects: string];
  /** The body is a file, which the handler reads. */
  upload?: boolean;
  /** Obeys If-Match. */
  conditional?: boolean;
  query?: Record<
    string,
    { description: string; enum?: string[]; type?: 'integer' | 'boolean' | 'string' }
  >;
  responses: Record<number, ResponseSpec>;
}

export type RouteTable = Record<string, RouteSpec>;

export interface RouteContext<B = unknown> {
  request: Request;
  response: Response;
  /** Who asks. Absent (and never to be read) only where the route is open. */
  caller: Caller;
  body: B;
  /** Path parameters but `path`; each has been checked to be a possible name. */
  params: Record<string, string>;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each handler knows the type of its own body
export type RouteHandler = (context: RouteContext<any>) => Promise<void> | void;

/** What can name a namespace or an object in a path; anything else is nobody's name, and so not found. */
const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

/** Mounts every route of a table with its handler of the same key. */
export function mountRoutes<T extends RouteTable>(
  app: Express,
  authenticator: Authenticator,
  origin: URL,
  table: T,
  handlers: Record<keyof T, RouteHandler>
): void {
  for (const [key, spec] of Object.entries(table)) {
    const handler = handlers[key];
    const path = spec.path.replace('{path}', '*path').replaceAll(/\{(\w+)\}/g, ':$1');
    app[spec.method](path, async (request: Request, response: Response) => {
      const params = checkedParams(request);
      // For the sentence of an error, which is made where the parameters are gone.
      response.locals.namespace = params.namespace;
      if (spec.method !== 'get') {
        checkCrossSite(request, origin);
      }
      const caller = spec.open ? undefined : await authenticator.authenticate(request);
      response.locals.user = caller?.identity.user;
      const body = checkedBody(spec, request.body);
      await handler({ request, response, caller: caller as Caller, body, params });
    });
  }
}

function checkedBody({ body: schema }: RouteSpec, body: unknown): unknown {
  if (schema === undefined || typeof schema === 'string') {
    return schema === undefined ? undefined : validate(schema, body ?? {});
  }
  const [form, object, objects] = schema;
  const several = objects !== undefined && hasObjects(body) ? objects : form;
  return validate(isManifest(body) ? object : several, body ?? {});
}

/** No form has the field. */
function hasObjects(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'objects' in body;
}

/** Whether a body is a Kubernetes object, and no form: no form has both fields. */
export function isManifest(body: unknown): body is ManifestObject {
  return typeof body === 'object' && body !== null && 'apiVersion' in body && 'kind' in body;
}

function checkedParams(request: Request): Record<string, string> {
  const params = { ...request.params } as Record<string, string>;
  // What a path may be is for its handler to say.
  delete params.path;
  for (const [key, value] of Object.entries(params)) {
    if (key !== 'stream' && key !== 'subscription' && !NAME.test(value)) {
      throw new ProblemError(404, 'There is nothing at this address.');
    }
  }
  return params;
}

/** A number from the query within bounds; the default where it is missing. */
export function integerQuery(
  request: Request,
  name: string,
  fallback: number,
  max: number
): number {
  const value = request.query[name];
  if (value === undefined) {
    return fallback;
  }
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0) {
    throw new ProblemError(400, `"${name}" must be a whole number that is not negative.`);
  }
  return Math.min(number, max);
}

/** One of a few words from the query; the default where it is missing. */
export function choiceQuery<T extends string>(
  request: Request,
  name: string,
  choices: readonly T[],
  fallback: T
): T {
  const value = request.query[name] ?? fallback;
  if (!choices.includes(value as T)) {
    throw new ProblemError(400, `"${name}" must be one of ${choices.join(', ')}.`);
  }
  return value as T;
}

/** A text from the query; undefined where it is missing. */
export function textQuery(request: Request, name: string): string | undefined {
  const value = request.query[name];
  if (value !== undefined && typeof value !== 'string') {
    throw new ProblemError(400, `"${name}" must be given once.`);
  }
  return value;
}
