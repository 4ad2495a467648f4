import type {
  Argument,
  Comprehension,
  ComprehensionClause,
  Expression,
  Operation,
  Parameters
} from './ast.js';
import { Cursor } from './cursor.js';
import { tokenize } from './tokens.js';
import type { Token } from './tokens.js';

/** Binary operators by how tightly they bind, loosest first. All of them associate without effect on names. */
const BINARY: readonly ReadonlySet<string>[] = [
  new Set(['|']),
  new Set(['^']),
  new Set(['&']),
  new Set(['<<', '>>']),
  new Set(['+', '-']),
  new Set(['*', '/', '//', '%', '@'])
];
const COMPARISONS = new Set(['<', '>', '==', '>=', '<=', '!=', '<>', 'in', 'is']);

/** Expressions, as the grammar of Python's reference manual names them. */
export abstract class Expressions extends Cursor {
  /** `star_expressions`: one expression, or a tuple without parentheses. */
  protected expressionList(): Expression {
    const { line } = this;
    const first = this.starredOrNamed();
    if (!this.at(',')) {
      return first;
    }
    const items = [first];
    while (this.accept(',') && this.startsExpression()) {
      items.push(this.starredOrNamed());
    }
    return { kind: 'collection', type: 'tuple', items, line };
  }

  protected starredOrNamed(): Expression {
    const { line } = this;
    if (this.accept('*')) {
      return { kind: 'starred', value: this.binary(0), line };
    }
    return this.named();
  }

  /** `named_expression` */
  protected named(): Expression {
    if (this.atIdentifier() && this.peek().text === ':=') {
      const { line } = this;
      const target = this.identifier();
      this.expect(':=');
      return { kind: 'walrus', target, value: this.expression(), line };
    }
    return this.expression();
  }

  protected startsExpression(): boolean {
    const { type, text } = this.token;
    switch (type) {
      case 'number':
      case 'string':
        return true;
      case 'name':
        return (
          this.atIdentifier() ||
          ['None', 'True', 'False', 'not', 'lambda', 'await', 'yield'].includes(text)
        );
      case 'operator':
        return ['(', '[', '{', '-', '+', '~', '...', '*'].includes(text);
      default:
        return false;
    }
  }

  /** `expression`: with conditions and lambdas. */
  expression(): Expression {
    const { line } = this;
    if (this.at('lambda')) {
      return this.lambda();
    }
    const value = this.disjunction();
    if (!this.accept('if')) {
      return value;
    }
    const test = this.disjunction();
    this.expect('else');
    return {
      kind: 'operation',
      operator: 'lazy',
      operands: [test, value, this.expression()],
      line
    };
  }

  private lambda(): Expression {
    const { line } = this;
    this.expect('lambda');
    const parameters = this.parameters(':', false);
    this.expect(':');
    return { kind: 'lambda', parameters, body: this.expression(), line };
  }

  /** The parameters of a function up to `close`, which is not read. */
  protected parameters(close: string, annotated: boolean): Parameters {
    const parameters: Parameters = { names: [], defaults: [] };
    while (!this.at(close)) {
      if (!this.accept('/')) {
        this.parameter(parameters, annotated);
      }
      if (!this.accept(',')) {
        break;
      }
    }
    return parameters;
  }

  private parameter(parameters: Parameters, annotated: boolean): void {
    const starred = this.accept('*');
    if (starred && this.at(',')) {
      return;
    }
    const packed = starred || this.accept('**');
    const name = this.identifier();
    const annotation =
      annotated && this.accept(':') ? (starred ? this.starredOrNamed() : this.expression()) : null;
    parameters.names.push({ name, annotation });
    if (!packed && this.accept('=')) {
      parameters.defaults.push(this.expression());
    }
  }

  private disjunction(): Expression {
    return this.lazy('or', () => this.lazy('and', () => this.inversion()));
  }

  private lazy(operator: string, operand: () => Expression): Expression {
    const { line } = this;
    const first = operand();
    if (!this.at(operator)) {
      return first;
    }
    const operands = [first];
    while (this.accept(operator)) {
      operands.push(operand());
    }
    return { kind: 'operation', operator: 'lazy', operands, line };
  }

  private inversion(): Expression {
    const { line } = this;
    return this.accept('not') ? eager([this.inversion()], line) : this.comparison();
  }

  private comparison(): Expression {
    const { line } = this;
    const first = this.binary(0);
    const operands = [first];
    while (this.comparisonOperator()) {
      operands.push(this.binary(0));
    }
    return operands.length === 1 ? first : eager(operands, line);
  }

  private comparisonOperator(): boolean {
    const { type, text } = this.token;
    if ((type === 'operator' || type === 'name') && COMPARISONS.has(text)) {
      this.index++;
      if (text === 'is') {
        this.accept('not');
      }
      return true;
    }
    if (this.at('not') && this.peek().text === 'in') {
      this.index += 2;
      return true;
    }
    return false;
  }

