import { buildWorkflow, compile } from '@kubeflow-lab/compiler';
import type { ReusedSteps, Workflow } from '@kubeflow-lab/resources';

import { changesSince } from './changes';

type Cells = Record<string, [source: string, tags?: string[]]>;

function workflowOf(cells: Cells, change: { n?: number; reused?: ReusedSteps } = {}): Workflow {
  const steps = Object.entries(cells).map(([name, [source, tags = []]]) => ({
    cell_type: 'code',
    id: name,
    source,
    metadata: { tags: [`step:${name}`, ...tags] }
  }));
  const parameters = {
    cell_type: 'code',
    id: 'p',
    source: `n = ${change.n ?? 1}`,
    metadata: { tags: ['parameters'] }
  };
  const compilation = compile({ cells: [parameters, ...steps] });
  expect(compilation.diagnostics).toEqual([]);
  return buildWorkflow(compilation, { image: 'lab:1', reused: change.reused });
}

const CELLS: Cells = { load: ['x = n'], fit: ['y = x'], tell: ['print(y)'] };
const before = workflowOf(CELLS);
const stepsOf = (after: Workflow) =>
  changesSince(before, after).steps.map(({ step, kind, code, rest }) => [
    step,
    kind,
    code[0] !== code[1],
    JSON.stringify(rest[0]) !== JSON.stringify(rest[1])
  ]);

it('finds nothing in the same notebook', () => {
  expect(changesSince(before, workflowOf(CELLS))).toEqual({ parameters: [], steps: [] });
});

it('does not mind the order of fields, which the API server changes', () => {
  const backwards = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(backwards)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([key, field]) => [key, backwards(field)])
          )
        : value;
  expect(changesSince(backwards(before) as Workflow, workflowOf(CELLS)).steps).toEqual([]);
});

it.each<[string, Cells, unknown[]]>([
  ['code', { ...CELLS, fit: ['y = x + 1'] }, [['fit', 'changed', true, false]]],
  ['settings', { ...CELLS, fit: ['y = x', ['limit:cpu:2']] }, [['fit', 'changed', false, true]]],
  [
    'what a step runs after',
    { ...CELLS, tell: ['print(y)', ['prev:load']] },
    [['tell', 'changed', false, true]]
  ],
  ['a new step', { ...CELLS, more: ['z = 1'] }, [['more', 'added', true, true]]],
  [
    'a step that is gone',
    { load: ['x = n'], fit: ['y = x'] },
    [
      ['fit', 'changed', false, true],
      ['tell', 'removed', true, true]
    ]
  ]
])('finds %s', (_what, cells, changes) => {
  expect(stepsOf(workflowOf(cells))).toEqual(changes);
});

it('finds other values of parameters', () => {
  const { parameters, steps } = changesSince(before, workflowOf(CELLS, { n: 5 }));
  expect(parameters).toEqual([{ name: 'n', before: '1', after: '5' }]);
  expect(steps).toEqual([]);
});

it('does not compare steps that the earlier run did not run itself', () => {
  const reused = { load: { workflow: 'first', uid: 'u0' } };
  const partial = workflowOf(CELLS, { reused });
  const names = changesSince(partial, before).steps.map(({ step }) => step);
  expect(names).not.toContain('load');
});

it.each([
  {},
  { spec: { templates: [{}] } },
  { metadata: { annotations: { 'lab.kubeflow.org/graph': '{' } } }
])('takes a run that anybody may have written: %j', object => {
  expect(changesSince(object as Workflow, before).steps.map(({ kind }) => kind)).toEqual([
    'added',
    'added',
    'added'
  ]);
});
