/**
 * The functions of expressions: Argo's own (asInt, asFloat, string, toJson, jsonpath), those of expr-lang
 * (https://expr-lang.org/docs/language-definition), and of sprig (https://masterminds.github.io/sprig/) what its own
 * file has. None that answers something else each time: a pass over the same state has to come to the same.
 */
import { RE2JS } from 're2js';

import { ExpressionError } from './ast.js';
import { jsonPath } from './json-path.js';
import { SPRIG } from './sprig.js';
import {
  asList,
  asMap,
  asNumber,
  asText,
  compare,
  equal,
  fromJson,
  isMap,
  limited,
  limitedText,
  repeated,
  toFloat,
  toInt,
  toJson,
  toText,
  typeOf,
  withoutPrefix,
  withoutSuffix
} from './values.js';
import type { Definition, Value } from './values.js';

/** Functions whose last argument is asked for each item. */
export const PREDICATE_FUNCTIONS = [
  'all',
  'any',
  'one',
  'none',
  'filter',
  'map',
  'find',
  'findIndex',
  'count'
];

function lengthOf(value: Value): number {
  if (typeof value === 'string') {
    return [...value].length;
  }
  return Array.isArray(value) ? value.length : Object.keys(asMap(value)).length;
}

/** The numbers that are given one by one, or as a list. */
function numbers(given: Value[]): number[] {
  const flat = given.flatMap(value => (Array.isArray(value) ? value : [value]));
  return flat.map(asNumber);
}

function some(given: Value[]): number[] {
  const found = numbers(given);
  if (found.length === 0) {
    throw new ExpressionError('an empty list has none');
  }
  return found;
}

const total = (given: Value[]) => numbers(given).reduce((sum, number) => sum + number, 0);

