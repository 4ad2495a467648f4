import { endOfName, isDigit, normalized, startsName } from './characters.js';
import { escapedLine, escapedValue } from './escapes.js';
import { isStringPrefix, readString } from './strings.js';
import { PythonSyntaxError } from './syntax-error.js';
import { NUMBER, OPERATORS } from './token.js';
import type { Token } from './token.js';

export type { Token } from './token.js';

export interface TokenizerOptions {
  /** The line number of the first line. */
  line: number;
  /** Where to begin and end in the text. */
  start: number;
  end: number;
  /** Inside brackets, as in a field of an f-string: line breaks mean nothing there. */
  bracketed: boolean;
}

/** Splits Python, with IPython's escaped lines, into tokens. Throws PythonSyntaxError. */
export function tokenize(text: string, options: Partial<TokenizerOptions> = {}): Token[] {
  return new Tokenizer(text, {
    line: 1,
    start: 0,
    end: text.length,
    bracketed: false,
    ...options
  }).run();
}

class Tokenizer {
  private readonly tokens: Token[] = [];
  private readonly brackets: { close: string; line: number }[] = [];
  private readonly indents: number[] = [0];
  private at: number;
  private line: number;
  private readonly limit: number;

  constructor(
    private readonly text: string,
    private readonly options: TokenizerOptions
  ) {
    this.at = options.start;
    this.line = options.line;
    this.limit = options.end;
  }

  run(): Token[] {
    if (!this.options.bracketed && this.text.charCodeAt(0) === 0xfeff) {
      this.at++;
    }
    let lineStart = !this.options.bracketed;
    while (this.at < this.limit) {
      if (lineStart) {
        lineStart = false;
        if (!this.beginLine()) {
          lineStart = true;
          continue;
        }
      }
      lineStart = this.next();
    }
    this.finish();
    return this.tokens;
  }

  private finish(): void {
    const open = this.brackets.at(-1);
    if (open) {
      throw new PythonSyntaxError(`A bracket that is opened here is never closed.`, open.line);
    }
    if (!this.options.bracketed) {
      const last = this.tokens.at(-1);
      if (last && last.type !== 'newline') {
        this.push('newline', '', this.at);
      }
      for (let depth = this.indents.length; depth > 1; depth--) {
        this.push('dedent', '', this.at);
      }
    }
    this.push('end', '', this.at);
  }

  private push(type: Token['type'], text: string, start: number): Token {
    const token: Token = { type, text, start, end: this.at, line: this.line };
    this.tokens.push(token);
    return token;
  }

  /** At the beginning of a logical line: its indentation. False for a line with nothing on it. */
  private beginLine(): boolean {
    const { text } = this;
    let column = 0;
    for (; this.at < this.limit; this.at++) {
      const character = text[this.at];
      if (character === ' ') {
        column++;
      } else if (character === '\t') {
        column = (Math.floor(column / 8) + 1) * 8;
      } else if (character === '\f') {
        column = 0;
      } else {
        break;
      }
    }
    const character = text[this.at];
    if (character === '#') {
      this.skipComment();
    }
    if (this.at >= this.limit) {
      return false;
    }
    if (text[this.at] === '\n' || text[this.at] === '\r') {
      this.skipBreak();
      return false;
    }
    this.indent(column);
    return true;
  }

  private indent(column: number): void {
    const current = this.indents.at(-1)!;
    if (column > current) {
      this.indents.push(column);
      this.push('indent', '', this.at);
      return;
    }
    while (column < this.indents.at(-1)!) {
      this.indents.pop();
      this.push('dedent', '', this.at);
    }
    if (column !== this.indents.at(-1)) {
      throw new PythonSyntaxError(
        'The indentation of this line matches no outer block.',
        this.line
      );
    }
  }

  private skipComment(): void {
    const end = this.text.indexOf('\n', this.at);
    this.at = end < 0 ? this.limit : Math.min(end, this.limit);
  }

  private skipBreak(): void {
    if (this.text[this.at] === '\r' && this.text[this.at + 1] === '\n') {
      this.at++;
    }
    this.at++;
    this.line++;
  }

