import type { Expression, Statement, TypeParameter } from './ast.js';
import { SimpleStatements } from './simple-statements.js';

/** Functions, classes, and the cases of `match`. */
export abstract class Definitions extends SimpleStatements {
  protected abstract block(): Statement[];

  protected decorated(): Statement {
    const decorators: Expression[] = [];
    while (this.accept('@')) {
      decorators.push(this.named());
      this.expectType('newline', 'the end of the line');
    }
    this.accept('async');
    if (this.at('class')) {
      return this.class(decorators);
    }
    return this.function(decorators);
  }

  protected function(decorators: Expression[]): Statement {
    const { line } = this;
    this.expect('def');
    const name = this.identifier();
    const typeParameters = this.typeParameters();
    this.expect('(');
    const parameters = this.parameters(')', true);
    this.expect(')');
    const returns = this.accept('->') ? this.expressionList() : null;
    const body = this.block();
    return { kind: 'function', name, typeParameters, parameters, returns, decorators, body, line };
  }

  protected class(decorators: Expression[]): Statement {
    const { line } = this;
    this.expect('class');
    const name = this.identifier();
    const typeParameters = this.typeParameters();
    const bases = this.accept('(') ? this.argumentsUntil(')') : [];
    const body = this.block();
    return { kind: 'class', name, typeParameters, arguments: bases, decorators, body, line };
  }

  protected override typeParameters(): TypeParameter[] {
    const found: TypeParameter[] = [];
    if (!this.accept('[')) {
      return found;
    }
    while (!this.at(']')) {
      if (!this.accept('**')) {
        this.accept('*');
      }
      const name = this.identifier();
      const bounds: Expression[] = [];
      if (this.accept(':')) {
        bounds.push(this.expression());
      }
      if (this.accept('=')) {
        bounds.push(this.starredOrNamed());
      }
      found.push({ name, bounds });
      if (!this.accept(',')) {
        break;
      }
    }
    this.expect(']');
    return found;
  }

  /** The cases of a `match` whose first `case` stands here, to the end of its block. */
  protected matchCases(subject: Expression, line: number): Statement {
    const cases = [];
    while (this.accept('case')) {
      const pattern = this.patterns();
      const guard = this.accept('if') ? this.named() : null;
      cases.push({ pattern, guard, body: this.block() });
    }
    this.expectType('dedent', 'another `case` or the end of the block');
    return { kind: 'match', subject, cases, line };
  }
}
