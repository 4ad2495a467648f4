import type { WorkflowSpec } from '@kubeflow-lab/resources';
import { runnableTemplates } from '@kubeflow-lab/resources';

import { Simulation, step } from '../testing/simulation.js';

const tell = (expression?: string) => ({
  template: 'tell',
  arguments: { parameters: [{ name: 'x', value: '{{tasks.a.status}}' }] },
  ...(expression === undefined ? {} : { expression })
});

function dag(hooks: object, more: Partial<WorkflowSpec> = {}): WorkflowSpec {
  const tasks = [
    { name: 'a', template: 'step', hooks: hooks as never },
    { name: 'b', template: 'step', depends: 'a.Succeeded || a.Failed' }
  ];
  return {
    templates: [{ name: 'main', dag: { tasks } }, step('step'), step('tell', 'x')],
    ...more
  };
}

it('a hook runs once its expression is true; the task is over when both are', () => {
  const run = new Simulation(dag({ running: tell("tasks.a.status == 'Running'") })).pass();
  expect(run.made).toEqual(['.a']);
  run.set('.a', { phase: 'Running' }).pass().pass();
  expect(run.made).toEqual(['.a', '.a.hooks.running']);
  run.set('.a', { phase: 'Succeeded' }).pass();
  expect(run.made).toHaveLength(2);
  run.set('.a.hooks.running', { phase: 'Succeeded' }).pass();
  expect(run.made.at(-1)).toBe('.b');
  expect(run.node('.a.hooks.running')).toMatchObject({
    displayName: 'a.hooks.running',
    nodeFlag: { hooked: true },
    inputs: { parameters: [{ name: 'x', value: 'Running' }] }
  });
  expect(run.run().workflow.status?.phase).toBe('Succeeded');
});

it.each(['Succeeded', 'Failed'] as const)('an exit hook runs after its task has %s', phase => {
  const run = new Simulation(dag({ exit: tell() })).pass();
  run.set('.a', { phase }).pass();
  expect(run.made).toEqual(['.a', '.a.onExit']);
  expect(run.node('.a.onExit').inputs?.parameters).toEqual([{ name: 'x', value: phase }]);
  run.set('.a.onExit', { phase: 'Succeeded' });
  expect(run.run().phases).toMatchObject({ '.b': 'Succeeded', '': 'Succeeded' });
});

it('an exit hook that is not wanted does not run', () => {
  const run = new Simulation(dag({ exit: tell("tasks.a.status == 'Failed'") })).run();
  expect(run.made).toEqual(['.a', '.b']);
});

it('an expression that cannot be computed is told by the hook, and keeps nobody', () => {
  const run = new Simulation(dag({ odd: tell('tasks.a.status > 1') })).run();
  expect(run.node('.a.hooks.odd')).toMatchObject({
    phase: 'Error',
    message: expect.stringMatching(/^The expression of the hook odd: .* cannot be compared/)
  });
  expect(run.workflow.status?.phase).toBe('Succeeded');
});

it('steps have hooks too', () => {
  const hooks = {
    exit: { template: 'tell2', expression: "steps.a.status == 'Succeeded'" }
  };
  const main = {
    name: 'main',
    steps: [[{ name: 'a', template: 'step', hooks }], [{ name: 'b', template: 'step' }]]
  };
  const run = new Simulation({ templates: [main, step('step'), step('tell2')] }).run();
  expect(run.made).toEqual(['[0].a', '[0].a.onExit', '[1].b']);
  expect(run.workflow.status?.phase).toBe('Succeeded');
});

it('a run has hooks of its own, and none begins when it is stopped', () => {
  const hooks = {
    running: { template: 'step', expression: "workflow.status == 'Running'" },
    failed: { template: 'step', expression: "workflow.status == 'Failed'" },
    exit: {
      template: 'tell',
      arguments: { parameters: [{ name: 'x', value: '{{workflow.status}}' }] }
    }
  };
  const run = new Simulation(dag({}, { hooks }), node =>
    node.displayName === 'b' ? { phase: 'Failed' } : undefined
  ).run();
  expect(run.made).toEqual(['.a', '.hooks.running', '.b', '.hooks.failed', '.onExit']);
  expect(run.request('.onExit').inputs.parameters).toEqual([{ name: 'x', value: 'Failed' }]);
  expect(run.workflow.status?.phase).toBe('Failed');

  const stopped = new Simulation(dag({ exit: tell() })).pass().set('.a', {}).pass();
  stopped.workflow = { ...stopped.workflow, spec: { ...stopped.workflow.spec, shutdown: 'Stop' } };
  expect(stopped.run().made).toEqual(['.a']);
  expect(stopped.workflow.status?.phase).toBe('Failed');
});

it('templates may stand in their calls', () => {
  const spec: WorkflowSpec = {
    templates: [
      {
        name: 'main',
        steps: [
          [
            {
              name: 'group',
              inline: {
                dag: {
                  tasks: [
                    { name: 'x', inline: step('') },
                    { name: 'y', template: 'step' }
                  ]
                }
              }
            }
          ]
        ]
      },
      step('step')
    ]
  };
  const templates = runnableTemplates({ spec });
  expect(templates.map(({ name }) => name)).toEqual([
    'main',
    'step',
    'inline:spec.templates[0].steps[0][0].inline',
    'inline:spec.templates[0].steps[0][0].inline.dag.tasks[0].inline'
  ]);
  const run = new Simulation({ ...spec, templates }).run();
  expect(run.workflow.status?.phase).toBe('Succeeded');
  expect(run.node('[0].group.x')).not.toHaveProperty('templateName');
  expect(run.node('[0].group.y').templateName).toBe('step');
});
