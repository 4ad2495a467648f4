import type { Expression, Parameters } from './ast.js';
import { Atoms, eager } from './atoms.js';

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
export abstract class Expressions extends Atoms {
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

  protected disjunction(): Expression {
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
}
