import type { Expression, Statement, Try, With } from './ast.js';
import { Definitions } from './definitions.js';

/** Compound and simple statements. */
export abstract class Statements extends Definitions {
  protected file(): Statement[] {
    const statements: Statement[] = [];
    while (!this.atType('end')) {
      if (this.atType('newline')) {
        this.index++;
      } else {
        this.statement(statements);
      }
    }
    return statements;
  }

  protected block(): Statement[] {
    this.expect(':');
    const statements: Statement[] = [];
    if (!this.atType('newline')) {
      this.simpleStatements(statements);
      return statements;
    }
    this.index++;
    this.expectType('indent', 'an indented block');
    while (!this.atType('dedent') && !this.atType('end')) {
      this.statement(statements);
    }
    this.expectType('dedent', 'the end of the block');
    return statements;
  }

  private statement(statements: Statement[]): void {
    const compound = this.compound();
    if (compound) {
      statements.push(compound);
    } else {
      this.simpleStatements(statements);
    }
  }

  private simpleStatements(statements: Statement[]): void {
    do {
      if (this.atType('newline')) {
        break;
      }
      statements.push(this.simple());
    } while (this.accept(';'));
    this.expectType('newline', 'the end of the line');
  }

  private compound(): Statement | null {
    switch (this.atType('name') || this.at('@') ? this.token.text : '') {
      case 'if':
        return this.if();
      case 'while':
        return this.while();
      case 'for':
        return this.for();
      case 'try':
        return this.try();
      case 'with':
        return this.with();
      case 'def':
        return this.function([]);
      case 'class':
        return this.class([]);
      case '@':
        return this.decorated();
      case 'async':
        return this.async();
      case 'match':
        return this.attempt(() => this.matchHead()) ?? null;
      default:
        return null;
    }
  }

  private if(): Statement {
    const { line } = this;
    this.index++;
    const test = this.named();
    const body = this.block();
    const otherwise = this.at('elif') ? [this.if()] : this.otherwise();
    return { kind: 'if', test, body, otherwise, line };
  }

  private otherwise(): Statement[] {
    return this.accept('else') ? this.block() : [];
  }

  private while(): Statement {
    const { line } = this;
    this.expect('while');
    const test = this.named();
    return { kind: 'while', test, body: this.block(), otherwise: this.otherwise(), line };
  }

  private for(): Statement {
    const { line } = this;
    this.expect('for');
    const target = this.assignable(this.targets());
    this.expect('in');
    const iterable = this.expressionList();
    return { kind: 'for', target, iterable, body: this.block(), otherwise: this.otherwise(), line };
  }

  private async(): Statement | null {
    switch (this.peek().text) {
      case 'def':
        this.index++;
        return this.function([]);
      case 'for':
        this.index++;
        return this.for();
      case 'with':
        this.index++;
        return this.with();
      default:
        throw this.unexpected();
    }
  }

  private try(): Statement {
    const { line } = this;
    this.expect('try');
    const body = this.block();
    const handlers: Try['handlers'] = [];
    while (this.accept('except')) {
      handlers.push(this.handler());
    }
    const otherwise = this.otherwise();
    const last = this.accept('finally') ? this.block() : null;
    if (handlers.length === 0 && !last) {
      throw this.error('Expected `except` or `finally` after the block of `try`.');
    }
    return { kind: 'try', body, handlers, otherwise, finally: last ?? [], line };
  }

  private handler(): Try['handlers'][number] {
    this.accept('*');
    const type = this.at(':') ? null : this.expressionList();
    const name = this.accept('as') ? this.identifier() : null;
    return { type, name, body: this.block() };
  }

  private with(): Statement {
    const { line } = this;
    this.expect('with');
    const items =
      (this.at('(') ? this.attempt(() => this.parenthesizedItems()) : null) ?? this.withItems();
    return { kind: 'with', items, body: this.block(), line };
  }

  private parenthesizedItems(): With['items'] {
    this.expect('(');
    const items: With['items'] = [];
    do {
      if (this.at(')')) {
        break;
      }
      items.push(this.withItem());
    } while (this.accept(','));
    this.expect(')');
    if (!this.at(':') || items.length === 0) {
      throw this.unexpected();
    }
    return items;
  }

  private withItems(): With['items'] {
    const items = [this.withItem()];
    while (this.accept(',')) {
      items.push(this.withItem());
    }
    return items;
  }

  private withItem(): With['items'][number] {
    const context = this.expression();
    const target = this.accept('as') ? this.assignable(this.binary(0)) : null;
    return { context, target };
  }

  /** `match` is a name like any other unless a block of cases follows. */
  private matchHead(): Statement {
    const { line } = this;
    this.expect('match');
    const subject: Expression = this.expressionList();
    this.expect(':');
    this.expectType('newline', 'the end of the line');
    this.expectType('indent', 'an indented block');
    if (!this.at('case')) {
      throw this.unexpected();
    }
    return this.matchCases(subject, line);
  }
}
