import type { Argument, Comprehension, ComprehensionClause, Expression, Operation } from './ast.js';
import { Cursor } from './cursor.js';
import { tokenize } from './tokens.js';
import type { Token } from './tokens.js';

/** What operators join: names, literals, what stands in brackets, and the parts of calls. */
export abstract class Atoms extends Cursor {
  abstract expression(): Expression;
  protected abstract expressionList(): Expression;
  protected abstract starredOrNamed(): Expression;
  protected abstract named(): Expression;
  protected abstract disjunction(): Expression;
  /** `bitwise_or` for level 0. */
  protected abstract binary(level: number): Expression;
  protected abstract startsExpression(): boolean;
  /** Reads the tokens of a replacement field with a cursor of its own. */
  protected abstract inner(tokens: Token[]): Expression;

  protected subscripts(): Expression {
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

  protected atom(): Expression {
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

  protected yield(): Expression {
    const { line } = this;
    this.expect('yield');
    if (this.accept('from')) {
      return eager([this.expression()], line);
    }
    return eager(this.startsExpression() ? [this.expressionList()] : [], line);
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
}

export function eager(operands: Expression[], line: number): Operation {
  return { kind: 'operation', operator: 'eager', operands, line };
}

function numberType(text: string): 'int' | 'float' | 'complex' {
  if (/[jJ]$/.test(text)) {
    return 'complex';
  }
  return /^0[xX]/.test(text) || !/[.eE]/.test(text) ? 'int' : 'float';
}