  /** `bitwise_or` for level 0, down to `term`. Targets of assignments are read at level 0. */
  protected binary(level: number): Expression {
    const operators = BINARY[level];
    if (!operators) {
      return this.factor();
    }
    const { line } = this;
    const first = this.binary(level + 1);
    if (this.token.type !== 'operator' || !operators.has(this.token.text)) {
      return first;
    }
    const operands = [first];
    while (this.token.type === 'operator' && operators.has(this.token.text)) {
      this.index++;
      operands.push(this.binary(level + 1));
    }
    return eager(operands, line);
  }

  private factor(): Expression {
    const { line } = this;
    if (this.accept('-')) {
      return { kind: 'operation', operator: 'unary-minus', operands: [this.factor()], line };
    }
    if (this.accept('+')) {
      return { kind: 'operation', operator: 'unary-plus', operands: [this.factor()], line };
    }
    if (this.accept('~')) {
      return eager([this.factor()], line);
    }
    const base = this.accept('await') ? eager([this.primary()], line) : this.primary();
    return this.accept('**') ? eager([base, this.factor()], line) : base;
  }

  private primary(): Expression {
    let value = this.atom();
    for (;;) {
      const { line } = this;
      if (this.accept('.')) {
        const attribute = this.expectType('name', 'the name of an attribute').text;
        value = { kind: 'attribute', value, attribute, line };
      } else if (this.accept('(')) {
        value = { kind: 'call', callee: value, arguments: this.argumentsUntil(')'), line };
      } else if (this.accept('[')) {
        value = { kind: 'subscript', value, index: this.subscripts(), line };
      } else {
        return value;
      }
    }
  }

  /** Arguments of a call or of a class, and the bracket that closes them. */
  protected argumentsUntil(close: string): Argument[] {
    const found: Argument[] = [];
    while (!this.at(close)) {
      found.push(this.argument());
      if (!this.accept(',')) {
        break;
      }
    }
    this.expect(close);
    return found;
  }

  private argument(): Argument {
    const { line } = this;
    if (this.accept('**')) {
      return { name: null, value: this.expression() };
    }
    if (this.accept('*')) {
      return { name: null, value: { kind: 'starred', value: this.expression(), line } };
    }
    if (this.atIdentifier() && this.peek().text === '=') {
      const { id } = this.identifier();
      this.expect('=');
      return { name: id, value: this.expression() };
    }
    const value = this.named();
    return {
      name: null,
      value: this.startsClause() ? this.comprehension('generator', [value], line) : value
    };
  }

  private subscripts(): Expression {
    const { line } = this;
    const items = [this.slice()];
    while (this.accept(',') && !this.at(']')) {
      items.push(this.slice());
    }
    this.expect(']');
    return items.length === 1 ? items[0]! : { kind: 'collection', type: 'tuple', items, line };
  }

  private slice(): Expression {
    const { line } = this;
    if (this.at('*')) {
      return this.starredOrNamed();
    }
    const first = this.at(':') ? null : this.named();
    if (!this.at(':')) {
      return first!;
    }
    const operands = first ? [first] : [];
    while (this.accept(':')) {
      if (!this.at(':') && !this.at(']') && !this.at(',')) {
        operands.push(this.expression());
      }
    }
    return eager(operands, line);
  }

  private atom(): Expression {
    const { token } = this;
    const { line } = token;
    switch (token.type) {
      case 'number':
        this.index++;
        return { kind: 'constant', type: numberType(token.text), text: token.text, line };
      case 'string':
        return this.strings();
      case 'name':
        return this.namedAtom(token);
      case 'operator':
        return this.bracketed(token);
      default:
        throw this.unexpected();
    }
  }

  private namedAtom({ text, line }: Token): Expression {
    if (text === 'None' || text === 'True' || text === 'False') {
      this.index++;
      return { kind: 'constant', type: text === 'None' ? 'none' : 'bool', text, line };
    }
    if (!this.atIdentifier()) {
      throw this.unexpected();
    }
    return this.identifier();
  }

  private bracketed({ text, line }: Token): Expression {
    switch (text) {
      case '(':
        this.index++;
        return this.parenthesized(line);
      case '[':
        this.index++;
        return this.list(line);
      case '{':
        this.index++;
        return this.braces(line);
      case '...':
        this.index++;
        return { kind: 'constant', type: 'ellipsis', text, line };
      default:
        throw this.unexpected();
    }
  }

  private parenthesized(line: number): Expression {
    if (this.at('yield')) {
      const value = this.yield();
      this.expect(')');
      return value;
    }
    if (this.accept(')')) {
      return { kind: 'collection', type: 'tuple', items: [], line };
    }
    const first = this.starredOrNamed();
    if (this.startsClause()) {
      const value = this.comprehension('generator', [first], line);
      this.expect(')');
      return value;
    }
    if (first.kind !== 'starred' && this.accept(')')) {
      return first;
    }
    return { kind: 'collection', type: 'tuple', items: this.moreItems([first], ')'), line };
  }

