import { parse } from 'yaml';

import { compile } from '../compile.js';
import type { Compilation } from '../compile.js';
import { notebookOf } from '../testing/notebook.js';
import { emit, whyNotEmitted } from './emit.js';
import { indented } from './indent.js';
import { emitPython } from './python.js';
import { buildWorkflow } from './workflow.js';

const OPTIONS = { image: 'image:1', path: 'work/My notebook.ipynb' };
const TEXT = `
# [parameters] p
trees = 10
flag = True
sizes = '[1, 2]'
# [step:load] load
x = 1
# [step:grow] grow
score = trees * x
# [step:many] many
print(trees)
# [step:tell] tell
print('the end')
# [pipeline-metrics] m
print(score)
`;

/** With a condition, two loops, and a step at the end; `lab` is what the notebook's own metadata says. */
function controlled(lab?: unknown): Compilation {
  const notebook = notebookOf(TEXT);
  const settings: Record<string, object> = {
    grow: {
      when: 'flag and trees > 1',
      loop: { parameter: 'trees', items: [10, 0.5e2] }
    },
    many: { loop: { parameter: 'trees', from: 'sizes' } },
    tell: { onExit: true }
  };
  for (const cell of notebook.cells) {
    cell.metadata!.kubeflow_lab = settings[cell.id!];
  }
  notebook.metadata = { kubeflow_lab: lab };
  const compilation = compile(notebook);
  expect(compilation.diagnostics).toEqual([]);
  return compilation;
}

const SCHEDULE = { cron: ['0 6 * * 1-5', '@weekly'], timezone: 'Europe/Berlin', overlap: 'Forbid' };

describe('a Workflow', () => {
  const { spec } = buildWorkflow(controlled({ timeoutSeconds: 600, parallelism: 2 }), OPTIONS);

  it('has conditions and loops at its tasks', () => {
    expect(spec!.templates![0]!.dag!.tasks).toEqual([
      { name: 'load', template: 'load' },
      {
        name: 'grow',
        template: 'grow',
        dependencies: ['load'],
        when: "'{{workflow.parameters.flag}}' == 'True' && {{workflow.parameters.trees}} > 1",
        withItems: ['10', '50'],
        arguments: { parameters: [{ name: 'trees', value: '{{item}}' }] }
      },
      {
        name: 'many',
        template: 'many',
        withParam: '{{workflow.parameters.sizes}}',
        arguments: { parameters: [{ name: 'trees', value: '{{item}}' }] }
      }
    ]);
  });

  it('runs a step when everything has ended', () => {
    expect(spec!.onExit).toBe('tell');
    expect(spec!.templates!.map(({ name }) => name)).toContain('tell');
  });

  it('has the limits of the pipeline as a whole', () => {
    expect(spec).toMatchObject({ activeDeadlineSeconds: 600, parallelism: 2 });
  });
});

describe('the other objects of Argo', () => {
  const compilation = controlled({ schedule: SCHEDULE });
  const { metadata, spec } = buildWorkflow(compilation, OPTIONS);

  it('a WorkflowTemplate holds the same spec', () => {
    const template = parse(emit(compilation, 'workflow-template', OPTIONS)!);
    const { workflowMetadata, ...own } = template.spec;
    expect(template.kind).toBe('WorkflowTemplate');
    expect(template.metadata).toEqual({
      name: 'my-notebook',
      annotations: metadata!.annotations
    });
    expect(own).toEqual(spec);
    expect(workflowMetadata).toEqual({ annotations: metadata!.annotations });
  });

  it('a CronWorkflow runs it at the times of the schedule', () => {
    const cron = parse(emit(compilation, 'cron-workflow', OPTIONS)!);
    expect(cron.kind).toBe('CronWorkflow');
    expect(cron.metadata.name).toBe('my-notebook');
    expect(cron.spec).toEqual({
      schedules: ['0 6 * * 1-5', '@weekly'],
      timezone: 'Europe/Berlin',
      concurrencyPolicy: 'Forbid',
      workflowMetadata: { annotations: metadata!.annotations },
      workflowSpec: spec
    });
  });

  it('there is none without a schedule, and a sentence says so', () => {
    expect(emit(controlled(), 'cron-workflow', OPTIONS)).toBeNull();
    expect(whyNotEmitted(controlled(), 'cron-workflow')).toMatch(/has no schedule/);
  });

  it.each([
    [{ schedule: { cron: [] } }, /looks like/],
    [{ schedule: { cron: ['0 0 30 2 *'] } }, /never comes/],
    [{ schedule: { cron: ['@daily'], timezone: 'Nowhere' } }, /no time zone/],
    [{ schedule: '@daily' }, /looks like/],
    [{ timeoutSeconds: -1 }, /timeoutSeconds/],
    [{ parallelism: 'many' }, /parallelism/],
    [{ defaults: { when: 'flag' } }, /concerns one step/]
  ])('metadata %j is refused', (lab, message) => {
    const notebook = notebookOf(TEXT);
    notebook.metadata = { kubeflow_lab: lab };
    const [diagnostic, ...more] = compile(notebook).diagnostics;
    expect(more).toEqual([]);
    expect(diagnostic).toMatchObject({ code: 'invalid-settings', cell: null });
    expect(diagnostic!.message).toMatch(message);
  });

  it('what others keep in the metadata is left alone', () => {
    expect(controlled({ target: 'cluster' }).plan.outline.settings).toEqual({});
  });
});

