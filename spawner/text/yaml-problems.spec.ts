import * as yaml from 'yaml';

import { aliasProblem, yamlProblem } from './yaml-problems.js';

/** The first problem of a text, as `line:column reason`. */
function problemOf(text: string): string {
  const lines = new yaml.LineCounter();
  const { errors } = yaml.parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const { line, column, reason } = yamlProblem(errors[0], lines);
  return `${line}:${column} ${reason}`;
}

it.each([
  ['a: 1\na: 2', '2:1', 'This field is there twice.'],
  ['a: b: c', '1:4', 'A field stands on the line of another one; give each its own line.'],
  ['a:\n\tb: 1', '2:1', 'Tabs cannot indent; use spaces.'],
  ['a: @b', '1:4', 'A text cannot begin with this character; put it in quotes.'],
  ['a: "b', '1:6', 'Something is missing here'],
  ['a: "\\q"', '1:5', 'In double quotes \\ begins a special character'],
  ['a: [1, 2', '1:9', 'or a bracket before it is not closed.'],
  ['a: 1\n---\nb: 2', '2:1', 'There can be one object only'],
  ['a: ]', '1:4', 'This cannot stand here.']
])('%j is wrong at %s: %s', (text, place, reason) => {
  const problem = problemOf(text);
  expect(problem).toContain(reason);
  expect(problem).toMatch(new RegExp(`^${place} `));
});

it.each([
  ['a: *b', 'The alias *b needs an anchor &b before it.'],
  [
    `a: &a [x, x, x, x, x, x, x, x, x]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
d: [*c, *c, *c, *c, *c, *c, *c, *c, *c]`,
    'The aliases would make it far too large.'
  ]
])('aliases that cannot be followed, as in %j', (text, reason) => {
  let problem: unknown;
  try {
    yaml.parse(text);
  } catch (error) {
    problem = error;
  }
  expect(aliasProblem(problem)).toBe(reason);
});
