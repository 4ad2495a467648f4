import { nullTranslator } from '@jupyterlab/translation';
import { compile } from '@kubeflow-lab/compiler';
import type { StepSummary } from '@kubeflow-lab/schema';

import { latestRun, retryFrom } from '../pipelines/notebook/runOf';
import { runItem, step } from '../testing/runs';
import type { NotebookPipeline } from '../pipelines/notebook/model';
import { marksOf, type Mark } from './marks';

const trans = nullTranslator.load('kubeflow_lab');
const marked = (pipeline: Partial<NotebookPipeline>): Map<string, Mark> =>
  marksOf({ graph, run: null, shared: new Map(), ...pipeline }, trans);
const cell = (id: string, step: string, source = '1') => ({
  cell_type: 'code',
  id,
  source,
  metadata: { tags: [`step:${step}`] }
});
const { graph } = compile({
  cells: [
    cell('load', 'load'),
    cell('forest', 'forest'),
    cell('more', 'forest'),
    cell('new', 'added')
  ]
});

it('says at each cell which step it is and how that step does, and the error where it was made', () => {
  const marks = marked({ run: runItem('train') });
  expect(Object.fromEntries(marks)).toEqual({
    load: { step: 'load', state: 'Succeeded', tone: 'good', time: '5 s' },
    forest: {
      step: 'forest',
      state: 'Failed',
      tone: 'bad',
      time: '5 s',
      error: expect.stringContaining('too deep') as string
    },
    more: { step: 'forest', state: 'Failed', tone: 'bad', time: '5 s' },
    new: { step: 'added', hue: 2 }
  });
  expect(marked({}).get('load')).toEqual({ step: 'load', hue: 0 });
});

it('says at each cell what keeps it from being part of a pipeline, before how it ran', () => {
  const broken = compile({
    cells: [
      cell('load', 'load', 'data = [1'),
      cell('forest', 'forest', 'x = 1\nnothing\nnothing_else')
    ]
  });
  const marks = marked({ graph: broken.graph, run: runItem('train') });
  for (const [id, line, message] of [
    ['load', 1, /^A bracket/],
    ['forest', 2, /nothing/]
  ] as const) {
    const { step, state, tone, time, problems } = marks.get(id)!;
    expect([step, state, tone, time]).toEqual([id, 'Problem', 'bad', undefined]);
    expect(problems![0]).toMatchObject({ line, message: expect.stringMatching(message) as string });
  }
  expect(marks.get('forest')!.problems).toHaveLength(2);
});

it('says what cells are that belong to no step; a warning leaves the state as it is', () => {
  const warned = compile({
    cells: [
      cell('load', 'load', 'x = 1'),
      { ...cell('more', ''), metadata: { tags: ['prev:load'] } }
    ]
  });
  const shared = new Map([
    ['imports', 'prelude'],
    ['n', 'parameters']
  ] as const);
  const marks = marked({ graph: warned.graph, run: runItem('train'), shared });
  expect([marks.get('imports'), marks.get('n')]).toEqual([
    { part: 'In every step' },
    { part: 'Parameters of the pipeline' }
  ]);
  expect(marks.get('more')).toMatchObject({
    state: 'Succeeded',
    problems: [{ severity: 'warning' }]
  });
});

it('says nothing in a notebook that only has parameters, as one with a sweep', () => {
  const sweep = compile({
    cells: [
      { ...cell('parameters', ''), metadata: { tags: ['parameters'] } },
      { ...cell('other', '', 'compute()'), metadata: {} }
    ]
  });
  expect(sweep.graph.diagnostics).not.toEqual([]);
  expect(marked({ graph: sweep.graph }).size).toBe(0);
});

it.each<[string, Partial<StepSummary>, string]>([
  ['no cell raised it: the sentence', { error: null }, 'more'],
  [
    'it is of the cell, without a traceback',
    { error: { ename: 'StoreError', evalue: 'why', cell: 'forest', line: 2, traceback: '' } },
    'forest'
  ],
  [
    'the cell is in the step no longer',
    { error: { ename: 'E', evalue: 'why', cell: 'gone', line: 2, traceback: '' } },
    'more'
  ]
])('says why a step failed at its cell, or at its last one: %s', (_what, change, place) => {
  const failed = step('forest', { phase: 'Failed', message: 'why', ...change });
  const marks = marked({ run: runItem('a', { steps: [failed] }) });
  const told = [...marks].filter(([, { error }]) => error === 'why').map(([id]) => id);
  expect(told).toEqual([place]);
});

it('finds the youngest run of a notebook', () => {
  const old = runItem('old', { createdAt: '2026-01-01T00:00:00Z' });
  const young = runItem('young', { createdAt: '2026-01-02T00:00:00Z' });
  const other = runItem('other', { createdAt: '2026-01-03T00:00:00Z', notebook: 'b.ipynb' });
  expect(latestRun([old, young, other], 'digits.ipynb')).toBe(young);
  expect(latestRun([old, young, other], 'c.ipynb')).toBeNull();
});

it.each([
  ['a failed run: its first failed step', runItem('a'), 'forest'],
  ['one that goes on: none', runItem('a', { phase: 'Running' }), null],
  ['one that succeeded: none', runItem('a', { phase: 'Succeeded' }), null],
  [
    'one of which nothing succeeded: none, it is as well run anew',
    runItem('a', { steps: [] }),
    null
  ],
  ['no run: none', null, null]
])('goes on after %s', (_what, run, step) => {
  expect(retryFrom(graph, run, trans)).toBe(step);
});
