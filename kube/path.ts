import type { Kind, Selection } from './client.js';

type Query = Record<string, string | number | boolean | undefined>;

/** The path of a collection, or of one object, or of its subresource. */
export function resourcePath(
  kind: Kind,
  key: { namespace?: string; name?: string } = {},
  subresource?: string
): string {
  const root = kind.group === '' ? ['api'] : ['apis', kind.group];
  const segments = [...root, kind.version];
  if (kind.namespaced && key.namespace !== undefined) {
    segments.push('namespaces', segment(key.namespace));
  }
  segments.push(kind.plural);
  if (key.name !== undefined) {
    if (kind.namespaced && key.namespace === undefined) {
      throw new Error(`${kind.kind} ${key.name}: a namespace is needed.`);
    }
    segments.push(segment(key.name));
  }
  if (subresource !== undefined) {
    segments.push(segment(subresource));
  }
  return `/${segments.join('/')}`;
}

/** Names go into paths; nothing but one segment may come of them, whatever they are. */
function segment(text: string): string {
  if (text === '' || text === '.' || text === '..') {
    throw new Error(`"${text}" cannot be a name.`);
  }
  return encodeURIComponent(text);
}

/** The path with a query of the parameters that are set. */
export function withQuery(path: string, query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== false && value !== '') {
      parameters.set(name, String(value));
    }
  }
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}

export function selectors({ labelSelector, fieldSelector }: Selection): Query {
  return { labelSelector, fieldSelector };
}
