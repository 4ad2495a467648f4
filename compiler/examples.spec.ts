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
  'report <- split: test_images, test_labels'
];

it.each([
  {
    name: 'digits-pipeline.ipynb',
    reported: 'best, best_accuracy, best_name',
    forest: ['trees']
  },
  {
    name: 'digits.ipynb',
    reported: 'best_accuracy, best_name, model',
    forest: ['trees', 'depth']
  }
])('$name is a pipeline', ({ name, reported, forest }) => {
  const { graph } = compile(example(name));
  expect(graph.diagnostics).toEqual([]);
  expect(
    graph.edges.map(({ from, to, variables }) => `${to} <- ${from}: ${variables.join(', ')}`)
  ).toEqual([...FLOW, `report <- compare: ${reported}`]);
  expect(graph.parameters.map(({ name: parameter, type }) => [parameter, type])).toEqual([
    ...forest.map(parameter => [parameter, 'int']),
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
    ['forest', [...forest].sort(), ['forest_accuracy']],
    ['nearest', ['neighbors'], ['nearest_accuracy']],
    ['compare', [], ['best_accuracy']],
    ['report', [], []]
  ]);
});

it('digits.ipynb prints the same whole and step by step, and reports its metrics', () => {
  const notebook = example('digits.ipynb');
  // What the metrics cell prints are metrics of the steps; what only launches something needs a cluster.
  const launches = ['training', 'sweep', 'deploy', 'ask'];
  const cells = notebook.cells.filter(({ id }) => ![...launches, 'metrics'].includes(id!));
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

describe('titanic-style.ipynb', () => {
  const { graph } = compile(example('titanic-style.ipynb'));
  const models = ['logistic', 'forest', 'boosting', 'nearest', 'bayes'];

  it('has twelve steps that part after the split and meet at the comparison', () => {
    expect(graph.diagnostics).toEqual([]);
    const after = Object.fromEntries(graph.steps.map(({ name, dependsOn }) => [name, dependsOn]));
    expect(after).toEqual({
      load: [],
      explore: ['load'],
      clean: ['load'],
      features: ['load', 'clean'],
      split: ['load', 'features'],
      ...Object.fromEntries(models.map(model => [model, ['split']])),
      compare: models,
      report: ['split', 'compare']
    });
  });

  it('gives each parameter to the steps that use it, and reports two metrics', () => {
    const used = Object.fromEntries(
      graph.parameters.map(({ name, type }) => [
        `${name}: ${type}`,
        graph.steps.filter(step => step.parameters.includes(name)).map(step => step.name)
      ])
    );
    expect(used).toEqual({
      'test_share: float': ['split'],
      'correlation_limit: float': ['clean'],
      'trees: int': ['forest'],
      'neighbors: int': ['nearest'],
      'regularization: float': ['logistic']
    });
    const metrics = graph.steps.filter(step => step.metrics.length > 0);
    expect(metrics.map(step => [step.name, step.metrics])).toEqual([
      ['compare', ['best_accuracy', 'best_recall']]
    ]);
    expect(graph.steps.find(({ name }) => name === 'forest')?.limits).toEqual({ memory: '2Gi' });
  });
});
