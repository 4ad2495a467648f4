import type { Expression, Statement } from '../python/ast.js';
import { parse } from '../python/parser.js';
import { PythonSyntaxError } from '../python/syntax-error.js';
import type { Parameter, ParameterValue } from '../types.js';
import type { CodeCell } from './cells.js';
import type { Diagnostics } from './diagnostics.js';
import { literalValue } from './literals.js';

/** The pipeline parameters that the cells tagged so define; of two of one name the later default counts. */
export function readParameters(cells: readonly CodeCell[], diagnostics: Diagnostics): Parameter[] {
  const found = new Map<string, Parameter>();
  for (const cell of cells) {
    for (const statement of statementsOf(cell, diagnostics)) {
      const parameter = readParameter(statement);
      if (parameter && !/^\w+$/.test(parameter.name)) {
        const message = `The parameter \`${parameter.name}\` has letters beyond A to Z, which engines do not take in the names of parameters.`;
        diagnostics.error('invalid-parameter', message, cell.id, statement.line);
      } else if (parameter) {
        found.set(parameter.name, parameter);
      } else {
        const message =
          'A cell of pipeline parameters holds lines `name = value`, where the value is a number, a text, `True` or ' +
          '`False`; compute other values in a step.';
        diagnostics.error('invalid-parameter', message, cell.id, statement.line);
      }
    }
  }
  return [...found.values()];
}

function statementsOf(cell: CodeCell, diagnostics: Diagnostics): Statement[] {
  try {
    return parse(cell.source);
  } catch (error) {
    if (!(error instanceof PythonSyntaxError)) {
      throw error;
    }
    diagnostics.error('syntax-error', error.message, cell.id, error.line);
    return [];
  }
}

function readParameter(statement: Statement): Parameter | null {
  const assigned = assignment(statement);
  const literal = assigned && literalValue(assigned.value);
  if (!assigned || !literal || assigned.target.kind !== 'name') {
    return null;
  }
  const { annotation, target } = assigned;
  const isFloat =
    literal.type === 'int' && annotation?.kind === 'name' && annotation.id === 'float';
  return { name: target.id, type: isFloat ? 'float' : literal.type, default: literal.value };
}

function assignment(
  statement: Statement
): { target: Expression; value: Expression; annotation: Expression | null } | null {
  if (statement.kind === 'assign' && statement.targets.length === 1) {
    return { target: statement.targets[0]!, value: statement.value, annotation: null };
  }
  if (statement.kind === 'annotated' && statement.value) {
    return { ...statement, value: statement.value };
  }
  return null;
}

/**
 * The value of every parameter: what is given for it, which may be text, or its default.
 * What is given for none, or is not of the type, is a diagnostic.
 */
export function parameterValues(
  parameters: readonly Parameter[],
  given: Readonly<Record<string, unknown>>,
  diagnostics: Diagnostics
): Record<string, ParameterValue> {
  const values: Record<string, ParameterValue> = {};
  for (const parameter of parameters) {
    values[parameter.name] = parameter.default;
    if (Object.hasOwn(given, parameter.name)) {
      const value = parameterValue(parameter, given[parameter.name]);
      if (value === null) {
        const message = `The parameter \`${parameter.name}\` takes a value of type ${parameter.type}, not ${JSON.stringify(given[parameter.name])}.`;
        diagnostics.error('invalid-parameter-value', message, null);
      } else {
        values[parameter.name] = value;
      }
    }
  }
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(values, name)) {
      const known = parameters.map(parameter => parameter.name);
      const message =
        known.length > 0
          ? `The notebook has no parameter \`${name}\`; it has ${known.join(', ')}.`
          : `The notebook has no parameters, so \`${name}\` cannot be given.`;
      diagnostics.error('unknown-parameter', message, null);
    }
  }
  return values;
}

/** A value, which may be text, as one of the parameter's type; null where it is none. */
export function parameterValue(
  { type }: Pick<Parameter, 'type'>,
  value: unknown
): ParameterValue | null {
  const text = typeof value === 'string' ? value.trim() : null;
  switch (type) {
    case 'str':
      return typeof value === 'string' ? value : null;
    case 'bool':
      if (typeof value === 'boolean') {
        return value;
      }
      return text !== null && /^(?:true|false)$/i.test(text) ? text.toLowerCase() === 'true' : null;
    case 'int': {
      const number = text !== null && /^[-+]?\d+$/.test(text) ? Number(text) : value;
      return Number.isSafeInteger(number) ? (number as number) : null;
    }
    case 'float': {
      const number = text !== null && text !== '' ? Number(text) : value;
      return typeof number === 'number' && Number.isFinite(number) ? number : null;
    }
  }
}

/** A value as the text that stands for it in a Workflow and in Python. */
export function parameterText(value: ParameterValue): string {
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
}
