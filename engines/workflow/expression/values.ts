/** The values of expressions, and what they can be asked for. They are anybody's, so each use looks at their type. */
import { ExpressionError } from './ast.js';

export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

/** A function: how many arguments it takes at least and at most, and what it answers. */
export type Definition = readonly [least: number, most: number, run: (...given: Value[]) => Value];

/** Lists and texts that an expression makes may not fill the memory. */
export const ITEMS_MAX = 10_000;
export const CHARACTERS_MAX = 1_000_000;

export function isMap(value: unknown): value is { [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function typeOf(value: Value): string {
  if (value === null) {
    return 'nil';
  }
  const names: Record<string, string> = { string: 'a text', number: 'a number', boolean: 'a bool' };
  return Array.isArray(value) ? 'a list' : (names[typeof value] ?? 'a map');
}

function wrong(value: Value, wanted: string): ExpressionError {
  return new ExpressionError(`${typeOf(value)} stands where ${wanted} must stand`);
}

export function asText(value: Value): string {
  if (typeof value !== 'string') {
    throw wrong(value, 'a text');
  }
  return value;
}

export function asNumber(value: Value): number {
  if (typeof value !== 'number') {
    throw wrong(value, 'a number (asInt and asFloat make one of a text)');
  }
  return value;
}

export function asBool(value: Value): boolean {
  if (typeof value !== 'boolean') {
    throw wrong(value, 'a bool');
  }
  return value;
}

export function asList(value: Value): Value[] {
  if (!Array.isArray(value)) {
    throw wrong(value, 'a list');
  }
  return value;
}

export function asMap(value: Value): { [key: string]: Value } {
  if (!isMap(value)) {
    throw wrong(value, 'a map');
  }
  return value;
}

/** The whole number that a value is, or holds as text. */
export function toInt(value: Value): number {
  const number = typeof value === 'string' ? Number.parseInt(value, 10) : value;
  const isWhole = typeof value !== 'string' || /^\s*[+-]?\d+\s*$/.test(value);
  if (typeof number !== 'number' || !isWhole) {
    throw new ExpressionError(`${shown(value)} is no whole number`);
  }
  return Math.trunc(number);
}

/** The number that a value is, or holds as text. */
export function toFloat(value: Value): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || Number.isNaN(number)) {
    throw new ExpressionError(`${shown(value)} is no number`);
  }
  return number;
}

/** A value as text: a text as it is, everything else as JSON. */
export function toText(value: Value): string {
  return typeof value === 'string' ? value : toJson(value);
}

/** Go's encoder sorts the keys of maps. */
export function toJson(value: Value): string {
  return JSON.stringify(value, (_key, part: Value) =>
    isMap(part) ? Object.fromEntries(Object.entries(part).sort(byKey)) : part
  );
}

function byKey([one]: [string, Value], [other]: [string, Value]): number {
  return one < other ? -1 : 1;
}

export function fromJson(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    throw new ExpressionError(`${shown(text)} is no JSON`);
  }
}

export function equal(one: Value, other: Value): boolean {
  return toJson(one) === toJson(other);
}

/** Before zero, zero, or after it, as one value comes before, equals or comes after another of its type. */
export function compare(one: Value, other: Value): number {
  const isComparable =
    typeof one === typeof other && (typeof one === 'number' || typeof one === 'string');
  if (!isComparable) {
    throw new ExpressionError(
      `${typeOf(one)} and ${typeOf(other)} cannot be compared (asInt and asFloat make numbers of texts)`
    );
  }
  return one === other ? 0 : one! < other! ? -1 : 1;
}

/** A list that is not too long. */
export function limited<T>(list: T[]): T[] {
  if (list.length > ITEMS_MAX) {
    throw new ExpressionError(`it makes a list of more than ${ITEMS_MAX} items`);
  }
  return list;
}

/** A text that is not too long. */
export function limitedText(text: string): string {
  if (text.length > CHARACTERS_MAX) {
    throw new ExpressionError(`it makes a text of more than ${CHARACTERS_MAX} characters`);
  }
  return text;
}

export function shown(value: Value): string {
  return toJson(value).slice(0, 60);
}

export function withoutPrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

export function withoutSuffix(text: string, suffix: string): string {
  return suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
}

export function repeated(text: string, times: number): string {
  if (!Number.isInteger(times) || times < 0 || text.length * times > CHARACTERS_MAX) {
    throw new ExpressionError(`a text cannot be repeated ${times} times`);
  }
  return text.repeat(times);
}
