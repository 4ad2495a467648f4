import { ExpressionError, textOfExpression, variablesOf } from '../expression/index.js';

/** The value of a variable, such as `inputs.parameters.lr`; undefined where it has none. */
export type Lookup = (name: string) => string | undefined;

/** A variable that has no value; its message is a sentence. */
export class UnresolvedError extends Error {}

/** `{{=expression}}`, which ends where braces first close, or `{{name}}`. */
const TAG = /\{\{=(.*?)\}\}|\{\{([^{}]*)\}\}/gs;

/**
 * Replaces every `{{name}}` and `{{=expression}}` in a text. What a value holds is never looked into again, so that a
 * parameter cannot bring variables of its own. Throws UnresolvedError.
 */
export function substitute(text: string, lookup: Lookup): string {
  return text.replace(TAG, (tag: string, expression: string | undefined, name = '') =>
    expression === undefined
      ? valueOfName(tag, String(name).trim(), lookup)
      : resolved(tag, () => textOfExpression(expression, lookup))
  );
}

function valueOfName(tag: string, name: string, lookup: Lookup): string {
  const value = lookup(name);
  if (value === undefined) {
    throw new UnresolvedError(`${tag} has no value here.`);
  }
  return value;
}

/** What an expression comes to; what keeps it from that is said as UnresolvedError. */
export function resolved<T>(what: string, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (error instanceof ExpressionError) {
      throw new UnresolvedError(`${what}: ${error.message}.`);
    }
    throw error;
  }
}

/** The same for every text within a value. */
export function substituteAll<T>(value: T, lookup: Lookup): T {
  if (typeof value === 'string') {
    return substitute(value, lookup) as T;
  }
  if (Array.isArray(value)) {
    return value.map(item => substituteAll<unknown>(item, lookup)) as T;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => [key, substituteAll(item, lookup)]);
    return Object.fromEntries(entries) as T;
  }
  return value;
}

/** Asks one after the other. */
export function anyOf(...lookups: Lookup[]): Lookup {
  return name => {
    for (const lookup of lookups) {
      const value = lookup(name);
      if (value !== undefined) {
        return value;
      }
    }
    return undefined;
  };
}

/** The names of all variables within a value, also of those in its expressions. */
export function variablesIn(value: unknown): string[] {
  return textsIn(value).flatMap(({ key, text }) => [
    ...(EXPRESSION_FIELDS.has(key) ? variablesOf(text) : []),
    ...[...text.matchAll(TAG)].flatMap(([, expression, name = '']) =>
      expression === undefined ? [name.trim()] : variablesOf(expression)
    )
  ]);
}

/** The expressions of all `{{=…}}` in a text. */
export function expressionsIn(text: string): string[] {
  return [...text.matchAll(TAG)].flatMap(([, expression]) => expression ?? []);
}

/** Fields that are expressions without braces. */
const EXPRESSION_FIELDS = new Set(['expression', 'fromExpression']);

function textsIn(value: unknown, key = ''): { key: string; text: string }[] {
  if (typeof value === 'string') {
    return [{ key, text: value }];
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, item]) => textsIn(item, name))
    : [];
}
