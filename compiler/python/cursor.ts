import type { Name } from './ast.js';
import { PythonSyntaxError } from './syntax-error.js';
import type { Token } from './tokens.js';

const KEYWORDS = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from ' +
    'global if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' ')
);

/** A place in the tokens of a text, and how to go on from there. */
export class Cursor {
  protected index = 0;

  constructor(
    protected readonly source: string,
    protected readonly tokens: readonly Token[]
  ) {}

  protected get token(): Token {
    return this.tokens[this.index]!;
  }

  protected get previous(): Token {
    return this.tokens[this.index - 1]!;
  }

  protected get line(): number {
    return this.token.line;
  }

  protected peek(distance = 1): Token {
    return this.tokens[Math.min(this.index + distance, this.tokens.length - 1)]!;
  }

  /** Whether an operator or keyword stands here. */
  protected at(text: string): boolean {
    const { type, text: found } = this.token;
    return found === text && (type === 'operator' || type === 'name');
  }

  protected accept(text: string): boolean {
    if (this.at(text)) {
      this.index++;
      return true;
    }
    return false;
  }

  protected expect(text: string): void {
    if (!this.accept(text)) {
      throw this.error(`Expected \`${text}\` instead of ${described(this.token)}.`);
    }
  }

  protected atType(type: Token['type']): boolean {
    return this.token.type === type;
  }

  protected expectType(type: Token['type'], description: string): Token {
    if (!this.atType(type)) {
      throw this.error(`Expected ${description} instead of ${described(this.token)}.`);
    }
    return this.tokens[this.index++]!;
  }

  protected atIdentifier(): boolean {
    return this.token.type === 'name' && !KEYWORDS.has(this.token.text);
  }

  protected identifier(): Name {
    if (!this.atIdentifier()) {
      throw this.error(`Expected a name instead of ${described(this.token)}.`);
    }
    const { text, line } = this.tokens[this.index++]!;
    return { kind: 'name', id: text, line };
  }

  protected error(message: string, line = this.line): PythonSyntaxError {
    return new PythonSyntaxError(message, line);
  }

  protected unexpected(): PythonSyntaxError {
    return this.error(`${capitalised(described(this.token))} cannot stand here.`);
  }

  /** What `read` answers, or null, and nothing read, where it finds something else. */
  protected attempt<T>(read: () => T): T | null {
    const start = this.index;
    try {
      return read();
    } catch (error) {
      if (!(error instanceof PythonSyntaxError)) {
        throw error;
      }
      this.index = start;
      return null;
    }
  }
}

function described({ type, text }: Token): string {
  switch (type) {
    case 'newline':
      return 'the end of the line';
    case 'end':
      return 'the end of the cell';
    case 'indent':
      return 'an indented line';
    case 'dedent':
      return 'the end of the block';
    case 'magic':
      return 'an IPython command';
    case 'string':
      return 'a string';
    default:
      return `\`${text}\``;
  }
}

function capitalised(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}
