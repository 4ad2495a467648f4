import { plainText } from '@kubeflow-lab/resources';
import { RE2JS } from 're2js';

import { HopelessTrialError } from './hopeless.js';

/** One value of a metric, as its line has it. */
export interface MetricText {
  name: string;
  value: string;
}

/**
 * What Katib looks for where an experiment gives no format, `name = number`. Katib's own pattern leaves the value empty
 * for nan and inf; here they are values.
 */
export const DEFAULT_FORMAT = String.raw`([\w|-]+)\s*=\s*([+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?|(?i:nan|inf(?:inity)?)\b))`;

/** Finds the values of some metrics in the lines of a log. */
export interface MetricFilter {
  find(line: string): MetricText[];
}

/**
 * A filter for `metrics` by regular expressions whose first group is the name and whose second is the value, in the
 * syntax of RE2, as Katib has them; they are anybody's, and RE2 takes linear time for all. Throws
 * HopelessTrialError for what is no regular expression with two groups.
 */
export function createMetricFilter(
  metrics: readonly string[],
  formats: readonly string[] = []
): MetricFilter {
  const patterns = (formats.length === 0 ? [DEFAULT_FORMAT] : formats).map(compile);
  const wanted = new Set(metrics);
  return {
    find(line) {
      // Most lines are about something else.
      if (!metrics.some(metric => line.includes(metric))) {
        return [];
      }
      return patterns
        .flatMap(pattern => findAll(pattern, line))
        .filter(({ name }) => wanted.has(name));
    }
  };
}

function compile(format: string): RE2JS {
  let pattern: RE2JS;
  try {
    pattern = RE2JS.compile(format);
  } catch (error) {
    throw new HopelessTrialError(
      `The metrics format ${plainText(format, 100)} is no regular expression: ${plainText((error as Error).message, 200)}.`,
      { cause: error }
    );
  }
  if (pattern.groupCount() < 2) {
    throw new HopelessTrialError(
      `The metrics format ${plainText(format, 100)} must have two groups, one for the name and one for the value.`
    );
  }
  return pattern;
}

function findAll(pattern: RE2JS, line: string): MetricText[] {
  const found: MetricText[] = [];
  const matcher = pattern.matcher(line);
  while (matcher.find()) {
    const value = (matcher.group(2) ?? '').trim();
    if (value !== '') {
      found.push({ name: (matcher.group(1) ?? '').trim(), value });
    }
  }
  return found;
}
