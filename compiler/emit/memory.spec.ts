import { compile } from '../compile.js';
import { compiled, notebookOf } from '../testing/notebook.js';
import { buildWorkflow, emitWorkflow } from './workflow.js';

const TEXT = `
# [pipeline-parameters] p
rate = 0.5
# [step:load, cache:enabled] a
x = 1
z = 2
# [step:fit, cache:enabled] b
y = x * rate
# [step:tell] c
print(x, y)
`;
const OPTIONS = { image: 'image:1', path: 'work/My notebook.ipynb' };
const spec = (text = TEXT, more = {}) =>
  buildWorkflow(compiled(text), { ...OPTIONS, ...more }).spec!;
const key = (text: string, step: string, more = {}) =>
  spec(text, more).templates!.find(({ name }) => name === step)!.memoize?.key;

it('a cached step keeps its results under its code, its parameters and what it takes', () => {
  const [, load, fit, tell] = spec().templates!;
  const cache = { configMap: { name: 'my-notebook-cache' } };
  expect(load!.memoize).toEqual({ key: expect.stringMatching(/^load-[0-9a-f]{32}$/), cache });
  expect(fit!.memoize).toEqual({
    key: expect.stringMatching(
      /^fit-[0-9a-f]{32}-\{\{=sprig\.sha256sum\(toJson\(\[inputs\.parameters\['rate'\], inputs\.parameters\['digest-load'\]\]\)\)\}\}$/
    ),
    cache
  });
  expect(tell).not.toHaveProperty('memoize');
});

it('what a cached step left is taken from where it lies, and its digest goes to the key', () => {
  const [pipeline, load, fit, tell] = spec().templates!;
  const [, fitting, telling] = pipeline!.dag!.tasks!;
  const x = { name: 'input-x', from: '{{tasks.load.outputs.artifacts.output-x}}' };
  expect(fitting!.arguments).toEqual({
    parameters: [
      { name: 'rate', value: '{{workflow.parameters.rate}}' },
      { name: 'digest-load', value: '{{tasks.load.outputs.parameters.digest}}' }
    ],
    artifacts: [x]
  });
  expect(telling!.arguments).toEqual({
    artifacts: [x, { name: 'input-y', from: '{{tasks.fit.outputs.artifacts.output-y}}' }]
  });
  expect(load!.outputs!.parameters).toContainEqual({
    name: 'digest',
    valueFrom: { path: '/tmp/kubeflow-lab/digest', default: '{{workflow.uid}}' }
  });
  expect(fit!.inputs!.parameters).toEqual([{ name: 'rate' }, { name: 'digest-load' }]);
  expect(fit!.inputs!.artifacts!.at(-1)).toEqual({
    name: 'input-x',
    path: '/tmp/kubeflow-lab/inputs/x',
    archive: { none: {} }
  });
  // Nobody asks for them.
  expect(fit!.outputs!.parameters!.map(({ name }) => name)).toEqual(['result']);
  expect(tell!.inputs).not.toHaveProperty('parameters');
});

it.each<[string, string, object, string[]]>([
  ['nothing', TEXT, {}, []],
  ['the code of one', TEXT.replace('x * rate', 'rate * x'), {}, ['fit']],
  ['the default of a parameter', TEXT.replace('0.5', '0.7'), {}, []],
  ['the image', TEXT, { image: 'image:2' }, ['load', 'fit']],
  ['a module', TEXT, { modules: [{ path: 'm.py', source: '' }] }, ['load', 'fit']],
  ['a step that is not cached', TEXT.replace('print(x, y)', 'print(y)'), {}, []]
])('%s changes the keys of the steps that it concerns', (_what, text, more, changed) => {
  for (const step of ['load', 'fit']) {
    expect([step, key(text, step, more) !== key(TEXT, step)]).toEqual([
      step,
      changed.includes(step)
    ]);
  }
});

it('settings that a result can depend on are part of the key', () => {
  const keys = [{}, { env: { A: '1' } }, { volumes: [{ claim: 'c', path: '/c' }] }].map(more => {
    const notebook = notebookOf('# [step:load, cache:enabled]\nx = 1\n');
    notebook.cells[0]!.metadata!.kubeflow_lab = more;
    return buildWorkflow(compile(notebook), OPTIONS).spec!.templates![1]!.memoize!.key;
  });
  expect(new Set(keys).size).toBe(3);
});

it('of a step that is not run again its run stands for its values', () => {
  const reused = { load: { workflow: 'run-1', uid: 'u-1' } };
  const again = spec(TEXT, { reused });
  expect(again.templates![0]!.dag!.tasks![0]!.arguments).toEqual({
    parameters: [
      { name: 'rate', value: '{{workflow.parameters.rate}}' },
      { name: 'digest-load', value: 'u-1' }
    ]
  });
  expect(again.templates![1]!.inputs!.artifacts!.at(-1)!.s3).toEqual({ key: 'runs/u-1/load/x' });
});

it('is the same for the same notebook, and nothing where no step is cached', () => {
  expect(emitWorkflow(compiled(TEXT), OPTIONS)).toBe(emitWorkflow(compiled(TEXT), OPTIONS));
  const plain = emitWorkflow(compiled(TEXT.replaceAll(', cache:enabled', '')), OPTIONS);
  expect(plain).not.toMatch(/memoize|digest|\bfrom:/);
});
