import { DependsError, dependsOf, holds, parseDepends, tasksOf } from './depends.js';
import type { DagTask } from './types.js';

type Results = Record<string, string>;

function evaluate(text: string, results: Results): boolean {
  return holds(parseDepends(text), (task, result) => results[task] === result);
}

it.each<[string, Results, boolean]>([
  ['a', { a: 'Succeeded' }, true],
  ['a', { a: 'Skipped' }, true],
  ['a', { a: 'Failed' }, false],
  ['a', { a: 'Omitted' }, false],
  ['a.Failed', { a: 'Failed' }, true],
  ['a.Errored', { a: 'Errored' }, true],
  ['!a.Failed', { a: 'Succeeded' }, true],
  ['a && b', { a: 'Succeeded', b: 'Failed' }, false],
  ['a || b', { a: 'Succeeded', b: 'Failed' }, true],
  ['a || b && c', { a: 'Succeeded', b: 'Failed', c: 'Failed' }, true],
  ['(a || b) && c', { a: 'Succeeded', b: 'Failed', c: 'Failed' }, false],
  ['a && (b.Succeeded || b.Failed)', { a: 'Succeeded', b: 'Failed' }, true],
  ['!(a || b)', { a: 'Failed', b: 'Failed' }, true],
  ['!!a', { a: 'Succeeded' }, true],
  ['train-1&&load_data', { 'train-1': 'Succeeded', load_data: 'Succeeded' }, true]
])('%s with %j is %s', (text, results, expected) => {
  expect(evaluate(text, results)).toBe(expected);
});

it.each(['', 'a &&', '(a', 'a)', 'a b', 'a & b', 'a.Done', '&& a', 'a || || b', 'a == b'])(
  '%j is refused with a sentence',
  text => {
    expect(() => parseDepends(text)).toThrow(DependsError);
  }
);

const tasks: DagTask[] = [
  { name: 'a' },
  { name: 'b', continueOn: { failed: true } },
  { name: 'c', dependencies: ['a', 'b'] }
];

it('takes dependencies as all of them having gone well, or being allowed not to', () => {
  const depends = dependsOf(tasks[2], tasks)!;
  expect(tasksOf(depends)).toEqual(['a', 'b']);
  expect(holds(depends, (task, result) => (task === 'b' ? 'Failed' : 'Succeeded') === result)).toBe(
    true
  );
  expect(holds(depends, (task, result) => (task === 'a' ? 'Failed' : 'Succeeded') === result)).toBe(
    false
  );
});

it('lets a task without any begin at once', () => {
  expect(dependsOf(tasks[0], tasks)).toBeNull();
});

it('names each task once', () => {
  expect(tasksOf(parseDepends('a && (b || !a.Failed) && b'))).toEqual(['a', 'b']);
});