  private moreItems(items: Expression[], close: string): Expression[] {
    while (this.accept(',') && !this.at(close)) {
      items.push(this.starredOrNamed());
    }
    this.expect(close);
    return items;
  }

  private list(line: number): Expression {
    if (this.accept(']')) {
      return { kind: 'collection', type: 'list', items: [], line };
    }
    const first = this.starredOrNamed();
    if (this.startsClause()) {
      const value = this.comprehension('list', [first], line);
      this.expect(']');
      return value;
    }
    return { kind: 'collection', type: 'list', items: this.moreItems([first], ']'), line };
  }

  private braces(line: number): Expression {
    if (this.accept('}')) {
      return { kind: 'collection', type: 'dict', items: [], line };
    }
    if (this.at('**')) {
      return this.dictionary(line, []);
    }
    const first = this.starredOrNamed();
    if (this.accept(':')) {
      const items = [first, this.expression()];
      return this.startsClause()
        ? this.closed(this.comprehension('dict', items, line))
        : this.dictionary(line, items);
    }
    if (this.startsClause()) {
      return this.closed(this.comprehension('set', [first], line));
    }
    return { kind: 'collection', type: 'set', items: this.moreItems([first], '}'), line };
  }

  private closed(value: Expression): Expression {
    this.expect('}');
    return value;
  }

  private dictionary(line: number, items: Expression[]): Expression {
    if (items.length === 0 || this.accept(',')) {
      do {
        if (this.accept('**')) {
          items.push(this.binary(0));
        } else if (!this.at('}')) {
          items.push(this.expression());
          this.expect(':');
          items.push(this.expression());
        }
      } while (this.accept(','));
    }
    return this.closed({ kind: 'collection', type: 'dict', items, line });
  }

  protected yield(): Expression {
    const { line } = this;
    this.expect('yield');
    if (this.accept('from')) {
      return eager([this.expression()], line);
    }
    return eager(this.startsExpression() ? [this.expressionList()] : [], line);
  }

  private startsClause(): boolean {
    return this.at('for') || (this.at('async') && this.peek().text === 'for');
  }

  private comprehension(
    type: Comprehension['type'],
    elements: Expression[],
    line: number
  ): Comprehension {
    const clauses: ComprehensionClause[] = [];
    while (this.startsClause()) {
      this.accept('async');
      this.expect('for');
      const target = this.targets();
      this.expect('in');
      const iterable = this.disjunction();
      const conditions: Expression[] = [];
      while (this.accept('if')) {
        conditions.push(this.disjunction());
      }
      clauses.push({ target, iterable, conditions });
    }
    return { kind: 'comprehension', type, elements, clauses, line };
  }

  /** `star_targets` */
  protected targets(): Expression {
    const { line } = this;
    const items: Expression[] = [];
    let isTuple = false;
    do {
      if (!this.startsExpression()) {
        break;
      }
      items.push(this.at('*') ? this.starredOrNamed() : this.binary(0));
      isTuple ||= this.at(',');
    } while (this.accept(','));
    if (items.length === 0) {
      throw this.unexpected();
    }
    return isTuple ? { kind: 'collection', type: 'tuple', items, line } : items[0]!;
  }

  private strings(): Expression {
    const { line } = this;
    const texts: string[] = [];
    const fields: Expression[] = [];
    let bytes = false;
    let formatted = false;
    while (this.atType('string')) {
      const { token } = this;
      texts.push(token.text);
      bytes ||= token.bytes === true;
      formatted ||= token.fields != null;
      for (const field of token.fields ?? []) {
        fields.push(this.field(token, field.start, field.end));
      }
      this.index++;
    }
    return formatted
      ? eager(fields, line)
      : { kind: 'constant', type: bytes ? 'bytes' : 'str', text: texts.join(' '), line };
  }

  private field(token: Token, start: number, end: number): Expression {
    const before = this.source.slice(token.start, start);
    const line = token.line + (before.split('\n').length - 1);
    if (this.source.slice(start, end).trim() === '') {
      throw this.error('A replacement field of an f-string is empty.', line);
    }
    return this.inner(tokenize(this.source, { start, end, line, bracketed: true }));
  }

  /** Reads the tokens of a replacement field with a cursor of its own. */
  protected abstract inner(tokens: Token[]): Expression;
}

function eager(operands: Expression[], line: number): Operation {
  return { kind: 'operation', operator: 'eager', operands, line };
}

function numberType(text: string): 'int' | 'float' | 'complex' {
  if (/[jJ]$/.test(text)) {
    return 'complex';
  }
  return /^0[xX]/.test(text) || !/[.eE]/.test(text) ? 'int' : 'float';
}
