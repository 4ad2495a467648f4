/** What of a list is answered: a page of it, and of each item the fields that were asked for. */
import type { Item, Summary } from '@kubeflow-lab/schema';

import type { ItemFeed } from '../cache/item-feed.js';
import { ProblemError } from '../http/problem.js';
import { integerQuery, textQuery } from '../http/route.js';
import type { RouteContext, RouteSpec } from '../http/route.js';

const LIMIT_MAX = 1000;
const FIELDS_MAX = 50;
const FIELD = /^(object|summary)(\.[\w-]{1,63}){0,8}$/;

export const listQuery: NonNullable<RouteSpec['query']> = {
  limit: {
    description: `How many items at most, up to ${LIMIT_MAX}; left out: all of them.`,
    type: 'integer'
  },
  continue: {
    description: 'Where the page before this one ended, as its answer says.',
    type: 'string'
  },
  fields: {
    description:
      'Only these fields of each item, with commas between them, such as object.metadata.name,summary.phase.',
    type: 'string'
  }
};

/** The JSON text of a list of a namespace, newest first, as the query asks for it. */
export function listText(
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a feed of any kind
  feed: ItemFeed<any, Summary>,
  namespace: string,
  request: RouteContext['request']
): string {
  const limit = integerQuery(request, 'limit', Infinity, LIMIT_MAX);
  if (limit === 0) {
    throw new ProblemError(400, '"limit" must be at least 1.');
  }
  const fields = fieldsOf(textQuery(request, 'fields'));
  const page = feed.page(namespace, limit, placeOf(textQuery(request, 'continue')));
  const texts = page.items.map(({ item, text }) =>
    fields === null ? text : JSON.stringify(picked(item, fields))
  );
  const more = page.end === null ? '' : `,"continue":${JSON.stringify(tokenOf(page.end))}`;
  return `{"items":[${texts.join()}]${more}}`;
}

function fieldsOf(text: string | undefined): string[][] | null {
  if (text === undefined) {
    return null;
  }
  const fields = text.split(',');
  if (fields.length > FIELDS_MAX || !fields.every(field => FIELD.test(field))) {
    throw new ProblemError(
      400,
      `"fields" must be at most ${FIELDS_MAX} paths such as object.metadata.name, with commas between them.`
    );
  }
  return fields.map(field => field.split('.'));
}

type Fields = Record<string, unknown>;

/** The fields of an item at some paths; what is not there is left out. */
export function picked(item: Item, paths: readonly (readonly string[])[]): Fields {
  const result: Fields = {};
  for (const path of paths) {
    const value = valueAt(item, path);
    if (value !== undefined) {
      place(result, path, value);
    }
  }
  return result;
}

function valueAt(from: unknown, path: readonly string[]): unknown {
  let value = from;
  for (const field of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, field)) {
      return undefined;
    }
    value = (value as Fields)[field];
  }
  return value;
}

function place(result: Fields, path: readonly string[], value: unknown): void {
  const [field, ...rest] = path;
  if (rest.length === 0) {
    result[field] = value;
    return;
  }
  // A copy: a field that was asked for as a whole is the item's own.
  const inner = { ...(result[field] as Fields | undefined) };
  place(inner, rest, value);
  result[field] = inner;
}

/** The place of an item in the order of a list: it stays, whatever comes or goes around it. */
const tokenOf = (place: readonly [string, string]) =>
  Buffer.from(JSON.stringify(place)).toString('base64url');

function placeOf(token: string | undefined): [string, string] | null {
  if (token === undefined) {
    return null;
  }
  try {
    const place: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (Array.isArray(place) && place.length === 2 && place.every(p => typeof p === 'string')) {
      return place as [string, string];
    }
  } catch {
    // Not one of ours; said below.
  }
  throw new ProblemError(400, '"continue" must be what the page before this one gave.');
}
