import { nullTranslator } from '@jupyterlab/translation';
import type { StepSummary } from '@kubeflow-lab/schema';
import fc from 'fast-check';

import { step } from '../testing/runs';
import { drawRun, groupsOf, isOpenAtFirst, mergeSteps } from './groups';

const trans = nullTranslator.load('kubeflow_lab');
const closed = () => false;
const open = () => true;

it.each([
  ['train', []],
  ['train(0:10)', ['train']],
  ['prepare.split', ['prepare']],
  ['loop(0:a.b(c)).load', ['loop', 'loop(0:a.b(c))']],
  ['a.b(12:x).c', ['a', 'a.b', 'a.b(12:x)']],
  ['odd(0:never ends', ['odd']]
])('%s stands in %j', (name, groups) => {
  expect(groupsOf(name)).toEqual(groups);
});

const LOOP = [
  step('load'),
  step('train(0:1)', { dependsOn: ['load'] }),
  step('train(1:2)', { dependsOn: ['load'], phase: 'Running', finishedAt: null }),
  step('report', { dependsOn: ['train'], phase: 'Queued', startedAt: null, finishedAt: null })
];

it('draws a closed loop as one box, which takes its lines', () => {
  const { boxes, edges, boxOf } = drawRun(LOOP, closed, trans);
  expect(boxes.map(({ id, steps }) => [id, steps.length])).toEqual([
    ['train-load', 1],
    ['train', 2],
    ['train-report', 1]
  ]);
  expect(edges).toEqual([
    { from: 'train-load', to: 'train' },
    { from: 'train', to: 'train-report' }
  ]);
  expect(boxOf('train-train(1:2)')).toBe('train');
});

it('leads from every turn of an open loop to what waits for the loop', () => {
  const { boxes, edges } = drawRun(LOOP, open, trans);
  expect(boxes).toHaveLength(4);
  expect(edges.filter(({ to }) => to === 'train-report').map(({ from }) => from)).toEqual([
    'train-train(0:1)',
    'train-train(1:2)'
  ]);
});

it('leads from every step of a name to what waits for it, and dashed to what runs at the end', () => {
  const steps = [
    step('turn', { id: 'a' }),
    step('turn', { id: 'b' }),
    step('onExit', { id: 'c', dependsOn: ['turn', 'gone'] })
  ];
  expect(drawRun(steps, closed, trans).edges).toEqual([
    { from: 'a', to: 'c', dashed: true },
    { from: 'b', to: 'c', dashed: true }
  ]);
});

it.each<[Partial<StepSummary>, Partial<StepSummary>, string, string]>([
  [{}, { phase: 'Running', finishedAt: null }, 'Running', '1 of 2 are done.'],
  [{ phase: 'Failed', message: 'No.', reason: 'Crash' }, {}, 'Failed', '1 of 2 failed. a: No.'],
  [{ phase: 'Stopped', reason: 'Skipped' }, {}, 'Succeeded', '2 of 2 are done.'],
  [{ phase: 'Stopped', reason: 'Stopped' }, {}, 'Stopped', '2 of 2 are done.']
])('is as the one that matters most: %j and %j', (one, other, phase, message) => {
  const merged = mergeSteps('all', [step('a', one), step('b', other)], trans);
  expect(merged).toMatchObject({ phase, message });
});

it('closes long loops and the templates of large runs at first', () => {
  const turns = (count: number) => Array.from({ length: count }, (_, i) => step(`a(${i}:x)`));
  expect(isOpenAtFirst('a', turns(3), 9)).toBe(true);
  expect(isOpenAtFirst('a', turns(4), 9)).toBe(false);
  expect(isOpenAtFirst('a', [step('a.b'), step('a.c')], 60)).toBe(true);
  expect(isOpenAtFirst('a', [step('a.b'), step('a.c')], 61)).toBe(false);
});

it('has every step in exactly one box, whatever is open, and lines between boxes only', () => {
  const name = fc
    .array(fc.constantFrom('a', 'b', 'c(0:x)', 'c(1:y)'), { minLength: 1, maxLength: 3 })
    .map(parts => parts.join('.'));
  fc.assert(
    fc.property(
      fc.uniqueArray(name, { maxLength: 20 }),
      fc.array(name),
      fc.func(fc.boolean()),
      (names, dependsOn, isOpen) => {
        const steps = names.map(one => step(one, { dependsOn }));
        const { boxes, edges } = drawRun(steps, group => isOpen(group), trans);
        expect(boxes.flatMap(box => box.steps.map(({ id }) => id)).sort()).toEqual(
          steps.map(({ id }) => id).sort()
        );
        const ids = new Set(boxes.map(({ id }) => id));
        for (const { from, to } of edges) {
          expect([ids.has(from), ids.has(to), from !== to]).toEqual([true, true, true]);
        }
      }
    )
  );
});
