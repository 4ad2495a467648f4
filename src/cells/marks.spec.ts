import { nullTranslator } from '@jupyterlab/translation';
import { compile } from '@kubeflow-lab/compiler';

import { latestRun, retryFrom } from '../pipelines/notebook/runOf';
import { runItem } from '../testing/runs';
import { marksOf } from './marks';

const trans = nullTranslator.load('kubeflow_lab');
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
  const marks = marksOf({ graph, run: runItem('train') }, trans);
  expect(Object.fromEntries(marks)).toEqual({
    load: { step: 'load', state: 'Succeeded', tone: 'good' },
    forest: {
      step: 'forest',
      state: 'Failed',
      tone: 'bad',
      error: expect.stringContaining('too deep') as string
    },
    more: { step: 'forest', state: 'Failed', tone: 'bad' },
    new: { step: 'added' }
  });
  expect(marksOf({ graph, run: null }, trans).get('load')).toEqual({ step: 'load' });
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
  expect(retryFrom(graph, run)).toBe(step);
});
