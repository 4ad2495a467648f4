/**
 * Reads the expressions of Argo's `{{=…}}` and `expression` fields: the part of https://expr-lang.org that its examples
 * use. What is not read here is refused before a run begins.
 */
import { ExpressionError, PRECEDENCE } from './ast.js';
import type { BinaryOperator, Expression } from './ast.js';
import { PREDICATE_FUNCTIONS, checkCall } from './functions.js';
import { tokensOf } from './tokens.js';
import type { Token } from './tokens.js';

/** Longer ones, and ones deeper than this, are nobody's. */
const LENGTH_MAX = 4_000;
const DEPTH_MAX = 100;

/** Throws ExpressionError. */
export function parseExpression(source: string): Expression {
  if (source.length > LENGTH_MAX) {
    throw new ExpressionError(`it has more than ${LENGTH_MAX} characters`);
  }
  const parser = new Parser(tokensOf(source));
  const expression = parser.expression();
  parser.end();
  return expression;
}

/** Words that are operators, by what they are the same as. */
const WORDS: Record<string, string> = { and: '&&', or: '||', '^': '**' };
const UNARY_PRECEDENCE = { '!': 50, '-': 90, '+': 90 } as const;

class Parser {
  private at = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  /** The weakest ones first: a pipe, then a choice, then the operators. */
  expression(): Expression {
    return this.nested(() => {
      let found = this.choice();
      while (this.take('|')) {
        found = this.piped(found);
      }
      return found;
    });
  }

  end(): void {
    if (this.token.type !== 'end') {
      throw this.unexpected();
    }
  }

  private nested(read: () => Expression): Expression {
    this.depth += 1;
    if (this.depth > DEPTH_MAX) {
      throw new ExpressionError('it is nested too deeply');
    }
    const found = read();
    this.depth -= 1;
    return found;
  }

  private get token(): Token {
    return this.tokens[this.at]!;
  }

  private choice(): Expression {
    const condition = this.binary(0);
    if (!this.take('?')) {
      return condition;
    }
    const yes = this.expression();
    this.demand(':');
    return { kind: 'choice', condition, yes, no: this.expression() };
  }

  private binary(weakest: number): Expression {
    let left = this.unary();
    for (;;) {
      const operator = this.operator();
      if (operator === null || PRECEDENCE[operator] < weakest) {
        return left;
      }
      this.at += operator === 'not in' ? 2 : 1;
      // Powers are read from the right.
      const tighter = PRECEDENCE[operator] + (operator === '**' ? 0 : 1);
      const right = this.nested(() => this.binary(tighter));
      left = { kind: 'binary', operator, left, right };
    }
  }

  /** The binary operator that comes next, which is not taken yet. */
  private operator(): BinaryOperator | null {
    const { type, value } = this.token;
    if (type !== 'operator' && type !== 'name') {
      return null;
    }
    const next = this.tokens[this.at + 1];
    const name =
      value === 'not' && next?.value === 'in' ? 'not in' : (WORDS[value] ?? String(value));
    return Object.hasOwn(PRECEDENCE, name) ? (name as BinaryOperator) : null;
  }

  private unary(): Expression {
    const { type, value } = this.token;
    const sign = type === 'name' && value === 'not' ? '!' : type === 'operator' ? value : '';
    if (sign === '!' || sign === '-' || sign === '+') {
      this.at += 1;
      const of = this.nested(() => this.binary(UNARY_PRECEDENCE[sign]));
      return { kind: 'unary', operator: sign, of };
    }
    return this.postfix(this.primary());
  }

  private postfix(found: Expression): Expression {
    for (;;) {
      if (this.take('.')) {
        found = this.member(found, false);
      } else if (this.take('?.')) {
        found = this.take('[') ? this.index(found, true) : this.member(found, true);
      } else if (this.take('[')) {
        found = this.index(found, false);
      } else {
        return found;
      }
    }
  }

  /** `of.key`, or a call of one of sprig's functions. */
  private member(of: Expression, optional: boolean): Expression {
    const key = this.name();
    if (of.kind === 'name' && this.take('(')) {
      return this.call(`${of.name}.${key}`, []);
    }
    return { kind: 'member', of, key: { kind: 'literal', value: key }, optional };
  }

