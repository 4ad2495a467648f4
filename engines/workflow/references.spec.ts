import { isWorkflowCompleted, planSteps } from '@kubeflow-lab/resources';
import type { Workflow, WorkflowSpec, WorkflowTemplate } from '@kubeflow-lab/resources';

import { operate } from './operate/operate.js';
import { resolveReferences, runnable } from './references.js';
import { checkWorkflow } from './spec/check.js';
import { Simulation, step } from './testing/simulation.js';

const TEMPLATES: Record<string, WorkflowTemplate> = {
  tools: {
    metadata: { name: 'tools' },
    spec: {
      templates: [
        {
          name: 'both',
          steps: [
            [{ name: 'one', template: 'one' }],
            { name: 'two', templateRef: { name: 'other', template: 'two' } }
          ]
        },
        step('one')
      ]
    }
  },
  other: { metadata: { name: 'other' }, spec: { templates: [step('two')] } },
  whole: {
    metadata: { name: 'whole' },
    spec: {
      entrypoint: 'main',
      arguments: {
        parameters: [
          { name: 'a', value: '1' },
          { name: 'b', value: '2' }
        ]
      },
      workflowMetadata: { annotations: { from: 'template' }, labels: { team: 'x' } },
      templates: [{ name: 'main', dag: { tasks: [{ name: 'x', template: 'x' }] } }, step('x')]
    }
  }
};

const asked: string[] = [];
const find = (name: string) => {
  asked.push(name);
  return Promise.resolve(TEMPLATES[name] ?? null);
};

beforeEach(() => asked.splice(0));

function workflow(spec: WorkflowSpec): Workflow {
  return { metadata: { name: 'run', namespace: 'ada', uid: 'u1' }, spec };
}

const REFERRING: WorkflowSpec = {
  entrypoint: 'main',
  templates: [
    {
      name: 'main',
      dag: { tasks: [{ name: 'a', templateRef: { name: 'tools', template: 'both' } }] }
    }
  ]
};

async function resolved(spec: WorkflowSpec) {
  const found = await resolveReferences(workflow(spec), find);
  const problems = [...found.problems, ...checkWorkflow(runnable(found.workflow))];
  return { ...found, problems: problems.map(({ path, message }) => `${path}: ${message}`) };
}

it('templates of WorkflowTemplates run, with those that they refer to', async () => {
  const { workflow: whole, problems } = await resolved(REFERRING);
  expect(problems).toEqual([]);
  expect(Object.keys(whole.status!.storedTemplates!).sort()).toEqual([
    'namespaced/other/two',
    'namespaced/tools/both',
    'namespaced/tools/one'
  ]);
  const run = new Simulation(runnable(whole).spec!).run();
  expect(run.workflow.status?.phase).toBe('Succeeded');
  expect(run.made).toEqual(['.a[0].one', '.a[1].two']);
  expect(run.node('.a[1].two')).toMatchObject({
    templateRef: { name: 'other', template: 'two' },
    templateScope: 'namespaced/other'
  });
  expect(run.node('.a[1].two')).not.toHaveProperty('templateName');
  expect(planSteps(whole).map(({ name }) => name)).toEqual(['a.one', 'a.two']);
});

it('what is stored is never asked for again', async () => {
  const { workflow: whole } = await resolved(REFERRING);
  asked.splice(0);
  await resolveReferences(whole, find);
  expect(asked).toEqual([]);
});

it('a whole Workflow comes from a WorkflowTemplate, with its own arguments first', async () => {
  const {
    workflow: whole,
    metadata,
    problems
  } = await resolved({
    workflowTemplateRef: { name: 'whole' },
    arguments: { parameters: [{ name: 'b', value: '3' }] }
  });
  expect(problems).toEqual([]);
  expect(runnable(whole).spec!.arguments!.parameters).toEqual([
    { name: 'a', value: '1' },
    { name: 'b', value: '3' }
  ]);
  expect(metadata).toEqual({
    annotations: { from: 'template' },
    labels: { team: 'x', 'workflows.argoproj.io/workflow-template': 'whole' }
  });
  const { status } = operate(runnable(whole), {
    now: 0,
    pod: () => 'missing',
    build: () => ({})
  });
  expect(status.storedWorkflowTemplateSpec).toBeDefined();
  expect(isWorkflowCompleted({ status })).toBe(false);
});

it.each<[string, WorkflowSpec, string]>([
  [
    'a template that is not there',
    { workflowTemplateRef: { name: 'none' } },
    'spec.workflowTemplateRef.name: there is no WorkflowTemplate none'
  ],
  [
    'one of the cluster',
    { workflowTemplateRef: { name: 'whole', clusterScope: true } },
    'spec.workflowTemplateRef.clusterScope: is not supported by the embedded engine'
  ],
  [
    'one beside templates of its own',
    { workflowTemplateRef: { name: 'whole' }, templates: [] },
    'spec.workflowTemplateRef: cannot stand beside templates of the workflow itself'
  ],
  [
    'a task with a template that is not there',
    {
      entrypoint: 'main',
      templates: [
        {
          name: 'main',
          steps: [[{ name: 'a', templateRef: { name: 'tools', template: 'none' } }]]
        }
      ]
    },
    'spec.templates[0].steps[0][0].templateRef: there is no template tools/none'
  ]
])('refuses %s', async (_case, spec, problem) => {
  expect((await resolved(spec)).problems).toContain(problem);
});
