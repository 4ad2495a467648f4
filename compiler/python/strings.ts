import { PythonSyntaxError } from './syntax-error.js';

/** A string literal found in a text. Offsets are of the whole text. */
export interface StringLiteral {
  end: number;
  /** Line breaks inside. */
  breaks: number;
  type: 'str' | 'bytes';
  /** The replacement fields of an f- or t-string: the text of each expression, and where it begins. */
  fields: Field[] | null;
}

export interface Field {
  start: number;
  end: number;
}

const PREFIX = /^(?:[rR]?[fFtTbB]|[fFtTbB][rR]|[rRuU])?$/;

/** Whether `prefix`, directly before a quote, makes a string literal with it. */
export function isStringPrefix(prefix: string): boolean {
  return prefix.length <= 2 && PREFIX.test(prefix);
}

/** Reads the literal whose prefix begins at `start` and whose opening quote is at `quote`. */
export function readString(
  text: string,
  start: number,
  quote: number,
  line: number
): StringLiteral {
  const prefix = text.slice(start, quote).toLowerCase();
  const mark = text[quote]!;
  const delimiter = text.startsWith(mark.repeat(3), quote) ? mark.repeat(3) : mark;
  const fields: Field[] | null = /[ft]/.test(prefix) ? [] : null;
  const scanner = new StringScanner(text, delimiter, prefix.includes('r'), fields, line);
  const end = scanner.scan(quote + delimiter.length);
  return { end, breaks: scanner.breaks, type: prefix.includes('b') ? 'bytes' : 'str', fields };
}

class StringScanner {
  breaks = 0;

  constructor(
    private readonly text: string,
    private readonly delimiter: string,
    private readonly raw: boolean,
    private readonly fields: Field[] | null,
    private readonly line: number
  ) {}

  scan(from: number): number {
    const { text, delimiter } = this;
    let at = from;
    while (at < text.length) {
      const character = text[at]!;
      if (character === '\\') {
        at = this.afterEscape(at);
      } else if (character === '\n') {
        this.newline();
        at++;
      } else if (text.startsWith(delimiter, at)) {
        return at + delimiter.length;
      } else if (this.fields && character === '{' && text[at + 1] === '{') {
        at += 2;
      } else if (this.fields && character === '{') {
        at = this.field(at + 1);
      } else {
        at++;
      }
    }
    throw new PythonSyntaxError('A string that begins here is not closed.', this.line);
  }

  private newline(): void {
    if (this.delimiter.length === 1) {
      throw new PythonSyntaxError(
        'A string that begins here is not closed on its line.',
        this.line + this.breaks
      );
    }
    this.breaks++;
  }

  private afterEscape(at: number): number {
    const { text } = this;
    if (text[at + 1] === '\n') {
      this.breaks++;
    }
    // In an f-string `\{` is a backslash and a field, and `\N{DASH}` is a character.
    if (this.fields && !this.raw && text[at + 1] === 'N' && text[at + 2] === '{') {
      const close = text.indexOf('}', at);
      return close < 0 ? text.length : close + 1;
    }
    return this.fields && text[at + 1] === '{' ? at + 1 : at + 2;
  }

  /** Reads a replacement field whose `{` lies before `start`; answers the offset after its `}`. */
  private field(start: number): number {
    const { text } = this;
    let at = start;
    let depth = 0;
    while (at < text.length) {
      const character = text[at]!;
      if (character === '\n') {
        this.breaks++;
        at++;
      } else if (character === '#') {
        const end = text.indexOf('\n', at);
        at = end < 0 ? text.length : end;
      } else if (character === "'" || character === '"') {
        at = this.nestedString(at, start);
      } else if (depth === 0 && this.endsExpression(at)) {
        this.fields!.push({ start, end: at });
        return this.afterExpression(at);
      } else {
        depth += '([{'.includes(character) ? 1 : ')]}'.includes(character) ? -1 : 0;
        at++;
      }
    }
    throw new PythonSyntaxError(
      'A replacement field of an f-string is not closed.',
      this.line + this.breaks
    );
  }

  private nestedString(quote: number, fieldStart: number): number {
    const { text } = this;
    // Before 3.12 the quote of the f-string itself could only end it, so a field would have been left open.
    let prefix = quote;
    while (prefix > fieldStart && quote - prefix < 2 && /[a-zA-Z]/.test(text[prefix - 1]!)) {
      prefix--;
    }
    while (prefix < quote && !isStringPrefix(text.slice(prefix, quote))) {
      prefix++;
    }
    const literal = readString(text, prefix, quote, this.line + this.breaks);
    this.breaks += literal.breaks;
    return literal.end;
  }

  private endsExpression(at: number): boolean {
    const { text } = this;
    const character = text[at];
    if (character === '}' || character === ':') {
      return true;
    }
    if (character === '!') {
      return text[at + 1] !== '=';
    }
    // `{value=}` shows the expression itself.
    return (
      character === '=' &&
      text[at + 1] !== '=' &&
      !'=!<>'.includes(text[at - 1]!) &&
      /^=\s*[!:}]/.test(text.slice(at, at + 40))
    );
  }

  private afterExpression(from: number): number {
    const { text } = this;
    let at = from;
    while (at < text.length && text[at] !== ':' && text[at] !== '}') {
      at++;
    }
    if (text[at] === '}') {
      return at + 1;
    }
    at++;
    while (at < text.length) {
      const character = text[at]!;
      if (character === '}') {
        return at + 1;
      }
      if (character === '{') {
        at = this.field(at + 1);
      } else if (text.startsWith(this.delimiter, at)) {
        break;
      } else {
        this.breaks += character === '\n' ? 1 : 0;
        at++;
      }
    }
    throw new PythonSyntaxError(
      'A replacement field of an f-string is not closed.',
      this.line + this.breaks
    );
  }
}
