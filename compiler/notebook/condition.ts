import { PythonSyntaxError } from '../python/syntax-error.js';
import { tokenize } from '../python/tokens.js';
import type { Token } from '../python/tokens.js';
import { parse } from '../python/parser.js';
import type { Parameter, ParameterType, ParameterValue } from '../types.js';
import { literalValue } from './literals.js';

/** The condition of a step: comparisons of pipeline parameters, joined by `and`, `or` and `not`. */
export type Condition =
  | { kind: 'or' | 'and'; parts: Condition[] }
  | { kind: 'not'; part: Condition }
  | { kind: 'compare'; left: Operand; operator: Comparison; right: Operand };

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

export type Operand =
  | { kind: 'parameter'; name: string; type: ParameterType }
  | { kind: 'literal'; value: ParameterValue; type: ParameterType };

/** A condition that cannot be used; its message is a sentence. */
export class ConditionError extends Error {}

/** What is wrong with a condition on the parameters given, as a sentence; null where it can be used. */
export function conditionProblem(text: string, parameters: readonly Parameter[]): string | null {
  try {
    readCondition(text, parameters);
    return null;
  } catch (error) {
    if (error instanceof ConditionError) {
      return error.message;
    }
    throw error;
  }
}

/** Reads a condition on the parameters given. Throws ConditionError. */
export function readCondition(text: string, parameters: readonly Parameter[]): Condition {
  return new Reader(text, parameters).read();
}

const COMPARISONS: readonly string[] = ['==', '!=', '<', '<=', '>', '>='];
/** What no engine takes within a text that it compares. */
const UNUSABLE = /['"\\\n\r]|\{\{/;

class Reader {
  private readonly tokens: Token[];
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly parameters: readonly Parameter[]
  ) {
    try {
      this.tokens = tokenize(text).filter(({ type }) => type !== 'newline' && type !== 'end');
    } catch (error) {
      if (error instanceof PythonSyntaxError) {
        throw this.unreadable();
      }
      throw error;
    }
  }

  read(): Condition {
    const condition = this.joined('or', () => this.joined('and', () => this.negated()));
    if (this.at < this.tokens.length) {
      throw this.unreadable();
    }
    return condition;
  }

  private joined(kind: 'or' | 'and', part: () => Condition): Condition {
    const parts = [part()];
    while (this.take(kind)) {
      parts.push(part());
    }
    return parts.length === 1 ? parts[0]! : { kind, parts };
  }

  private negated(): Condition {
    return this.take('not') ? { kind: 'not', part: this.negated() } : this.compared();
  }

  private compared(): Condition {
    if (this.take('(')) {
      const inner = this.joined('or', () => this.joined('and', () => this.negated()));
      if (!this.take(')')) {
        throw this.unreadable();
      }
      return inner;
    }
    const left = this.operand();
    const operator = this.tokens[this.at]?.text ?? '';
    if (!COMPARISONS.includes(operator)) {
      if (left.type !== 'bool') {
        throw new ConditionError(
          `The condition \`${this.text}\` must compare \`${nameOf(left)}\` with something.`
        );
      }
      return { kind: 'compare', left, operator: '==', right: TRUE };
    }
    this.at += 1;
    return this.comparison(left, operator as Comparison, this.operand());
  }

  private comparison(left: Operand, operator: Comparison, right: Operand): Condition {
    if (familyOf(left) !== familyOf(right)) {
      throw new ConditionError(
        `The condition \`${this.text}\` compares \`${nameOf(left)}\` and \`${nameOf(right)}\`, which are never of one type.`
      );
    }
    if (familyOf(left) !== 'number' && operator !== '==' && operator !== '!=') {
      throw new ConditionError(
        `The condition \`${this.text}\` uses \`${operator}\`, which only numbers can be compared with.`
      );
    }
    return { kind: 'compare', left, operator, right };
  }

  private operand(): Operand {
    const token = this.tokens[this.at];
    if (token === undefined) {
      throw this.unreadable();
    }
    this.at += 1;
    if (token.type === 'name' && token.text !== 'True' && token.text !== 'False') {
      return this.parameter(token.text);
    }
    const sign = token.text === '-' || token.text === '+' ? token.text : '';
    return this.literal(sign === '' ? token : this.tokens[this.at++], sign);
  }

  private parameter(name: string): Operand {
    const parameter = this.parameters.find(known => known.name === name);
    if (parameter === undefined) {
      const known = this.parameters.map(other => other.name);
      throw new ConditionError(
        `The condition \`${this.text}\` names \`${name}\`, which is no parameter of the pipeline` +
          (known.length > 0 ? `; there are ${known.join(', ')}.` : '.')
      );
    }
    return { kind: 'parameter', name, type: parameter.type };
  }

  private literal(token: Token | undefined, sign: string): Operand {
    if (token === undefined || !['number', 'string', 'name'].includes(token.type)) {
      throw this.unreadable();
    }
    const [statement] = parse(`${sign}${token.text}`);
    const found = statement?.kind === 'expression' ? literalValue(statement.value) : null;
    if (found === null || (typeof found.value === 'string' && UNUSABLE.test(found.value))) {
      throw new ConditionError(
        `The condition \`${this.text}\` holds ${token.text}, which engines cannot compare; use a number, a plain text, \`True\` or \`False\`.`
      );
    }
    return { kind: 'literal', ...found };
  }

  private take(word: string): boolean {
    const token = this.tokens[this.at];
    const found = token?.text === word && token.type !== 'string';
    this.at += found ? 1 : 0;
    return found;
  }

  private unreadable(): ConditionError {
    return new ConditionError(
      `The condition \`${this.text}\` cannot be read; it is written like \`trees > 10 and kind == 'forest'\`, with names of pipeline parameters.`
    );
  }
}

const TRUE: Operand = { kind: 'literal', value: true, type: 'bool' };

function familyOf({ type }: Operand): 'number' | 'str' | 'bool' {
  return type === 'int' || type === 'float' ? 'number' : type;
}

function nameOf(operand: Operand): string {
  return operand.kind === 'parameter' ? operand.name : String(operand.value);
}
