import { compile } from '../compile.js';
import { compiled, notebookOf } from '../testing/notebook.js';
import { AnalysisCache } from '../analysis/cell.js';
import { Diagnostics } from './diagnostics.js';
import { outlineOf } from './outline.js';

function outline(text: string) {
  const { prelude, parameters, metrics, steps } = outlineOf(notebookOf(text), new Diagnostics());
  const ids = (cells: { id: string }[]): string => cells.map(({ id }) => id).join(' ');
  return {
    prelude: ids(prelude),
    parameters: ids(parameters),
    metrics: ids(metrics),
    steps: steps.map(({ name, cells, previous }) =>
      `${name}(${ids(cells)}) ${previous.join(' ')}`.trim()
    )
  };
}

const NOTHING = { prelude: '', parameters: '', metrics: '', steps: [] };

describe('what a cell is for', () => {
  it.each([
    [
      'untagged cells go on with what was before',
      '# [imports]\na\n# []\nb\n# [step:x]\nc\n# []\nd\n',
      { prelude: '0 1', steps: ['x(2 3)'] }
    ],
    ['untagged cells before any tag are left out', '# []\na\n# [step:x]\nb\n', { steps: ['x(1)'] }],
    [
      'a skipped cell does not become what was before',
      '# [step:x]\na\n# [skip]\nb\n# []\nc\n',
      { steps: ['x(0 2)'] }
    ],
    [
      'skip goes before all other tags',
      '# [step:x]\na\n# [skip, step:y]\nb\n',
      { steps: ['x(0)'] }
    ],
    [
      'cells of one name are one step',
      '# [step:x, prev:y]\na\n# [step:y]\nb\n# [step:x]\nc\n',
      { steps: ['x(0 2) y', 'y(1)'] }
    ],
    [
      'a step without a name continues the last one',
      '# [step:x]\na\n# [functions]\nb\n# [step:]\nc\n',
      { prelude: '1', steps: ['x(0 2)'] }
    ],
    [
      "papermill's parameters",
      '# [parameters]\na = 1\n# [injected-parameters]\na = 2\n',
      { parameters: '0 1' }
    ],
    [
      "Kale's parameters and metrics",
      '# [pipeline-parameters]\na = 1\n# [step:x]\na\n# [pipeline-metrics]\nprint(a)\n',
      { parameters: '0', metrics: '2', steps: ['x(1)'] }
    ],
    [
      'foreign tags mean nothing',
      '# [step:x, hide-input, my:tag, remove_cell]\na\n',
      { steps: ['x(0)'] }
    ],
    [
      'a line %%step',
      '# []\n%%step x --after y,z\na\n# []\n%%step y\nb\n',
      { steps: ['x(0) y z', 'y(1)'] }
    ],
    [
      'cells that only launch something',
      '# [step:x]\na\n# []\n%pipeline submit --param \\\n  a=1\n# []\n%%time\n%%tfjob --name t\nb\n# []\nrun = %pipeline run\n# []\nc\n',
      { steps: ['x(0 4)'] }
    ],
    ['ids of cells', '# [step:x] first\na\n# []\nb\n', { steps: ['x(first 1)'] }]
  ])('%s', (_, text, expected) => {
    expect(outline(text)).toEqual({ ...NOTHING, ...expected });
  });

  it('markdown cells count for the number of a cell, and are not part of anything', () => {
    const cells = [
      { cell_type: 'markdown', source: '# x' },
      { cell_type: 'code', source: ['a = 1\n', 'b = a'], metadata: { tags: ['step:x'] } }
    ];
    const { graph, plan } = compile({ cells });
    expect(graph.steps[0]!.cells).toEqual(['1']);
    expect(plan.steps[0]!.outline.cells[0]!.source).toBe('a = 1\nb = a');
  });
});

