import type { Field } from './strings.js';

export interface Token {
  type:
    'name' | 'number' | 'string' | 'operator' | 'magic' | 'newline' | 'indent' | 'dedent' | 'end';
  /** A name in its NFKC form; anything else as written. */
  text: string;
  start: number;
  end: number;
  line: number;
  /** Of a string: whether it is `bytes`, and the expressions of an f-string. */
  bytes?: boolean;
  fields?: Field[] | null;
}

export const OPERATORS =
  /(?:\*\*=|\/\/=|>>=|<<=|\.\.\.|:=|->|[-+*/%@&|^=!<>]=|<>|\*\*|\/\/|<<|>>|[-+*/%@&|^~<>=()[\]{},:.;])/y;
export const NUMBER =
  /(?:0[xX](?:_?[\da-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|(?:\d(?:_?\d)*(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:[eE][-+]?\d(?:_?\d)*)?[jJ]?)/y;
