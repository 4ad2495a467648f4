import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { compile } from './compile.js';
import { runBothWays } from './testing/proof.js';
import type { Notebook } from './types.js';

function example(name: string): Notebook {
  return JSON.parse(readFileSync(join(process.cwd(), 'examples', name), 'utf8')) as Notebook;
}

const FLOW = [
  'split <- load: images, labels',
  'forest <- split: test_images, test_labels, train_images, train_labels',
  'nearest <- split: test_images, test_labels, train_images, train_labels',
  'compare <- forest: forest, forest_accuracy',
  'compare <- nearest: nearest, nearest_accuracy',
  'report <- split: test_images, test_labels',
  'report <- compare: best, best_accuracy, best_name'
];

it.each(['digits-pipeline.ipynb', 'digits.ipynb'])('%s is a pipeline', name => {
  const { graph } = compile(example(name));
  expect(graph.diagnostics).toEqual([]);
  expect(
    graph.edges.map(({ from, to, variables }) => `${to} <- ${from}: ${variables.join(', ')}`)
  ).toEqual(FLOW);
  expect(graph.parameters.map(({ name: parameter, type }) => [parameter, type])).toEqual([
    ['trees', 'int'],
    ['neighbors', 'int'],
    ['test_share', 'float']
  ]);
  const said = graph.steps.map(({ name: step, parameters, metrics }) => [
    step,
    parameters,
    metrics
  ]);
  expect(said).toEqual([
    ['load', [], []],
    ['split', ['test_share'], []],
    ['forest', ['trees'], ['forest_accuracy']],
    ['nearest', ['neighbors'], ['nearest_accuracy']],
    ['compare', [], ['best_accuracy']],
    ['report', [], []]
  ]);
});

it('digits-pipeline.ipynb prints the same whole and step by step, and reports its metrics', () => {
  const notebook = example('digits-pipeline.ipynb');
  const cells = notebook.cells.filter(({ id }) => id !== 'metrics');
  const [printed] = runBothWays(
    [{ notebook: { ...notebook, cells }, compilation: compile(notebook) }],
    ['sklearn.ensemble', 'sklearn.datasets', 'sklearn.neighbors']
  );
  const metric = /^(\w+_accuracy)=(0\.\d+)\n/gm;
  const metrics = [...printed!.steps.matchAll(metric)].map(([, name]) => name);
  expect(printed!.steps.replace(metric, '')).toBe(printed!.whole);
  expect(printed!.whole).toMatch(/read 9\d\.\d% of the digits correctly/);
  expect(metrics).toEqual(['forest_accuracy', 'nearest_accuracy', 'best_accuracy']);
}, 120_000);
