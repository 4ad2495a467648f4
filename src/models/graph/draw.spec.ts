import type { GraphStep, InferenceGraphSummary } from '@kubeflow-lab/schema';

import { drawGraph } from './draw';

const step = (target: string, more: Partial<GraphStep> = {}): GraphStep => ({
  name: null,
  kind: 'model',
  target,
  weight: null,
  condition: null,
  data: null,
  soft: true,
  ...more
});
const drawn = (
  nodes: InferenceGraphSummary['nodes'],
  models: InferenceGraphSummary['models'] = []
) => drawGraph({ nodes, models } as InferenceGraphSummary);

it('draws a sequence as a chain, and what its steps get', () => {
  const steps = [step('a'), step('b', { data: '$response' }), step('c')];
  const { boxes, edges } = drawn([{ name: 'root', router: 'Sequence', steps }]);
  expect(boxes).toHaveLength(4);
  expect(edges).toEqual([
    { from: 'node root', to: 'step root 0', values: [], dashed: false },
    { from: 'step root 0', to: 'step root 1', values: ['$response'], dashed: false },
    { from: 'step root 1', to: 'step root 2', values: [], dashed: true }
  ]);
});

it('leads from node to node, and spreads a splitter out by weight', () => {
  const inner = step('inner', { kind: 'node', data: '$response' });
  const { boxes, edges } = drawn(
    [
      { name: 'root', router: 'Sequence', steps: [step('a'), inner] },
      { name: 'inner', router: 'Splitter', steps: [step('b', { weight: 30 }), step('c')] }
    ],
    [{ name: 'b', trouble: 'It is stopped.' }]
  );
  expect(boxes.map(({ id }) => id)).toEqual([
    'node root',
    'node inner',
    'step root 0',
    'step inner 0',
    'step inner 1'
  ]);
  expect(boxes[3]).toMatchObject({ trouble: 'It is stopped.' });
  expect(edges.map(({ from, to, values }) => [from, to, values])).toEqual([
    ['node root', 'step root 0', []],
    ['step root 0', 'node inner', ['$response']],
    ['node inner', 'step inner 0', ['30 %']],
    ['node inner', 'step inner 1', []]
  ]);
});

it('draws a node that is asked twice, itself or one that is missing', () => {
  const to = (target: string, condition: string) => step(target, { kind: 'node', condition });
  const steps = [to('root', 'a'), to('root', 'b'), to('none', 'c')];
  const { boxes, edges } = drawn([{ name: 'root', router: 'Switch', steps }]);
  expect(boxes).toHaveLength(2);
  expect(edges).toEqual([
    { from: 'node root', to: 'node root', values: ['a', 'b'], dashed: false },
    { from: 'node root', to: 'step root 2', values: ['c'], dashed: false }
  ]);
});