  private index(of: Expression, optional: boolean): Expression {
    const from = this.isNext(':') ? null : this.expression();
    if (!this.take(':')) {
      this.demand(']');
      return { kind: 'member', of, key: from!, optional };
    }
    const to = this.isNext(']') ? null : this.expression();
    this.demand(']');
    return { kind: 'slice', of, from, to };
  }

  private primary(): Expression {
    const { type, value } = this.token;
    if (type === 'number' || type === 'text') {
      this.at += 1;
      return { kind: 'literal', value };
    }
    if (type === 'name') {
      return this.named();
    }
    if (this.take('(')) {
      const inner = this.expression();
      this.demand(')');
      return inner;
    }
    if (this.take('[')) {
      return { kind: 'list', items: this.listed(']', () => this.expression()) };
    }
    if (this.take('{')) {
      return { kind: 'map', entries: this.listed('}', () => this.entry()) };
    }
    if (this.take('#')) {
      return { kind: 'item' };
    }
    if (this.isNext('.')) {
      // Within a predicate `.name` is `#.name`.
      return { kind: 'item' };
    }
    throw this.unexpected();
  }

  private named(): Expression {
    const name = this.name();
    const constants: Record<string, boolean | null> = { true: true, false: false, nil: null };
    if (Object.hasOwn(constants, name)) {
      return { kind: 'literal', value: constants[name]! };
    }
    return this.take('(') ? this.call(name, []) : { kind: 'name', name };
  }

  /** `value | name(…)`: the value is the first argument. */
  private piped(value: Expression): Expression {
    const first = this.name();
    const name = this.take('.') ? `${first}.${this.name()}` : first;
    this.demand('(');
    return this.call(name, [value]);
  }

  /** A call whose opening parenthesis has been read. */
  private call(name: string, given: Expression[]): Expression {
    if (!PREDICATE_FUNCTIONS.includes(name)) {
      const all = [...given, ...this.listed(')', () => this.expression())];
      checkCall(name, all.length);
      return { kind: 'call', function: name, arguments: all };
    }
    const of = given[0] ?? this.expression();
    if (given.length === 0) {
      this.demand(',');
    }
    const isBraced = this.take('{');
    const predicate = this.expression();
    if (isBraced) {
      this.demand('}');
    }
    this.demand(')');
    return { kind: 'each', function: name, of, predicate };
  }

  private entry(): [Expression, Expression] {
    const { type, value } = this.token;
    const isPlain = type === 'name' || type === 'text' || type === 'number';
    if (isPlain) {
      this.at += 1;
    }
    const key: Expression = isPlain
      ? { kind: 'literal', value: String(value) }
      : this.postfix(this.primary());
    this.demand(':');
    return [key, this.expression()];
  }

  /** What stands between commas, up to the closing word; a comma may stand before that. */
  private listed<T>(close: string, read: () => T): T[] {
    const items: T[] = [];
    while (!this.take(close)) {
      if (items.length > 0) {
        this.demand(',');
        if (this.take(close)) {
          break;
        }
      }
      items.push(read());
    }
    return items;
  }

  private name(): string {
    const { type, value } = this.token;
    if (type !== 'name') {
      throw this.unexpected();
    }
    this.at += 1;
    return value;
  }

  private isNext(operator: string): boolean {
    return this.token.type === 'operator' && this.token.value === operator;
  }

  private take(operator: string): boolean {
    const found = this.isNext(operator);
    this.at += found ? 1 : 0;
    return found;
  }

  private demand(operator: string): void {
    if (!this.take(operator)) {
      throw this.token.type === 'end'
        ? new ExpressionError(`it lacks "${operator}" at its end`)
        : this.unexpected();
    }
  }

  private unexpected(): ExpressionError {
    const { type, value } = this.token;
    return new ExpressionError(
      type === 'end' ? 'it ends too early' : `"${String(value)}" cannot stand where it does`
    );
  }
}