  /** Reads one token; true when the next one begins a logical line. */
  private next(): boolean {
    const { text } = this;
    const previous = this.tokens.at(-1)?.type;
    const first =
      !previous || previous === 'newline' || previous === 'indent' || previous === 'dedent';
    if (first && this.escape(escapedLine(text, this.at, this.limit))) {
      return false;
    }
    const character = text[this.at]!;
    switch (character) {
      case ' ':
      case '\t':
      case '\f':
        this.at++;
        return false;
      case '#':
        this.skipComment();
        return false;
      case '\n':
      case '\r':
        return this.lineBreak();
      case '\\':
        this.continuation();
        return false;
      case '"':
      case "'":
        this.string(this.at, this.at);
        return false;
    }
    if (startsName(text, this.at)) {
      this.name();
    } else if (
      isDigit(text.charCodeAt(this.at)) ||
      (character === '.' && isDigit(text.charCodeAt(this.at + 1)))
    ) {
      this.number();
    } else {
      this.operator();
    }
    return false;
  }

  private escape(end: number | null): boolean {
    if (end === null || this.options.bracketed || this.brackets.length > 0) {
      return false;
    }
    const start = this.at;
    this.at = end;
    this.push('magic', this.text.slice(start, end), start);
    this.line += this.text.slice(start, end).split('\n').length - 1;
    return true;
  }

  private lineBreak(): boolean {
    const start = this.at;
    if (this.brackets.length > 0 || this.options.bracketed) {
      this.skipBreak();
      return false;
    }
    this.push('newline', '', start);
    this.skipBreak();
    return true;
  }

  private continuation(): void {
    this.at++;
    if (this.text[this.at] !== '\n' && this.text[this.at] !== '\r') {
      throw new PythonSyntaxError('After a line continuation `\\` the line must end.', this.line);
    }
    this.skipBreak();
  }

  private string(start: number, quote: number): void {
    const literal = readString(this.text, start, quote, this.line);
    if (literal.end > this.limit) {
      throw new PythonSyntaxError('A string that begins here is not closed.', this.line);
    }
    this.at = literal.end;
    const token = this.push('string', this.text.slice(start, literal.end), start);
    token.bytes = literal.type === 'bytes';
    token.fields = literal.fields;
    this.line += literal.breaks;
  }

  private name(): void {
    const start = this.at;
    const end = Math.min(endOfName(this.text, start), this.limit);
    const quote = this.text[end];
    if ((quote === '"' || quote === "'") && isStringPrefix(this.text.slice(start, end))) {
      this.string(start, end);
      return;
    }
    this.at = end;
    this.push('name', normalized(this.text.slice(start, end)), start);
  }

  private number(): void {
    const start = this.at;
    NUMBER.lastIndex = start;
    const match = NUMBER.exec(this.text);
    this.at = start + (match?.[0].length ?? 1);
    const text = this.text.slice(start, this.at);
    if (/^0\d*[1-9]/.test(text) && /^[\d_]+$/.test(text)) {
      throw new PythonSyntaxError('A whole number does not begin with 0.', this.line);
    }
    this.push('number', text, start);
  }

  private operator(): void {
    const start = this.at;
    OPERATORS.lastIndex = start;
    const match = OPERATORS.exec(this.text);
    if (!match) {
      throw new PythonSyntaxError(
        `Python has no use for the character ${JSON.stringify(this.text[start])}.`,
        this.line
      );
    }
    this.at = start + match[0].length;
    this.bracket(match[0]);
    this.push('operator', match[0], start);
    if (match[0] === '=') {
      this.assignedEscape();
    }
  }

  private bracket(text: string): void {
    const close = { '(': ')', '[': ']', '{': '}' }[text];
    if (close) {
      this.brackets.push({ close, line: this.line });
    } else if (text === ')' || text === ']' || text === '}') {
      const open = this.brackets.pop();
      if (open?.close !== text) {
        throw new PythonSyntaxError(
          open
            ? `\`${text}\` does not close the bracket that was opened in line ${open.line}.`
            : `\`${text}\` closes no bracket.`,
          this.line
        );
      }
    }
  }

  private assignedEscape(): void {
    let start = this.at;
    while (this.text[start] === ' ' || this.text[start] === '\t') {
      start++;
    }
    const end = escapedValue(this.text, start, this.limit);
    if (end !== null && !this.options.bracketed && this.brackets.length === 0) {
      this.at = start;
      this.escape(end);
    }
  }
}
