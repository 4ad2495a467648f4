import { HopelessTrialError } from './hopeless.js';

/**
 * The part of GJSON's path language (https://github.com/tidwall/gjson/blob/master/SYNTAX.md) in which conditions of
 * jobs are written: fields, `#(field=="value")` for the first element of a list that fits and `#(…)#` for all that do,
 * `[@this]` for a list of what is there, joined by `.` or `|`.
 */
type Step = { field: string } | { query: Query; all: boolean } | { listed: true };

interface Query {
  field: string;
  operator: '==' | '!=';
  value: unknown;
}

const QUERY = /^#\(\s*([\w-]+)\s*(==|!=)\s*("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false)\s*\)(#?)/;
const LISTED = /^\[@this\]/;
const FIELD = /^[\w-]+/;

/** Says whether an object fulfils a condition, and with which element. */
export interface JobCondition {
  /** The first object that the path leads to; null where it leads to none. */
  match(object: unknown): Record<string, unknown> | null;
}

/** Reads a condition. Throws HopelessTrialError where it is written with what is not known here. */
export function parseJobCondition(text: string): JobCondition {
  const steps = parseSteps(text);
  return {
    match(object) {
      const found = steps.reduce<unknown>(follow, object);
      const first: unknown = Array.isArray(found) ? found[0] : found;
      return isRecord(first) ? first : null;
    }
  };
}

function parseSteps(text: string): Step[] {
  const steps: Step[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const query = QUERY.exec(rest);
    const listed = LISTED.exec(rest);
    const field = query === null ? FIELD.exec(rest) : null;
    if (query !== null) {
      const [, name, operator, value, all] = query;
      steps.push({
        query: { field: name, operator: operator as Query['operator'], value: JSON.parse(value) },
        all: all === '#'
      });
    } else if (listed !== null) {
      steps.push({ listed: true });
    } else if (field !== null) {
      steps.push({ field: field[0] });
    } else {
      throw notKnown(text);
    }
    rest = rest.slice((query ?? listed ?? field)![0].length);
    if (rest !== '' && !/^[.|]./.test(rest)) {
      throw notKnown(text);
    }
    rest = rest.slice(1);
  }
  if (steps.length === 0) {
    throw new HopelessTrialError('A condition of the trial template is empty.');
  }
  return steps;
}

function notKnown(text: string): Error {
  return new HopelessTrialError(
    `The condition ${text} uses more of GJSON than this engine knows; Katib knows all of it.`
  );
}

function follow(value: unknown, step: Step): unknown {
  if ('listed' in step) {
    return value === undefined ? undefined : [value];
  }
  if ('field' in step) {
    return isRecord(value) ? value[step.field] : undefined;
  }
  if (!Array.isArray(value)) {
    return undefined;
  }
  const fits = (element: unknown) =>
    isRecord(element) &&
    step.query.field in element &&
    (element[step.query.field] === step.query.value) === (step.query.operator === '==');
  return step.all ? value.filter(fits) : value.find(fits);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
