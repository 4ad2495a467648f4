/** The OpenAPI document, made from the route tables and the schemas that validate requests. */
import { apiSchemas } from '@kubeflow-lab/schema';

import type { RouteSpec, RouteTable } from '../http/route.js';
import { VERSION } from '../version.js';

type Json = Record<string, unknown>;

/** An OpenAPI 3.1 document of some tables of routes, each under its tag. */
export function openApiDocument(tables: readonly (readonly [string, RouteTable])[]): Json {
  const paths: Record<string, Json> = {};
  for (const [tag, table] of tables) {
    for (const spec of Object.values(table)) {
      (paths[spec.path] ??= {})[spec.method] = operation(tag, spec);
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'kubeflow-lab',
      version: VERSION,
      description:
        'Notebook servers, pipelines, training jobs, sweeps and models on Kubernetes, each as the object of its own kind.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' }
    },
    servers: [{ url: '/' }],
    security: [{ session: [] }, { token: [] }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'kubeflow-lab-session' },
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'A service account token for the audience kubeflow-lab.'
        }
      },
      schemas: Object.fromEntries(
        Object.entries(apiSchemas)
          .sort(([a], [b]) => a.localeCompare(b))
          .map(([name, schema]) => [name, withLocalRefs(schema, true)])
      )
    }
  };
}

const FILE = { required: true, content: { 'application/octet-stream': {} } };

function operation(tag: string, spec: RouteSpec): Json {
  const parameters = [...pathParameters(spec), ...queryParameters(spec), ...headerParameters(spec)];
  return {
    tags: [tag],
    operationId: spec.operationId,
    summary: spec.summary,
    ...(spec.open ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(spec.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: anyOf(spec.body) } }
          }
        }),
    ...(spec.upload ? { requestBody: FILE } : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(spec.responses).map(([status, response]) => {
          const { description, schema, contentType, tagged } = response;
          return [
            status,
            {
              description,
              ...(tagged ? { headers: TAG } : {}),
              ...(schema === undefined && contentType === undefined
                ? {}
                : {
                    content: {
                      [contentType ?? 'application/json']:
                        schema === undefined ? {} : { schema: anyOf(schema) }
                    }
                  })
            }
          ];
        })
      ),
      default: {
        description: 'Something went wrong.',
        content: { 'application/problem+json': { schema: ref('Problem') } }
      }
    }
  };
}

function anyOf(schemas: string | readonly string[]): Json {
  return typeof schemas === 'string' ? ref(schemas) : { anyOf: schemas.map(ref) };
}

const ref = (schema: string) => ({ $ref: `#/components/schemas/${schema}` });

function pathParameters({ path }: RouteSpec): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' }
  }));
}

function queryParameters({ query = {} }: RouteSpec): Json[] {
  return Object.entries(query).map(([name, { description, enum: choices, type }]) => ({
    name,
    in: 'query',
    description,
    schema: choices === undefined ? { type } : { type: 'string', enum: choices }
  }));
}

const TAG = { ETag: { description: 'The version of the object.', schema: { type: 'string' } } };

const OWN_PAGE = {
  name: 'X-Kubeflow-Lab',
  in: 'header',
  description: 'Needed with a session cookie: it shows that no other site sent the request.',
  schema: { type: 'string', enum: ['1'] }
};

const IF_MATCH = {
  name: 'If-Match',
  in: 'header',
  description: 'The ETag that was seen; where the object has another one since, the answer is 412.',
  schema: { type: 'string' }
};

function headerParameters({ conditional, method }: RouteSpec): Json[] {
  return [...(method === 'get' ? [] : [OWN_PAGE]), ...(conditional ? [IF_MATCH] : [])];
}

/** A schema whose references by `$id` are references into the document. */
function withLocalRefs(value: unknown, top = false): unknown {
  if (Array.isArray(value)) {
    return value.map(entry => withLocalRefs(entry));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !(top && key === '$id'))
      .map(([key, entry]) =>
        key === '$ref'
          ? [key, `#/components/schemas/${String(entry)}`]
          : [key, withLocalRefs(entry)]
      )
  );
}
