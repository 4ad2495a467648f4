import type { Expression, FromImport, Import, Name, Statement, TypeParameter } from './ast.js';
import { Patterns } from './patterns.js';

const AUGMENTED = new Set([
  '+=',
  '-=',
  '*=',
  '/=',
  '//=',
  '%=',
  '@=',
  '&=',
  '|=',
  '^=',
  '>>=',
  '<<=',
  '**='
]);

/** Statements that fit on one line. */
export abstract class SimpleStatements extends Patterns {
  protected abstract typeParameters(): TypeParameter[];

  protected simple(): Statement {
    const { token, line } = this;
    if (token.type === 'magic') {
      this.index++;
      return { kind: 'magic-line', text: token.text, line };
    }
    switch (token.type === 'name' ? token.text : '') {
      case 'pass':
      case 'break':
      case 'continue':
        this.index++;
        return { kind: 'jump', type: token.text as 'pass', line };
      case 'return':
        this.index++;
        return {
          kind: 'return',
          value: this.startsExpression() ? this.expressionList() : null,
          line
        };
      case 'raise':
        return { kind: 'raise', operands: this.operands('from'), line };
      case 'assert':
        return { kind: 'assert', operands: this.operands(','), line };
      case 'del':
        this.index++;
        return { kind: 'delete', targets: [this.assignable(this.targets())], line };
      case 'global':
      case 'nonlocal':
        return this.scope(token.text as 'global');
      case 'import':
        return this.import();
      case 'from':
        return this.fromImport();
      case 'type':
        return this.typeAlias() ?? this.assignment();
      default:
        return this.assignment();
    }
  }

  /** The operands of `raise` and `assert`. */
  private operands(separator: string): Expression[] {
    this.index++;
    const found: Expression[] = [];
    if (this.startsExpression()) {
      found.push(this.named());
      if (this.accept(separator)) {
        found.push(this.expression());
      }
    }
    return found;
  }

  private scope(type: 'global' | 'nonlocal'): Statement {
    const { line } = this;
    this.index++;
    const names: Name[] = [this.identifier()];
    while (this.accept(',')) {
      names.push(this.identifier());
    }
    return { kind: 'scope', type, names, line };
  }

  private typeAlias(): Statement | null {
    const { line } = this;
    const next = this.peek();
    if (next.type !== 'name' || !['=', '['].includes(this.peek(2).text)) {
      return null;
    }
    return this.attempt(() => {
      this.expect('type');
      const name = this.identifier();
      const typeParameters = this.typeParameters();
      this.expect('=');
      return { kind: 'type-alias', name, typeParameters, value: this.expression(), line };
    });
  }

  private import(): Import {
    const { line, token } = this;
    this.expect('import');
    const names: Import['names'] = [];
    do {
      const module = this.dotted();
      names.push({ module, alias: this.accept('as') ? this.identifier().id : null });
    } while (this.accept(','));
    const { end, line: endLine } = this.previous;
    return { kind: 'import', names, line, endLine, text: this.source.slice(token.start, end) };
  }

  private dotted(): string {
    const parts = [this.identifier().id];
    while (this.accept('.')) {
      parts.push(this.identifier().id);
    }
    return parts.join('.');
  }

  private fromImport(): FromImport {
    const { line } = this;
    this.expect('from');
    let module = '';
    while (this.at('.') || this.at('...')) {
      module += this.token.text;
      this.index++;
    }
    if (module === '' || !this.at('import')) {
      module += this.dotted();
    }
    this.expect('import');
    if (this.accept('*')) {
      return { kind: 'from-import', module, names: null, line };
    }
    const bracketed = this.accept('(');
    const names: { name: string; alias: string | null }[] = [];
    do {
      if (bracketed && this.at(')')) {
        break;
      }
      const name = this.identifier().id;
      names.push({ name, alias: this.accept('as') ? this.identifier().id : null });
    } while (this.accept(','));
    if (bracketed) {
      this.expect(')');
    }
    return { kind: 'from-import', module, names, line };
  }

  private assignment(): Statement {
    const { line } = this;
    const parenthesized = this.at('(');
    const first = this.at('yield') ? this.yield() : this.expressionList();
    if (this.token.type === 'operator' && AUGMENTED.has(this.token.text)) {
      this.index++;
      const target = this.assignable(first);
      return { kind: 'augmented', target, value: this.valueOrYield(), line };
    }
    if (this.accept(':')) {
      const target = this.assignable(first);
      const annotation = this.expression();
      const value = this.accept('=') ? this.valueOrYield() : null;
      const simple = target.kind === 'name' && !parenthesized;
      return { kind: 'annotated', target, annotation, value, simple, line };
    }
    if (!this.at('=')) {
      return { kind: 'expression', value: first, line };
    }
    const chain = [first];
    while (this.accept('=')) {
      chain.push(this.valueOrYield());
    }
    const value = chain.pop()!;
    return { kind: 'assign', targets: chain.map(target => this.assignable(target)), value, line };
  }

  private valueOrYield(): Expression {
    const { token, line } = this;
    if (token.type === 'magic') {
      this.index++;
      return { kind: 'magic', text: token.text, line };
    }
    return this.at('yield') ? this.yield() : this.expressionList();
  }

  /** The same expression, as what something is assigned to. Throws where nothing can be. */
  protected assignable(target: Expression): Expression {
    switch (target.kind) {
      case 'name':
      case 'attribute':
      case 'subscript':
        return target;
      case 'starred':
        this.assignable(target.value);
        return target;
      case 'collection':
        if (target.type === 'tuple' || target.type === 'list') {
          target.items.forEach(item => this.assignable(item));
          return target;
        }
    }
    throw this.error('Nothing can be assigned to what stands here.', target.line);
  }
}