describe('settings', () => {
  it('come from tags', () => {
    const { graph } = compiled(
      '# [step:x, limit:nvidia.com/gpu:2, limit:memory:4Gi, image:repo/a:1, cache:disabled, label:team:a b, annotation:x.io/y:z:1, secret:s:k:TOKEN, report:enabled]\na = 1\n'
    );
    expect(graph.steps[0]!.limits).toEqual({ 'nvidia.com/gpu': '2', memory: '4Gi' });
    expect(graph.steps[0]!.settings).toEqual({
      image: 'repo/a:1',
      cache: false,
      report: true,
      labels: { team: 'a b' },
      annotations: { 'x.io/y': 'z:1' },
      secrets: [{ name: 's', key: 'k', env: 'TOKEN' }]
    });
  });

  it('come from a %%step line', () => {
    const { graph } = compiled('# []\n%%step x --image=a:1 --cpu 2 --memory 1Gi --gpu 1\na = 1\n');
    expect(graph.steps[0]!.limits).toEqual({ cpu: '2', memory: '1Gi', 'nvidia.com/gpu': '1' });
    expect(graph.steps[0]!.settings).toEqual({ image: 'a:1' });
    expect(graph.diagnostics).toEqual([]);
  });

  it('come from metadata of the notebook and of the cell, the nearer going before', () => {
    const notebook = notebookOf('# [step:x]\na = 1\n');
    notebook.metadata = {
      kubeflow_notebook: { steps_defaults: ['limit:cpu:1', 'label:a:1'] },
      kubeflow_lab: { defaults: { labels: { b: '2' }, retry: { limit: 1 } } }
    };
    notebook.cells[0]!.metadata!.kubeflow_lab = {
      retry: { limit: 3, backoffSeconds: 5 },
      labels: { a: '3' }
    };
    const { graph } = compile(notebook);
    expect(graph.steps[0]!.limits).toEqual({ cpu: '1' });
    expect(graph.steps[0]!.settings).toEqual({
      labels: { a: '3', b: '2' },
      retry: { limit: 3, backoffSeconds: 5 }
    });
  });
});

describe('diagnostics', () => {
  it.each([
    ['# [step:Train]\na = 1\n', 'error invalid-step-name 0:null'],
    ['# [step:1x]\na = 1\n', 'error invalid-step-name 0:null'],
    ['# []\n%%step my-step\na = 1\n', 'error invalid-step-name 0:1'],
    ['# [step:pipeline]\na = 1\n', 'error name-collision 0:null'],
    ['# [step:a]\nx = 1\n# [step:_a]\ny = 1\n', 'error name-collision 1:null'],
    ['# [step:a, step:b]\nx = 1\n', 'error conflicting-tags 0:null'],
    ['# [imports, functions]\nx = 1\n# [step:a]\ny = 1\n', 'error conflicting-tags 0:null'],
    ['# [step:a, prev:B]\nx = 1\n', 'error invalid-tag 0:null'],
    ['# [step:a, limit:gpu]\nx = 1\n', 'error invalid-tag 0:null'],
    ['# [step:a, cache:on]\nx = 1\n', 'error invalid-tag 0:null'],
    ['# [step:a, secret:x:y]\nx = 1\n', 'error invalid-tag 0:null'],
    ['# [step:a]\n%%step b\nx = 1\n', 'error conflicting-step 0:1'],
    ['# [step:a, prev:b]\n%%step a\nx = 1\n# [step:b]\ny = 1\n', 'error conflicting-step 0:1'],
    ['# [step:a]\n%%step a --gpu 1\nx = 1\n', 'error conflicting-step 0:1'],
    ['# [imports]\n%%step a\nx = 1\n', 'error conflicting-step 0:1'],
    ['# []\n%%step\nx = 1\n', 'error invalid-step-line 0:1'],
    ['# []\n%%step a b\nx = 1\n', 'error invalid-step-line 0:1'],
    ['# []\n%%step a --disk 3\nx = 1\n', 'error invalid-step-line 0:1'],
    ['# []\n%%step a --image\nx = 1\n', 'error invalid-step-line 0:1'],
    ['# [step:a]\nx = 1\n# [step:a, limit:cpu:1]\ny = 1\n', 'warning ignored-setting 1:null'],
    ['# [step:a, prev:nowhere]\nx = 1\n', 'error unknown-step 0:null'],
    ['# [step:a, prev:b]\nx = 1\n# [step:b, prev:a]\ny = 1\n', 'error cycle 0:null'],
    ['# [step:a, prev:a]\nx = 1\n', 'error cycle 0:null'],
    ['# [step:a]\nx = 1\nif x\n', 'error syntax-error 0:2'],
    ['# [parameters]\nx = None\n# [step:a]\ny = 1\n', 'error invalid-parameter 0:1'],
    ['# [parameters]\nx = 1\ny = x + 1\n# [step:a]\ny = 1\n', 'error invalid-parameter 0:2'],
    ['# [parameters]\nx, y = 1, 2\n# [step:a]\nz = 1\n', 'error invalid-parameter 0:1'],
    [
      '# [step:a]\ny = 1\n# [pipeline-metrics]\nprint(y)\nprint(y + 1)\n',
      'error invalid-metric 1:2'
    ],
    ['# [step:a]\ny = 1\n# [pipeline-metrics]\nprint(z)\n', 'error unknown-metric 1:1'],
    ['# []\nx = 1\n', 'info no-steps null:null']
  ])('%s', (text, expected) => {
    const found = compiled(text).diagnostics.map(
      ({ severity, code, cell, line }) => `${severity} ${code} ${cell}:${line}`
    );
    expect(found).toContain(expected);
    expect(found.every(problem => problem.split(' ')[1] === expected.split(' ')[1])).toBe(true);
  });

  it.each([null, 1, {}, { cells: 3 }, { cells: [null, 1, { cell_type: 'code' }] }])(
    'of what is not a notebook: %j',
    document => {
      const { graph } = compile(document as never);
      expect(graph.steps).toEqual([]);
      expect(graph.diagnostics).toHaveLength(1);
    }
  );

  it.each([
    [{ image: 3 }, /image/],
    [{ colour: 'red' }, /no setting `colour`/],
    [{ retry: { times: 2 } }, /retry/],
    [{ tolerations: [{ effect: 'Never' }] }, /tolerations/],
    ['x', /not an object/]
  ])('of metadata %j', (additions, message) => {
    const notebook = notebookOf('# [step:x]\na = 1\n');
    notebook.cells[0]!.metadata!.kubeflow_lab = additions;
    const [diagnostic] = compile(notebook).diagnostics;
    expect(diagnostic).toMatchObject({ code: 'invalid-settings', cell: '0' });
    expect(diagnostic!.message).toMatch(message);
  });
});