function median(given: Value[]): number {
  const sorted = some(given).sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Away from zero where it lies in the middle, as Go does it. */
function round(number: number): number {
  return Math.sign(number) * Math.round(Math.abs(number));
}

function unique(list: Value[]): Value[] {
  return list.filter((item, index) => list.findIndex(other => equal(item, other)) === index);
}

function typeName(value: Value): string {
  const names: Record<string, string> = { string: 'string', boolean: 'bool', number: 'float' };
  return value === null
    ? 'nil'
    : Array.isArray(value)
      ? 'array'
      : Number.isInteger(value)
        ? 'int'
        : (names[typeof value] ?? 'map');
}

function trimmed(text: string, characters: string): string {
  const all = [...text];
  const isKept = (character: string) => !characters.includes(character);
  const start = all.findIndex(isKept);
  const end = all.length - [...all].reverse().findIndex(isKept);
  return start < 0 ? '' : all.slice(start, end).join('');
}

function sorted(list: Value[], order: Value = 'asc'): Value[] {
  const ascending = [...list].sort(compare);
  return order === 'desc' ? ascending.reverse() : ascending;
}

function part(value: Value, key: Value, fallback: Value = null): Value {
  if (Array.isArray(value)) {
    const index = asNumber(key);
    return value.at(index) ?? fallback;
  }
  return isMap(value) && Object.hasOwn(value, asText(key)) ? value[asText(key)]! : fallback;
}

function decoded(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}

const TEXTS: Record<string, Definition> = {
  trim: [1, 2, (text, by) => trimmed(asText(text), by === undefined ? ' \t\r\n' : asText(by))],
  trimPrefix: [2, 2, (text, by) => withoutPrefix(asText(text), asText(by))],
  trimSuffix: [2, 2, (text, by) => withoutSuffix(asText(text), asText(by))],
  upper: [1, 1, text => asText(text).toUpperCase()],
  lower: [1, 1, text => asText(text).toLowerCase()],
  split: [2, 2, (text, by) => limited(asText(text).split(asText(by)))],
  join: [1, 2, (list, by = '') => limitedText(asList(list).map(asText).join(asText(by)))],
  replace: [3, 3, (text, old, by) => limitedText(asText(text).split(asText(old)).join(asText(by)))],
  repeat: [2, 2, (text, times) => repeated(asText(text), asNumber(times))],
  indexOf: [2, 2, (text, other) => asText(text).indexOf(asText(other))],
  lastIndexOf: [2, 2, (text, other) => asText(text).lastIndexOf(asText(other))],
  hasPrefix: [2, 2, (text, other) => asText(text).startsWith(asText(other))],
  hasSuffix: [2, 2, (text, other) => asText(text).endsWith(asText(other))],
  toBase64: [1, 1, text => Buffer.from(asText(text), 'utf8').toString('base64')],
  fromBase64: [1, 1, text => decoded(asText(text))]
};

const NUMBERS: Record<string, Definition> = {
  abs: [1, 1, number => Math.abs(asNumber(number))],
  ceil: [1, 1, number => Math.ceil(asNumber(number))],
  floor: [1, 1, number => Math.floor(asNumber(number))],
  round: [1, 1, number => round(asNumber(number))],
  max: [1, 100, (...given) => Math.max(...some(given))],
  min: [1, 100, (...given) => Math.min(...some(given))],
  sum: [1, 1, list => total([list])],
  mean: [1, 1, list => total([list]) / some([list]).length],
  median: [1, 1, list => median([list])],
  int: [1, 1, toInt],
  float: [1, 1, toFloat],
  asInt: [1, 1, toInt],
  asFloat: [1, 1, toFloat]
};

const LISTS: Record<string, Definition> = {
  len: [1, 1, lengthOf],
  first: [1, 1, list => asList(list)[0] ?? null],
  last: [1, 1, list => asList(list).at(-1) ?? null],
  get: [2, 2, part],
  take: [2, 2, (list, count) => asList(list).slice(0, Math.max(0, asNumber(count)))],
  reverse: [1, 1, list => [...asList(list)].reverse()],
  sort: [1, 2, (list, order) => sorted(asList(list), order)],
  uniq: [1, 1, list => unique(asList(list))],
  concat: [1, 100, (...lists) => limited(lists.flatMap(asList))],
  flatten: [1, 1, list => limited(asList(list).flat(20) as Value[])],
  keys: [1, 1, map => Object.keys(asMap(map)).sort()],
  values: [
    1,
    1,
    map =>
      Object.keys(asMap(map))
        .sort()
        .map(key => asMap(map)[key]!)
  ]
};

const ANY: Record<string, Definition> = {
  string: [1, 1, toText],
  type: [1, 1, typeName],
  toJson: [1, 1, value => toJson(value)],
  toJSON: [1, 1, value => toJson(value)],
  fromJSON: [1, 1, text => fromJson(asText(text))],
  jsonpath: [2, 2, (text, path) => jsonPath(fromJson(asText(text)), asText(path))]
};

/** Whether a text has a part that a pattern of RE2 describes. */
export function matches(text: Value, pattern: Value): boolean {
  try {
    return RE2JS.compile(asText(pattern)).matcher(asText(text)).find();
  } catch (error) {
    if (error instanceof ExpressionError) {
      throw error;
    }
    throw new ExpressionError(`"${asText(pattern).slice(0, 60)}" is no pattern`);
  }
}

export const FUNCTIONS: Record<string, Definition> = {
  ...TEXTS,
  ...NUMBERS,
  ...LISTS,
  ...ANY,
  ...Object.fromEntries(Object.entries(SPRIG).map(([name, it]) => [`sprig.${name}`, it]))
};

/** Throws ExpressionError where there is no such function, or it takes another number of arguments. */
export function checkCall(name: string, count: number): void {
  if (!Object.hasOwn(FUNCTIONS, name)) {
    throw new ExpressionError(`the embedded engine knows no function ${name}`);
  }
  const [least, most] = FUNCTIONS[name]!;
  if (count < least || count > most) {
    const wanted = least === most ? String(least) : `${least} to ${most}`;
    throw new ExpressionError(`${name} takes ${wanted} arguments, not ${count}`);
  }
}

/** Calls a function that `checkCall` has let pass. */
export function callFunction(name: string, given: Value[]): Value {
  return FUNCTIONS[name]![2](...given);
}

/** `in` for lists, maps and, as in Go's templates, texts. */
export function isIn(item: Value, of: Value): boolean {
  if (Array.isArray(of)) {
    return of.some(other => equal(item, other));
  }
  if (isMap(of)) {
    return Object.hasOwn(of, asText(item));
  }
  throw new ExpressionError(`nothing can be in ${typeOf(of)}`);
}
