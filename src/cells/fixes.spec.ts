import { nullTranslator } from '@jupyterlab/translation';
import { compile } from '@kubeflow-lab/compiler';

import { fixFor, type Fix, type PipelineCell } from './fixes';

const trans = nullTranslator.load('kubeflow_lab');
const cell = (
  id: string,
  source: string,
  tags: string[] = [],
  additions?: unknown
): PipelineCell => ({ id, source, tags, additions });

function graphOf(cells: readonly PipelineCell[]) {
  return compile({
    cells: cells.map(({ id, source, tags, additions }) => ({
      cell_type: 'code',
      id,
      source,
      metadata: { tags, kubeflow_lab: additions }
    }))
  }).graph;
}

function mended(cells: readonly PipelineCell[], { changes }: Fix): PipelineCell[] {
  return cells.map(one => ({ ...one, ...changes.find(({ id }) => id === one.id)?.cell }));
}

it.each<[string, string, PipelineCell[]]>([
  ['invalid-tag', 'Remove the tag', [cell('a', 'x = 1', ['step:a', 'limit:cpu'])]],
  [
    'invalid-step-name',
    'Call it train_forest',
    [cell('a', 'x = 1', ['step:Train Forest']), cell('b', 'y = x', ['step:b', 'prev:Train Forest'])]
  ],
  ['invalid-step-name', 'Call it step_2nd', [cell('a', '%%step 2nd\nx = 1')]],
  ['unknown-step', 'Do not wait for gone', [cell('a', 'x = 1', ['step:a', 'prev:gone'])]],
  [
    'unknown-step',
    'Do not wait for gone',
    [cell('b', '%%step b'), cell('a', '%%step a --after b,gone\nx = 1')]
  ],
  [
    'undefined-name',
    'Import np in every step',
    [cell('i', 'import numpy as np'), cell('a', 'x = np.ones(3)', ['step:a'])]
  ],
  [
    'undefined-name',
    'Give rate to every step',
    [cell('f', 'def rate(x):\n    return x'), cell('a', 'y = rate(1)', ['step:a'])]
  ],
  [
    'undefined-name',
    'Run a after b',
    [cell('a', 'print(x)', ['step:a']), cell('b', 'x = 1', ['step:b'])]
  ],
  [
    'ambiguous-producer',
    'Run b after a',
    [
      cell('a', 'x = 1', ['step:a']),
      cell('b', 'x = 2', ['step:b']),
      cell('c', 'print(x)', ['step:c', 'prev:a', 'prev:b'])
    ]
  ],
  ['conflicting-step', 'Keep the %%step line', [cell('a', '%%step a\nx = 1', ['step:b'])]],
  [
    'ignored-setting',
    'Remove it here',
    [cell('a', 'x = 1', ['step:a']), cell('b', 'y = 1', ['step:a', 'limit:cpu:2'])]
  ],
  [
    'invalid-settings',
    'Remove the setting env',
    [cell('a', 'x = 1', ['step:a'], { env: 3, cache: true })]
  ]
])('mends %s: %s', (code, label, cells) => {
  const graph = graphOf(cells);
  const diagnostic = graph.diagnostics.find(one => one.code === code)!;
  const fix = fixFor(diagnostic, cells, graph, trans);
  expect(fix?.label).toBe(label);
  expect(graphOf(mended(cells, fix!)).diagnostics).toEqual([]);
});

it.each<[string, string, PipelineCell[]]>([
  ['nobody defines the name', 'undefined-name', [cell('a', 'print(gone)', ['step:a'])]],
  [
    'the name is a result, which would be computed in every step',
    'undefined-name',
    [cell('x', 'table = read()'), cell('a', 'print(table)', ['step:a'])]
  ],
  [
    'the steps would wait for each other',
    'undefined-name',
    [cell('a', 'print(x)\ny = 1', ['step:a']), cell('b', 'x = y', ['step:b'])]
  ],
  [
    'the better name is another step already',
    'invalid-step-name',
    [cell('a', 'x = 1', ['step:load']), cell('b', 'y = 1', ['step:Load'])]
  ],
  ['only its author knows what was meant', 'syntax-error', [cell('a', 'x = (1', ['step:a'])]]
])('leaves it where %s', (_why, code, cells) => {
  const graph = graphOf(cells);
  const diagnostic = graph.diagnostics.find(one => one.code === code)!;
  expect(diagnostic).toBeDefined();
  expect(fixFor(diagnostic, cells, graph, trans)).toBeNull();
});
