import { ExpressionError, MissingError, pathOf } from './ast.js';
import type { Expression } from './ast.js';
import { callFunction, isIn, matches } from './functions.js';
import {
  asBool,
  asList,
  asNumber,
  asText,
  compare,
  equal,
  isMap,
  limited,
  limitedText,
  typeOf
} from './values.js';
import type { Value } from './values.js';

/** The value of a variable by its whole name, such as `inputs.parameters.lr`; undefined where it has none. */
export type Resolve = (path: string) => Value | undefined;

/** Loops within loops end here. */
const WORK_MAX = 200_000;

/** What an expression comes to. Throws ExpressionError, also for variables that have no value. */
export function evaluate(expression: Expression, resolve: Resolve): Value {
  return new Evaluator(resolve).value(expression);
}

class Evaluator {
  private work = 0;
  /** What predicates are asked about, the innermost last. */
  private readonly items: Value[] = [];

  constructor(private readonly resolve: Resolve) {}

  value(expression: Expression): Value {
    this.work += 1;
    if (this.work > WORK_MAX) {
      throw new ExpressionError('it takes too long');
    }
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'name':
      case 'member':
        return this.variable(expression) ?? this.part(expression);
      case 'item':
        return this.item();
      case 'list':
        return expression.items.map(item => this.value(item));
      case 'map':
        return this.map(expression.entries);
      case 'slice':
        return this.slice(expression);
      case 'unary':
        return this.unary(expression);
      case 'binary':
        return this.binary(expression);
      case 'choice':
        return this.value(
          asBool(this.value(expression.condition)) ? expression.yes : expression.no
        );
      case 'each':
        return this.each(expression);
      case 'call':
        return callFunction(
          expression.function,
          expression.arguments.map(argument => this.value(argument))
        );
    }
  }

  /** The value of a variable that an expression stands for; null where it stands for none. */
  private variable(expression: Expression): Value {
    const path = pathOf(expression);
    return path === null ? null : (this.resolve(path) ?? null);
  }

  /** A part of a value, where a name as a whole is no variable. */
  private part(expression: Expression): Value {
    if (expression.kind !== 'member') {
      throw noValue(expression);
    }
    const of = this.owner(expression);
    const key = this.value(expression.key);
    if (of === null) {
      return null;
    }
    if (Array.isArray(of)) {
      return at(of, asNumber(key));
    }
    if (isMap(of)) {
      return Object.hasOwn(of, String(key)) ? of[String(key)]! : null;
    }
    throw pathOf(expression) === null
      ? new ExpressionError(`${typeOf(of)} has no parts`)
      : noValue(expression);
  }

  /** What a part belongs to. Where that is missing, the part is what was asked for. */
  private owner(expression: Extract<Expression, { kind: 'member' }>): Value {
    try {
      return this.ifAny(expression.of, expression.optional);
    } catch (error) {
      throw error instanceof MissingError && pathOf(expression) !== null
        ? noValue(expression)
        : error;
    }
  }

  /** The value of an expression; nil instead of the news that a variable has none, where that is allowed. */
  private ifAny(expression: Expression, isAllowed: boolean): Value {
    const isVariable = pathOf(expression) !== null;
    if (!isAllowed || !isVariable) {
      return this.value(expression);
    }
    try {
      return this.value(expression);
    } catch (error) {
      if (error instanceof ExpressionError) {
        return null;
      }
      throw error;
    }
  }

  private item(): Value {
    if (this.items.length === 0) {
      throw new ExpressionError('# stands for an item of a list only, as in filter(list, # > 1)');
    }
    return this.items.at(-1)!;
  }

  private map(entries: readonly [Expression, Expression][]): Value {
    return Object.fromEntries(
      entries.map(([key, value]) => [asText(this.value(key)), this.value(value)])
    );
  }

  private slice({ of, from, to }: Extract<Expression, { kind: 'slice' }>): Value {
    const value = this.value(of);
    const start = from === null ? undefined : asNumber(this.value(from));
    const end = to === null ? undefined : asNumber(this.value(to));
    return typeof value === 'string' ? value.slice(start, end) : asList(value).slice(start, end);
  }

  private unary({ operator, of }: Extract<Expression, { kind: 'unary' }>): Value {
    const value = this.value(of);
    return operator === '!'
      ? !asBool(value)
      : operator === '-'
        ? -asNumber(value)
        : asNumber(value);
  }

  private binary({ operator, left, right }: Extract<Expression, { kind: 'binary' }>): Value {
    switch (operator) {
      case '&&':
        return asBool(this.value(left)) && asBool(this.value(right));
      case '||':
        return asBool(this.value(left)) || asBool(this.value(right));
      case '??':
        return this.ifAny(left, true) ?? this.value(right);
      case '==':
      case '!=': {
        const isNilAsked = [left, right].some(isNil);
        const same = equal(this.ifAny(left, isNilAsked), this.ifAny(right, isNilAsked));
        return same === (operator === '==');
      }
      default:
        return operated(operator, this.value(left), this.value(right));
    }
  }

  private each({ function: name, of, predicate }: Extract<Expression, { kind: 'each' }>): Value {
    const list = asList(this.value(of));
    const answer = (item: Value): Value => {
      this.items.push(item);
      try {
        return this.value(predicate);
      } finally {
        this.items.pop();
      }
    };
    const holds = (item: Value) => asBool(answer(item));
    switch (name) {
      case 'map':
        return list.map(answer);
      case 'filter':
        return list.filter(holds);
      case 'find':
        return list.find(holds) ?? null;
      case 'findIndex':
        return list.findIndex(holds);
      case 'all':
        return list.every(holds);
      case 'any':
        return list.some(holds);
      case 'none':
        return !list.some(holds);
      case 'one':
        return list.filter(holds).length === 1;
      default:
        return list.filter(holds).length;
    }
  }
}

function isNil(expression: Expression): boolean {
  return expression.kind === 'literal' && expression.value === null;
}

function noValue(expression: Expression): MissingError {
  return new MissingError(`${pathOf(expression)} has no value here`);
}

function at(list: readonly Value[], index: number): Value {
  const found = list.at(index);
  if (found === undefined) {
    throw new ExpressionError(`a list of ${list.length} has no item ${index}`);
  }
  return found;
}

function operated(operator: string, left: Value, right: Value): Value {
  switch (operator) {
    case '<':
      return compare(left, right) < 0;
    case '<=':
      return compare(left, right) <= 0;
    case '>':
      return compare(left, right) > 0;
    case '>=':
      return compare(left, right) >= 0;
    case 'in':
      return isIn(left, right);
    case 'not in':
      return !isIn(left, right);
    case 'contains':
      return asText(left).includes(asText(right));
    case 'startsWith':
      return asText(left).startsWith(asText(right));
    case 'endsWith':
      return asText(left).endsWith(asText(right));
    case 'matches':
      return matches(left, right);
    case '+':
      return typeof left === 'string'
        ? limitedText(left + asText(right))
        : asNumber(left) + asNumber(right);
    case '..':
      return range(asNumber(left), asNumber(right));
    default:
      return computed(operator, asNumber(left), asNumber(right));
  }
}

function computed(operator: string, left: number, right: number): number {
  switch (operator) {
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
    default:
      return left ** right;
  }
}

function range(from: number, to: number): Value[] {
  const length = Math.max(0, Math.trunc(to) - Math.trunc(from) + 1);
  limited({ length } as unknown[]);
  return Array.from({ length }, (_, index) => Math.trunc(from) + index);
}
