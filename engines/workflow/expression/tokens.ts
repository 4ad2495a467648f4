import { ExpressionError } from './ast.js';

export type Token =
  | { type: 'number'; value: number }
  | { type: 'text'; value: string }
  | { type: 'name'; value: string }
  | { type: 'operator'; value: string }
  | { type: 'end'; value: '' };

const TOKEN = new RegExp(
  [
    String.raw`(?<space>\s+)`,
    String.raw`(?<number>0[xX][0-9a-fA-F]+|(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d+)?)`,
    String.raw`(?<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|` + '`[^`]*`)',
    String.raw`(?<name>[A-Za-z_$][A-Za-z0-9_$]*)`,
    String.raw`(?<operator>\?\?|\?\.|\.\.|\*\*|\|\||&&|[=!<>]=|[-+*/%^<>!?:.,|#()[\]{}])`
  ].join('|'),
  'sy'
);

/** The words of an expression, and one that says that it is over. Throws ExpressionError. */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex;
    const groups = TOKEN.exec(source)?.groups;
    if (groups === undefined) {
      throw new ExpressionError(`it cannot be read at its character ${at + 1}`);
    }
    tokens.push(...tokenOf(groups));
  }
  return [...tokens, { type: 'end', value: '' }];
}

function tokenOf({ number, text, name, operator }: Record<string, string | undefined>): Token[] {
  if (number !== undefined) {
    return [{ type: 'number', value: Number(number) }];
  }
  if (text !== undefined) {
    return [{ type: 'text', value: unquoted(text) }];
  }
  if (name !== undefined) {
    return [{ type: 'name', value: name }];
  }
  return operator === undefined ? [] : [{ type: 'operator', value: operator }];
}

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', '0': '\0' };

function unquoted(text: string): string {
  const inner = text.slice(1, -1);
  return text.startsWith('`')
    ? inner
    : inner.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_all, code?: string, character = '') =>
        code === undefined
          ? (ESCAPES[character as string] ?? (character as string))
          : String.fromCharCode(parseInt(code, 16))
      );
}
