import type { Expression } from '../python/ast.js';
import type { ParameterType, ParameterValue } from '../types.js';

/** The value of a literal that a pipeline parameter can have; null for any other expression. */
export function literalValue(
  expression: Expression
): { type: ParameterType; value: ParameterValue } | null {
  if (expression.kind === 'operation') {
    const [operand] = expression.operands;
    const sign = { 'unary-minus': -1, 'unary-plus': 1, eager: 0, lazy: 0 }[expression.operator];
    const inner = sign && operand ? literalValue(operand) : null;
    return inner && typeof inner.value === 'number'
      ? { ...inner, value: sign * inner.value }
      : null;
  }
  if (expression.kind !== 'constant') {
    return null;
  }
  switch (expression.type) {
    case 'bool':
      return { type: 'bool', value: expression.text === 'True' };
    case 'int':
    case 'float':
      return numberValue(expression.type, expression.text);
    case 'str': {
      const value = stringValue(expression.text);
      return value === null ? null : { type: 'str', value };
    }
    default:
      return null;
  }
}

function numberValue(type: 'int' | 'float', text: string): ReturnType<typeof literalValue> {
  const value = Number(text.replaceAll('_', ''));
  const usable = type === 'int' ? Number.isSafeInteger(value) : Number.isFinite(value);
  return usable ? { type, value } : null;
}

const LITERAL = /([rRuU]?)("""|'''|"|')((?:\\[\s\S]|(?!\2)[\s\S])*)\2\s*/gy;
const SIMPLE: Record<string, string> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v'
};
const ESCAPE =
  /\\(?:(\r?\n|[\\'"abfnrtv])|([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(N\{[^}]*\}))/g;

/** The value of adjacent string literals as written; null where it takes a table of names to know it. */
function stringValue(text: string): string | null {
  let value = '';
  LITERAL.lastIndex = 0;
  while (LITERAL.lastIndex < text.length) {
    const match = LITERAL.exec(text);
    if (!match || (/\\N\{/.test(match[3]!) && !/[rR]/.test(match[1]!))) {
      return null;
    }
    value += /[rR]/.test(match[1]!) ? match[3]! : unescaped(match[3]!);
  }
  return value;
}

function unescaped(text: string): string {
  return text.replace(ESCAPE, (whole, simple, octal, ...hexadecimal) => {
    if (simple !== undefined) {
      return SIMPLE[simple.replace('\r', '')]!;
    }
    if (octal !== undefined) {
      return String.fromCodePoint(parseInt(octal, 8));
    }
    const digits = hexadecimal.slice(0, 3).find(found => found !== undefined);
    const code = digits === undefined ? NaN : parseInt(digits, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
