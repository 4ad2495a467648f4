/** The parts of an expression. */
export type Expression =
  | { kind: 'literal'; value: string | number | boolean | null }
  | { kind: 'name'; name: string }
  /** What a predicate is asked about: `#`. */
  | { kind: 'item' }
  | { kind: 'list'; items: Expression[] }
  | { kind: 'map'; entries: [key: Expression, value: Expression][] }
  /** `of.key`, `of[key]`; `of?.key` where it may be nil. */
  | { kind: 'member'; of: Expression; key: Expression; optional: boolean }
  | { kind: 'slice'; of: Expression; from: Expression | null; to: Expression | null }
  | { kind: 'unary'; operator: '!' | '-' | '+'; of: Expression }
  | { kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression }
  | { kind: 'choice'; condition: Expression; yes: Expression; no: Expression }
  /** `map(list, {# * 2})`: its last argument is asked for each item. */
  | { kind: 'each'; function: string; of: Expression; predicate: Expression }
  | { kind: 'call'; function: string; arguments: Expression[] };

/** How strongly each binds: https://expr-lang.org/docs/language-definition */
export const PRECEDENCE = {
  '||': 10,
  '&&': 15,
  '==': 20,
  '!=': 20,
  '<': 20,
  '<=': 20,
  '>': 20,
  '>=': 20,
  in: 20,
  'not in': 20,
  contains: 20,
  startsWith: 20,
  endsWith: 20,
  matches: 20,
  '..': 25,
  '+': 30,
  '-': 30,
  '*': 60,
  '/': 60,
  '%': 60,
  '**': 100,
  '??': 500
} as const;

export type BinaryOperator = keyof typeof PRECEDENCE;

/** An expression that cannot be read or computed; its message goes on after a colon. */
export class ExpressionError extends Error {}

/** A variable has no value, which it may get later. */
export class MissingError extends ExpressionError {}

/** The name of a variable that an expression stands for, such as `inputs.parameters.my-int`; null where it is none. */
export function pathOf(expression: Expression): string | null {
  if (expression.kind === 'name') {
    return expression.name;
  }
  if (expression.kind !== 'member' || expression.key.kind !== 'literal') {
    return null;
  }
  const of = pathOf(expression.of);
  return of === null ? null : `${of}.${String(expression.key.value)}`;
}

/** Everything that an expression consists of, itself first. */
export function partsOf(expression: Expression): Expression[] {
  return [expression, ...childrenOf(expression).flatMap(partsOf)];
}

function childrenOf(expression: Expression): Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'name':
    case 'item':
      return [];
    case 'list':
      return expression.items;
    case 'map':
      return expression.entries.flat();
    case 'member':
      return [expression.of, expression.key];
    case 'slice':
      return [expression.of, expression.from, expression.to].filter(part => part !== null);
    case 'unary':
      return [expression.of];
    case 'binary':
      return [expression.left, expression.right];
    case 'choice':
      return [expression.condition, expression.yes, expression.no];
    case 'each':
      return [expression.of, expression.predicate];
    case 'call':
      return expression.arguments;
  }
}
