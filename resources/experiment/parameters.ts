import { listOf, plainText } from '../common/text.js';
import type { Report } from '../training-job/check.js';
import type { FeasibleSpace, ParameterSpec } from './types.js';

/** Values of a parameter beyond this are no list that somebody wrote. */
const LIST_MAX = 10_000;

/** Reports everything about the searched parameters that leaves nothing to try, one sentence for each field. */
export function checkParameters(
  parameters: readonly ParameterSpec[],
  algorithm: string,
  report: Report
): void {
  if (parameters.length === 0) {
    report('parameters', 'The sweep has no parameters to try; give at least one a range.');
  }
  const seen = new Set<string>();
  parameters.forEach((parameter, index) => {
    const path = `parameters.${index}`;
    const name = parameter?.name ?? '';
    if (name === '') {
      report(`${path}.name`, 'A parameter has no name.');
    } else if (seen.has(name)) {
      report(`${path}.name`, `The parameter ${plainText(name, 80)} is named twice.`);
    }
    seen.add(name);
    checkSpace(parameter ?? {}, algorithm, (field, message) =>
      report(field === '' ? path : `${path}.${field}`, message)
    );
  });
}

function checkSpace(parameter: ParameterSpec, algorithm: string, report: Report): void {
  const space = parameter.feasibleSpace ?? {};
  const name = plainText(parameter.name, 80);
  switch (parameter.parameterType) {
    case 'int':
    case 'double':
      checkRange(name, parameter.parameterType, space, algorithm, report);
      break;
    case 'discrete':
    case 'categorical':
      checkList(name, parameter.parameterType, space, report);
      break;
    default:
      report('type', `The type of ${name} must be double, int, discrete or categorical.`);
  }
}

function checkRange(
  name: string,
  type: 'int' | 'double',
  { min, max, step, distribution }: FeasibleSpace,
  algorithm: string,
  report: Report
): void {
  const low = numberOf(min, type);
  const high = numberOf(max, type);
  const kind = type === 'int' ? 'a whole number' : 'a number';
  if (low === null || high === null) {
    const [field, value] = low === null ? ['min', min] : ['max', max];
    report(
      field,
      value === undefined || value === ''
        ? `The parameter ${name} needs a ${field}.`
        : `The ${field} of ${name} is "${plainText(value, 40)}"; it must be ${kind}.`
    );
    return;
  }
  if (low >= high) {
    report('max', `The range of ${name} is empty: ${max} is not above ${min}.`);
  }
  if (step !== undefined && step !== '' && !((numberOf(step, type) ?? 0) > 0)) {
    report('step', `The step of ${name} is "${plainText(step, 40)}"; it must be ${kind} above 0.`);
  }
  if (distribution === 'logUniform' && low <= 0) {
    report('min', `The logarithmic range of ${name} must begin above 0, not at ${min}.`);
  }
  if (algorithm === 'grid' && type === 'double' && !step) {
    report('step', `Grid search needs a step for ${name}, because it tries every value.`);
  }
}

function checkList(name: string, type: string, { list }: FeasibleSpace, report: Report): void {
  const values = listOf(list).map(String);
  if (values.length === 0) {
    report('list', `The parameter ${name} has no values to try.`);
  }
  if (values.length > LIST_MAX) {
    report('list', `The parameter ${name} has more than ${LIST_MAX} values.`);
  }
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (values.length <= LIST_MAX && twice !== undefined) {
    report('list', `The value "${plainText(twice, 40)}" of ${name} is listed twice.`);
  }
  const odd =
    type === 'discrete' ? values.find(value => numberOf(value, 'double') === null) : undefined;
  if (odd !== undefined) {
    report(
      'list',
      `The value "${plainText(odd, 40)}" of ${name} is no number; make it categorical.`
    );
  }
}

/** A bound as a number; null where it is none, or not whole where it has to be. */
function numberOf(text: string | undefined, type: 'int' | 'double'): number | null {
  const pattern = type === 'int' ? /^[+-]?\d+$/ : /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
  const number = pattern.test(String(text ?? '')) ? Number(text) : NaN;
  return Number.isFinite(number) ? number : null;
}