describe('parameters', () => {
  const text = `
# [parameters]
a = -5  # a number
b: float = 3
c = "it's" ' \\u00e9\\n'
d = True
e = 1_000
f = 1e-3
g = r'\\n'
# [step:x]
print(a)
`;

  it('have the types and values of their literals', () => {
    const found = compiled(text).graph.parameters.map(({ name, type, default: value }) => [
      name,
      type,
      value
    ]);
    expect(found).toEqual([
      ['a', 'int', -5],
      ['b', 'float', 3],
      ['c', 'str', "it's \u00e9\n"],
      ['d', 'bool', true],
      ['e', 'int', 1000],
      ['f', 'float', 0.001],
      ['g', 'str', '\\n']
    ]);
  });

  it('take values, also as text', () => {
    const given = { a: '7', b: '2.5', c: 'x', d: 'false', f: 2 };
    const { plan, diagnostics } = compile(notebookOf(text), { parameters: given });
    expect(plan.values).toEqual({ a: 7, b: 2.5, c: 'x', d: false, e: 1000, f: 2, g: '\\n' });
    expect(diagnostics).toEqual([]);
  });

  it.each([
    [{ a: '1.5' }, 'invalid-parameter-value'],
    [{ b: 'many' }, 'invalid-parameter-value'],
    [{ d: 'yes' }, 'invalid-parameter-value'],
    [{ c: 3 }, 'invalid-parameter-value'],
    [{ z: 1 }, 'unknown-parameter']
  ])('refuse %j', (parameters, code) => {
    const { diagnostics } = compile(notebookOf(text), { parameters });
    expect(diagnostics.map(found => found.code)).toEqual([code]);
  });
});

it('an edit analyses the edited cell only', () => {
  const cache = new AnalysisCache();
  const read: string[] = [];
  const facts = cache.facts.bind(cache);
  compile(notebookOf('# [step:x]\na = 1\n# [step:y]\nb = a\n'), { cache });
  const first = facts('a = 1');
  cache.facts = source => {
    read.push(source);
    return facts(source);
  };
  const { graph } = compile(notebookOf('# [step:x]\na = 1\n# [step:y]\nb = a + c\n'), { cache });
  expect(read).toEqual(['a = 1', 'b = a + c']);
  expect(facts('a = 1')).toBe(first);
  expect(graph.diagnostics.map(({ code }) => code)).toEqual(['undefined-name']);
});
