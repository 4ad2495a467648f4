/**
 * The conditions of `when`: comparisons of texts and numbers, joined by `&&`, `||` and `!`, with parentheses, as in
 * `{{inputs.parameters.kind}} == tree && {{tasks.a.outputs.parameters.score}} > 0.9`, or an expression `{{=…}}`.
 * Variables are replaced after it has been read, so that no value can change what is compared.
 */
import { expressionsIn, substitute } from './substitute.js';
import type { Lookup } from './substitute.js';

/** A condition that cannot be read; its message goes on after the field's path. */
export class WhenError extends Error {}

/** A variable or an expression, whose own quotes and operators are none of the condition's. */
const TAG = String.raw`\{\{=[\s\S]*?\}\}|\{\{[^{}]*\}\}`;
const TOKEN = new RegExp(
  [
    String.raw`\s*(?:(&&|\|\||==|!=|>=|<=|[<>!()])`,
    `'((?:${TAG}|[^'])*)'`,
    `"((?:${TAG}|[^"])*)"`,
    `((?:${TAG}|[^\\s&|=!<>()'"{}])+))`
  ].join('|'),
  'y'
);

interface Token {
  text: string;
  /** Whether it is one of the operators, not an operand. */
  operator: boolean;
}

/** Whether a condition is true; an empty one is. Throws WhenError, and UnresolvedError where a variable has no value. */
export function evaluateWhen(text: string | undefined, lookup: Lookup): boolean {
  return readWhen(text, operand => substitute(operand, lookup));
}

/** Throws WhenError where a condition cannot be read, whatever its variables and expressions come to. */
export function checkWhen(text: string | undefined): void {
  readWhen(text, operand =>
    expressionsIn(operand).length > 0 ? 'true' : substitute(operand, () => 'true')
  );
}

function readWhen(text: string | undefined, valueOf: (operand: string) => string): boolean {
  return text === undefined || text.trim() === '' ? true : new Reader(text, valueOf).read();
}

class Reader {
  private readonly tokens: Token[];
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly valueOf: (operand: string) => string
  ) {
    this.tokens = tokensOf(text);
  }

  read(): boolean {
    const answer = this.either();
    if (this.at < this.tokens.length) {
      throw this.unreadable();
    }
    return answer;
  }

  private either(): boolean {
    let answer = this.both();
    while (this.take('||')) {
      // Read in any case: what follows has to be readable too.
      const next = this.both();
      answer = answer || next;
    }
    return answer;
  }

  private both(): boolean {
    let answer = this.one();
    while (this.take('&&')) {
      const next = this.one();
      answer = answer && next;
    }
    return answer;
  }

  private one(): boolean {
    if (this.take('!')) {
      return !this.one();
    }
    if (this.take('(')) {
      const answer = this.either();
      if (!this.take(')')) {
        throw this.unreadable();
      }
      return answer;
    }
    return this.comparison();
  }

  private comparison(): boolean {
    const left = this.operand();
    const operator = this.tokens[this.at];
    if (operator?.operator === true && /^[=!<>]/.test(operator.text) && operator.text !== '!') {
      this.at += 1;
      return compare(left, operator.text, this.operand());
    }
    if (left !== 'true' && left !== 'false') {
      throw new WhenError(`"${this.text}" is neither true nor false nor a comparison`);
    }
    return left === 'true';
  }

  private operand(): string {
    const token = this.tokens[this.at];
    if (token === undefined || token.operator) {
      throw this.unreadable();
    }
    this.at += 1;
    return this.valueOf(token.text);
  }

  private take(operator: string): boolean {
    const token = this.tokens[this.at];
    const found = token?.operator === true && token.text === operator;
    this.at += found ? 1 : 0;
    return found;
  }

  private unreadable(): WhenError {
    return new WhenError(
      `"${this.text}" cannot be read; it may hold comparisons (==, !=, <, <=, >, >=), &&, ||, ! and parentheses`
    );
  }
}

function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  const source = text.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const match = TOKEN.exec(source);
    if (match === null) {
      throw new WhenError(`"${text}" cannot be read`);
    }
    const [, operator, single, double, bare] = match;
    found.push({ text: operator ?? single ?? double ?? bare, operator: operator !== undefined });
  }
  return found;
}

function compare(left: string, operator: string, right: string): boolean {
  const numbers = isNumber(left) && isNumber(right);
  const [a, b] = numbers ? [Number(left), Number(right)] : [left, right];
  switch (operator) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    default:
      return a >= b;
  }
}

function isNumber(text: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text);
}
