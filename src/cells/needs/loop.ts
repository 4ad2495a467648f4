import {
  parameterValue,
  type Parameter,
  type ParameterValue,
  type StepLoop
} from '@kubeflow-lab/compiler';

/** How often a step runs: once, for each of some values of a parameter, or at the end of the run. */
export interface LoopFields {
  turn: 'once' | 'items' | 'from' | 'exit';
  /** The parameter whose values are gone through. */
  over: string;
  /** The values, between commas or as a JSON list. */
  items: string;
  /** The parameter that holds the list of values. */
  from: string;
}

export const NO_LOOP: LoopFields = { turn: 'once', over: '', items: '', from: '' };

export function loopFields(loop: StepLoop | undefined): LoopFields {
  if (loop === undefined) {
    return NO_LOOP;
  }
  return 'items' in loop
    ? { ...NO_LOOP, turn: 'items', over: loop.parameter, items: itemsText(loop.items) }
    : { ...NO_LOOP, turn: 'from', over: loop.parameter, from: loop.from };
}

/** As `10, 100` where that can be read back, else as a JSON list. */
function itemsText(items: readonly unknown[]): string {
  const texts = items.map(String);
  return texts.some(text => text !== text.trim() || text === '' || /[,[\]]/.test(text))
    ? JSON.stringify(items)
    : texts.join(', ');
}

/** The values that were typed, in the type of the parameter; null where one of them is none of it, or there are none. */
export function readItems(
  text: string,
  parameter: Pick<Parameter, 'type'>
): ParameterValue[] | null {
  const typed = text.trim();
  const listed = typed.startsWith('[') ? readList(typed) : typed.split(',').map(trimmed);
  const values = listed?.map(item => parameterValue(parameter, item)) ?? [];
  const known = values.filter(value => value !== null);
  return known.length > 0 && known.length === values.length ? known : null;
}

function readList(text: string): unknown[] | null {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : null;
  } catch {
    return null;
  }
}

function trimmed(text: string): string {
  return text.trim();
}
