import { listOf } from '../common/text.js';
import type { ParameterSpec } from './types.js';

/**
 * How many combinations of values there are to try, as a grid counts them; null where there is no end of them, or a range
 * cannot be read yet.
 */
export function spaceSize(parameters: readonly ParameterSpec[]): number | null {
  const counts = parameters.map(valueCount);
  return counts.length === 0 || counts.includes(null)
    ? null
    : counts.reduce<number>((product, count) => product * (count ?? 1), 1);
}

/** How many values a parameter has; null where there is no end of them, or they cannot be read. */
export function valueCount({ parameterType, feasibleSpace = {} }: ParameterSpec): number | null {
  const { min, max, step, list, distribution } = feasibleSpace;
  if (parameterType === 'categorical' || parameterType === 'discrete') {
    return listOf(list).length || null;
  }
  const [low, high] = [numberOf(min), numberOf(max)];
  const width = step ? numberOf(step) : parameterType === 'int' ? 1 : NaN;
  const fits = high > low && width > 0;
  // A whole number by magnitude is as often one as another of its size: a grid has no steps there.
  if (!fits || (distribution === 'logUniform' && parameterType !== 'int')) {
    return null;
  }
  // 0.3 / 0.1 is a little less than 3.
  return Math.floor((high - low) / width + 1e-9) + 1;
}

function numberOf(text: string | undefined): number {
  return text === undefined || text.trim() === '' ? NaN : Number(text);
}