describe("KFP's representation", () => {
  const { components, root } = parse(emit(controlled(), 'kfp', OPTIONS)!);
  const fromPipeline = (...names: string[]) =>
    Object.fromEntries(names.map(name => [name, { componentInputParameter: name }]));

  it('has what runs at the end after all the others, which are one task', () => {
    expect(root.dag.tasks).toEqual({
      'exit-handler-1': {
        componentRef: { name: 'comp-exit-handler-1' },
        inputs: { parameters: fromPipeline('flag', 'sizes', 'trees') },
        taskInfo: { name: 'exit-handler-1' }
      },
      tell: {
        componentRef: { name: 'comp-tell' },
        dependentTasks: ['exit-handler-1'],
        taskInfo: { name: 'tell' },
        cachingOptions: { enableCache: true },
        triggerPolicy: { strategy: 'ALL_UPSTREAM_TASKS_COMPLETED' }
      }
    });
  });

  it('has conditions and loops around the steps, with what flows through them', () => {
    const { tasks } = components['comp-exit-handler-1'].dag;
    expect(Object.keys(tasks)).toEqual(['load', 'condition-1', 'for-loop-2']);
    expect(tasks['condition-1']).toEqual({
      componentRef: { name: 'comp-condition-1' },
      dependentTasks: ['load'],
      inputs: {
        artifacts: { x: { taskOutputArtifact: { outputArtifactKey: 'x', producerTask: 'load' } } },
        parameters: fromPipeline('flag', 'trees')
      },
      taskInfo: { name: 'condition-1' },
      triggerPolicy: {
        condition:
          "inputs.parameter_values['flag'] == true && int(inputs.parameter_values['trees']) > 1"
      }
    });
    expect(components['comp-condition-1'].dag.tasks['for-loop-1']).toEqual({
      componentRef: { name: 'comp-for-loop-1' },
      inputs: { artifacts: { x: { componentInputArtifact: 'x' } } },
      taskInfo: { name: 'for-loop-1' },
      parameterIterator: { itemInput: 'trees', items: { raw: '[10,50]' } }
    });
    expect(components['comp-for-loop-1']).toMatchObject({
      dag: { tasks: { grow: { inputs: { parameters: fromPipeline('trees') } } } },
      inputDefinitions: { parameters: { trees: { parameterType: 'NUMBER_INTEGER' } } }
    });
    expect(tasks['for-loop-2']).toMatchObject({
      inputs: { parameters: fromPipeline('sizes') },
      parameterIterator: { itemInput: 'trees', items: { inputParameter: 'sizes' } }
    });
  });

  it('hands on what a step with a condition gives others, and leaves steps their names', () => {
    const notebook = notebookOf(`
# [parameters]
share = 0.5
# [step:condition_1] a
x = share
# [step:use] b
print(x)
`);
    const settings = { when: 'not (share < 1 or share == 2)' };
    notebook.cells.slice(1).forEach(cell => (cell.metadata!.kubeflow_lab = settings));
    const { components, root } = parse(emit(compile(notebook), 'kfp', OPTIONS)!);
    expect(root.dag.tasks['condition-2'].triggerPolicy.condition).toBe(
      "!(inputs.parameter_values['share'] < double(1) || inputs.parameter_values['share'] == double(2))"
    );
    expect(components['comp-condition-2'].dag.outputs.artifacts.x.artifactSelectors).toEqual([
      { outputArtifactKey: 'x', producerSubtask: 'condition-1' }
    ]);
    expect(root.dag.tasks['condition-3'].inputs.artifacts.x.taskOutputArtifact).toEqual({
      outputArtifactKey: 'x',
      producerTask: 'condition-2'
    });
  });
});

it('a script has the same conditions and loops, and its last step runs in any case', () => {
  expect(emitPython(controlled())).toBe(`# Parameters
trees = 10
flag = True
sizes = "[1, 2]"

try:
    # Step load
    x = 1

    # Step grow
    if flag and trees > 1:
        for trees in [10, 50]:
            score = trees * x

            print(f"score={score}")
        trees = 10

    # Step many
    for trees in __import__('json').loads(sizes):
        print(trees)
    trees = 10
finally:
    # Step tell
    print('the end')
`);
});

it.each([
  ['x = 1', '    x = 1'],
  ['if x:\n\n    y()', '    if x:\n\n        y()'],
  ['x = """a\n  b\n"""\ny = 1', '    x = """a\n  b\n"""\n    y = 1'],
  ['x = (1,\n2)', '    x = (1,\n    2)'],
  ['x = f"""a{\n1}\n"""', '    x = f"""a{\n1}\n"""'],
  ['# nothing', '    # nothing\n    pass'],
  ['', '\n    pass']
])('%j one level deeper', (source, expected) => {
  expect(indented(source)).toBe(expected);
});
