/** Argo's expressions: https://argo-workflows.readthedocs.io/en/latest/variables/#expression */
import { ExpressionError, partsOf, pathOf } from './ast.js';
import { evaluate } from './evaluate.js';
import type { Resolve } from './evaluate.js';
import { parseExpression } from './parse.js';
import { asBool, toText } from './values.js';
import type { Value } from './values.js';

export { ExpressionError, MissingError } from './ast.js';
export type { Resolve } from './evaluate.js';
export type { Value } from './values.js';

/** Throws ExpressionError where an expression cannot be read, whatever its variables are. */
export function checkExpression(source: string): void {
  parseExpression(source);
}

/** What an expression comes to. Throws ExpressionError. */
export function valueOf(source: string, resolve: Resolve): Value {
  return finite(evaluate(parseExpression(source), resolve));
}

/** The same as text: a text as it is, everything else as JSON. Throws ExpressionError, also for nil. */
export function textOfExpression(source: string, resolve: Resolve): string {
  const value = valueOf(source, resolve);
  if (value === null) {
    throw new ExpressionError('it comes to nil');
  }
  return toText(value);
}

/** Whether an expression is true. Throws ExpressionError, also where it is neither true nor false. */
export function holdsExpression(source: string, resolve: Resolve): boolean {
  return asBool(valueOf(source, resolve));
}

/** The names of all variables of an expression; none where it cannot be read. */
export function variablesOf(source: string): string[] {
  try {
    return partsOf(parseExpression(source)).flatMap(part => pathOf(part) ?? []);
  } catch (error) {
    if (error instanceof ExpressionError) {
      return [];
    }
    throw error;
  }
}

function finite(value: Value): Value {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new ExpressionError('it comes to no number');
  }
  return value;
}
