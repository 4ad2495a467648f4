import { ExpressionError } from './ast.js';
import { isMap } from './values.js';
import type { Value } from './values.js';

const PART = /\.([A-Za-z_][\w-]*|\*)|\[(?:(-?\d+|\*)|'([^']*)'|"([^"]*)")\]/y;

/**
 * What a path such as `$.employees[0]['name']` or `$.list[*].id` leads to; a list where it goes over all of something.
 * Throws ExpressionError where there is nothing, or for filters and the like.
 */
export function jsonPath(value: Value, path: string): Value {
  if (!path.startsWith('$')) {
    throw new ExpressionError(`the path "${path}" must begin with $`);
  }
  let found: Value[] = [value];
  let isList = false;
  for (const key of keysOf(path)) {
    isList ||= key === '*';
    found = found.flatMap(each => (key === '*' ? allOf(each) : oneOf(each, key, path)));
  }
  return isList ? found : found[0]!;
}

function keysOf(path: string): string[] {
  const keys: string[] = [];
  PART.lastIndex = 1;
  while (PART.lastIndex < path.length) {
    const match = PART.exec(path);
    if (match === null) {
      throw new ExpressionError(
        `the path "${path}" cannot be read; it may hold names, indices and [*]`
      );
    }
    keys.push(match.slice(1).find(group => group !== undefined) ?? '');
  }
  return keys;
}

function allOf(value: Value): Value[] {
  return Array.isArray(value) ? value : isMap(value) ? Object.values(value) : [];
}

function oneOf(value: Value, key: string, path: string): Value[] {
  const found = Array.isArray(value)
    ? value.at(Number(key))
    : isMap(value) && Object.hasOwn(value, key)
      ? value[key]
      : undefined;
  if (found === undefined) {
    throw new ExpressionError(`there is nothing at "${path}"`);
  }
  return [found];
}
