import type { Expression, Statement } from './ast.js';
import { Statements } from './statements.js';
import { tokenize } from './tokens.js';
import type { Token } from './tokens.js';

/**
 * Reads Python 3, up to and including 3.14, with IPython's escaped lines: a parser by recursive descent
 * after the grammar of the reference manual (https://docs.python.org/3/reference/grammar.html). It accepts
 * some programs that Python rejects later, and none that has another meaning there.
 *
 * Throws PythonSyntaxError.
 */
export function parse(source: string): Statement[] {
  return new Parser(source, tokenize(source)).parse();
}

class Parser extends Statements {
  parse(): Statement[] {
    return this.file();
  }

  protected override inner(tokens: Token[]): Expression {
    return new Parser(this.source, tokens).replacementField();
  }

  private replacementField(): Expression {
    const value = this.at('yield') ? this.yield() : this.expressionList();
    if (!this.atType('end')) {
      throw this.unexpected();
    }
    return value;
  }
}
