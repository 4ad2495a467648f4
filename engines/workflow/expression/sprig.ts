/** Of sprig's functions those that work on texts, numbers and lists; their values come last, as in a pipe. */
import { createHash } from 'node:crypto';

import {
  asBool,
  asList,
  asMap,
  asNumber,
  asText,
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
  withoutPrefix,
  withoutSuffix
} from './values.js';
import type { Definition, Value } from './values.js';

/** What Go's templates take for nothing. */
function isEmpty(value: Value): boolean {
  if (Array.isArray(value)) {
    return value.length === 0;
  }
  return isMap(value)
    ? Object.keys(value).length === 0
    : value === null || value === '' || value === 0 || value === false;
}

/** A number that is, or may stand in a text, as sprig takes them: what is none counts as 0. */
function cast(value: Value): number {
  return typeof value === 'number' || typeof value === 'string'
    ? Math.trunc(Number(value)) || 0
    : 0;
}

function hashed(algorithm: string): Definition {
  return [1, 1, text => createHash(algorithm).update(asText(text)).digest('hex')];
}

/** The first `length` characters, or the last ones where it is below zero. */
function cut(length: number, text: string): string {
  return length < 0 ? text.slice(Math.max(0, text.length + length)) : text.slice(0, length);
}

function rounded(value: number, digits: number): number {
  const factor = 10 ** digits;
  return (Math.sign(value) * Math.round(Math.abs(value) * factor)) / factor;
}

const many = (run: (numbers: number[]) => number): Definition => [
  1,
  100,
  (...given) => run(given.map(cast))
];

export const SPRIG: Record<string, Definition> = {
  trim: [1, 1, text => asText(text).trim()],
  trimPrefix: [2, 2, (by, text) => withoutPrefix(asText(text), asText(by))],
  trimSuffix: [2, 2, (by, text) => withoutSuffix(asText(text), asText(by))],
  upper: [1, 1, text => asText(text).toUpperCase()],
  lower: [1, 1, text => asText(text).toLowerCase()],
  title: [1, 1, text => asText(text).replace(/\b\p{L}/gu, letter => letter.toUpperCase())],
  nospace: [1, 1, text => asText(text).replace(/\s/g, '')],
  trunc: [2, 2, (length, text) => cut(asNumber(length), asText(text))],
  substr: [
    3,
    3,
    (start, end, text) => asText(text).slice(Math.max(0, asNumber(start)), asNumber(end))
  ],
  repeat: [2, 2, (times, text) => repeated(asText(text), asNumber(times))],
  replace: [3, 3, (old, by, text) => limitedText(asText(text).split(asText(old)).join(asText(by)))],
  contains: [2, 2, (part, text) => asText(text).includes(asText(part))],
  hasPrefix: [2, 2, (by, text) => asText(text).startsWith(asText(by))],
  hasSuffix: [2, 2, (by, text) => asText(text).endsWith(asText(by))],
  quote: [1, 1, value => JSON.stringify(toText(value))],
  squote: [1, 1, value => `'${toText(value)}'`],
  splitList: [2, 2, (by, text) => limited(asText(text).split(asText(by)))],
  join: [2, 2, (by, list) => limitedText(asList(list).map(toText).join(asText(by)))],
  b64enc: [1, 1, text => Buffer.from(asText(text), 'utf8').toString('base64')],
  b64dec: [1, 1, text => Buffer.from(asText(text), 'base64').toString('utf8')],
  sha1sum: hashed('sha1'),
  sha256sum: hashed('sha256'),
  toString: [1, 1, toText] as Definition,
  toJson: [1, 1, value => toJson(value)],
  fromJson: [1, 1, text => fromJson(asText(text))],
  atoi: [1, 1, value => cast(value)],
  int: [1, 1, value => cast(value)],
  int64: [1, 1, value => cast(value)],
  float64: [1, 1, toFloat],
  add: many(numbers => numbers.reduce((sum, number) => sum + number, 0)),
  add1: [1, 1, value => cast(value) + 1],
  sub: [2, 2, (one, other) => cast(one) - cast(other)],
  mul: many(numbers => numbers.reduce((product, number) => product * number, 1)),
  div: [2, 2, (one, other) => Math.trunc(cast(one) / cast(other))],
  mod: [2, 2, (one, other) => cast(one) % cast(other)],
  max: many(numbers => Math.max(...numbers)),
  min: many(numbers => Math.min(...numbers)),
  ceil: [1, 1, value => Math.ceil(toFloat(value))],
  floor: [1, 1, value => Math.floor(toFloat(value))],
  round: [2, 2, (value, digits) => rounded(toFloat(value), toInt(digits))],
  default: [2, 2, (fallback, value) => (isEmpty(value) ? fallback : value)],
  empty: [1, 1, isEmpty],
  coalesce: [1, 100, (...given) => given.find(value => !isEmpty(value)) ?? null],
  ternary: [3, 3, (yes, no, condition) => (asBool(condition) ? yes : no)],
  list: [0, 100, (...items) => items],
  has: [2, 2, (item, list) => asList(list).some(other => equal(item, other))],
  first: [1, 1, list => asList(list)[0] ?? null],
  last: [1, 1, list => asList(list).at(-1) ?? null],
  rest: [1, 1, list => asList(list).slice(1)],
  initial: [1, 1, list => asList(list).slice(0, -1)],
  reverse: [1, 1, list => [...asList(list)].reverse()],
  uniq: [
    1,
    1,
    list =>
      asList(list).filter((item, at, all) => all.findIndex(other => equal(item, other)) === at)
  ],
  hasKey: [2, 2, (map, key) => Object.hasOwn(asMap(map), asText(key))],
  get: [
    2,
    2,
    (map, key) => (Object.hasOwn(asMap(map), asText(key)) ? asMap(map)[asText(key)]! : '')
  ]
};
