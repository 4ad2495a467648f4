import type { Workflow, WorkflowSpec } from '@kubeflow-lab/resources';

import { checkWorkflow } from './check.js';

const container = { image: 'any', command: ['any'] };

function problems(spec: unknown): string[] {
  return checkWorkflow({ spec } as Workflow).map(({ path, message }) => `${path}: ${message}`);
}

function templates(...more: unknown[]): unknown {
  return { entrypoint: 'main', templates: [...more, { name: 'step', container }] };
}

const dag = (...tasks: unknown[]) => templates({ name: 'main', dag: { tasks } });

it('takes what it runs', () => {
  const spec: WorkflowSpec = {
    entrypoint: 'main',
    serviceAccountName: 'default-editor',
    arguments: {
      parameters: [
        { name: 'lr', value: 1, enum: [1, 2], description: 'Rate.' },
        // Never looked into.
        { name: 'text', value: '{{=(}}' }
      ]
    },
    ttlStrategy: { secondsAfterCompletion: 60 },
    activeDeadlineSeconds: 100,
    parallelism: 2,
    volumes: [{ name: 'shared', persistentVolumeClaim: { claimName: 'shared' } }],
    templates: [
      {
        name: 'main',
        dag: {
          tasks: [
            { name: 'a', template: 'step', when: "{{workflow.parameters.lr}} == '1'" },
            { name: 'c', template: 'step', when: '{{=asInt(workflow.parameters.lr) > 1}}' },
            { name: 'b', template: 'list', depends: 'a.Succeeded || a.Skipped' }
          ]
        }
      },
      { name: 'list', steps: [[{ name: 'x', template: 'step' }], { name: 'y', template: 'wait' }] },
      { name: 'wait', suspend: {} },
      {
        name: 'step',
        inputs: { artifacts: [{ name: 'code', path: '/tmp/code/x', raw: { data: 'x' } }] },
        outputs: {
          parameters: [{ name: 'result', valueFrom: { path: '/tmp/out/result', default: '' } }],
          artifacts: [{ name: 'v', path: '/tmp/out/v', archive: { none: {} }, s3: { key: 'k' } }]
        },
        retryStrategy: {
          limit: '2',
          retryPolicy: 'Always',
          backoff: { duration: '1s', factor: 2 }
        },
        container: { ...container, resources: { limits: { cpu: 1 } }, env: [{ name: 'A' }] }
      }
    ]
  };
  expect(problems(spec)).toEqual([]);
});

it('the exit hook of a run gets the arguments of the run', () => {
  const spec = templates(
    { name: 'main', container },
    { name: 'tell', inputs: { parameters: [{ name: 'x' }] }, container }
  );
  const hooks = { exit: { template: 'tell' } };
  const given = { parameters: [{ name: 'x', value: '1' }] };
  expect(problems({ ...(spec as object), hooks, arguments: given })).toEqual([]);
});

it.each<[string, unknown, string]>([
  ['nothing at all', undefined, 'spec.entrypoint: is missing'],
  [
    'a missing entrypoint',
    { entrypoint: 'x', templates: [] },
    'spec.entrypoint: there is no template x'
  ],
  [
    'an exit handler that is not there',
    { ...(dag() as object), onExit: 'other' },
    'spec.onExit: there is no template other'
  ],
  [
    'a loop over two lists',
    dag({ name: 'a', template: 'step', withItems: [1], withParam: '[]' }),
    'spec.templates[0].dag.tasks[0]: has withItems and withParam; use one of them'
  ],
  [
    'a loop over a text',
    dag({ name: 'a', template: 'step', withItems: 'abc' }),
    'spec.templates[0].dag.tasks[0].withItems: must be a list'
  ],
  [
    'a sequence without an end',
    templates({ name: 'main', steps: [[{ name: 'a', template: 'step', withSequence: {} }]] }),
    'spec.templates[0].steps[0][0].withSequence: must have exactly one of count, end'
  ],
  [
    'a format without a number',
    dag({ name: 'a', template: 'step', withSequence: { count: 2, format: 'x' } }),
    'spec.templates[0].dag.tasks[0].withSequence.format: must hold %d, %x or %X, such as item-%03d'
  ],
  [
    'an expression that it cannot run',
    dag({ name: 'a', template: 'step', when: '{{=sprig.uuidv4() == 1}}' }),
    'spec.templates[0].dag.tasks[0].when: holds an expression that the embedded engine does not run: the embedded engine knows no function sprig.uuidv4'
  ],
  [
    'an output that is told twice',
    templates({
      name: 'main',
      steps: [],
      outputs: { parameters: [{ name: 'x', valueFrom: { parameter: 'a', expression: 'b' } }] }
    }),
    'spec.templates[0].outputs.parameters[0].valueFrom: must have exactly one of parameter, expression'
  ],
  [
    'an artifact chosen by what cannot be read',
    templates({
      name: 'main',
      steps: [],
      outputs: { artifacts: [{ name: 'x', fromExpression: 'a ?' }] }
    }),
    'spec.templates[0].outputs.artifacts[0].fromExpression: holds an expression that the embedded engine does not run: it ends too early'
  ],
  [
    'a hopeless reason to try again',
    templates({ name: 'main', container, retryStrategy: { expression: '(' } }),
    'spec.templates[0].retryStrategy.expression: holds an expression that the embedded engine does not run: it ends too early'
  ],
  [
    'a step that does not get what it needs',
    templates(
      { name: 'main', steps: [[{ name: 'a', template: 'taking' }]] },
      {
        name: 'taking',
        inputs: { parameters: [{ name: 'x' }, { name: 'y', value: 1 }] },
        container
      }
    ),
    'spec.templates[0].steps[0][0].arguments.parameters: lack x, which taking needs'
  ],
  [
    'a hook that does not get the file that it needs',
    {
      ...(templates(
        { name: 'main', container },
        { name: 'tell', inputs: { artifacts: [{ name: 'f', path: '/in/f' }] }, container }
      ) as object),
      hooks: { exit: { template: 'tell' } }
    },
    'spec.hooks.exit.arguments.artifacts: lack f, which tell needs'
  ],
  [
    'another store',
    templates({
      name: 'main',
      inputs: { artifacts: [{ name: 'x', path: '/x', git: {} }] },
      container
    }),
    'spec.templates[0].inputs.artifacts[0].git: is not supported by the embedded engine'
  ],
  [
    'a container without a command',
    templates({ name: 'main', container: { image: 'any' } }),
    'spec.templates[0].container.command: is missing; the embedded engine does not ask a registry what an image runs by itself'
  ],
  [
    'two bodies',
    templates({ name: 'main', container, suspend: {} }),
    'spec.templates[0]: must have exactly one of container, script, dag, steps, suspend'
  ],
  [
    'an unknown template',
    dag({ name: 'a', template: 'other' }),
    'spec.templates[0].dag.tasks[0].template: there is no template other'
  ],
  [
    'an unknown task',
    dag({ name: 'a', template: 'step', dependencies: ['z'] }),
    'spec.templates[0].dag.tasks[0].dependencies: there is no task z'
  ],
  [
    'a circle',
    dag(
      { name: 'a', template: 'step', dependencies: ['b'] },
      { name: 'b', template: 'step', depends: 'a' }
    ),
    'spec.templates[0].dag.tasks: a → b → a is a circle'
  ],
  [
    'a name given twice',
    dag({ name: 'a', template: 'step' }, { name: 'a', template: 'step' }),
    'spec.templates[0].dag.tasks[1].name: a is the name of two tasks'
  ],
  [
    'a depends that cannot be read',
    dag({ name: 'a', template: 'step', depends: 'b &&' }),
    'spec.templates[0].dag.tasks[0].depends: "b &&" lacks the name of a task'
  ],
  [
    'an output where the image has its programs',
    templates({
      name: 'main',
      outputs: { artifacts: [{ name: 'x', path: '/etc/hosts' }] },
      container
    }),
    'spec.templates[0].outputs.artifacts[0].path: lies in /etc, which the image needs itself; use another directory'
  ],
  [
    'an output path that climbs',
    templates({
      name: 'main',
      outputs: { parameters: [{ name: 'x', valueFrom: { path: '/tmp/../etc/x' } }] },
      container
    }),
    'spec.templates[0].outputs.parameters[0].valueFrom.path: must be an absolute path'
  ],
  [
    'a retry policy that it does not know',
    templates({ name: 'main', container, retryStrategy: { retryPolicy: 'OnTransientError' } }),
    'spec.templates[0].retryStrategy.retryPolicy: may be Always, OnFailure, OnError'
  ],
  [
    'a limit that is no number',
    templates({ name: 'main', container, retryStrategy: { limit: 'many' } }),
    'spec.templates[0].retryStrategy.limit: must be a whole number'
  ],
  [
    'a duration that is none',
    templates({ name: 'main', suspend: { duration: 'a while' } }),
    'spec.templates[0].suspend.duration: a while is no duration, such as 90, 30s or 1m30s'
  ],
  [
    'a timeout that is no duration',
    templates({ name: 'main', container, timeout: '{{inputs.parameters.t}}' }),
    'spec.templates[0].timeout: {{inputs.parameters.t}} is no duration, such as 90, 30s or 1m30s'
  ],
  [
    'a timeout of a group',
    templates({ name: 'main', dag: { tasks: [] }, timeout: '1m' }),
    'spec.templates[0].timeout: concerns pods; of a group it does nothing'
  ],
  [
    'results without a key',
    templates({ name: 'main', container, memoize: { cache: { configMap: { name: 'c' } } } }),
    'spec.templates[0].memoize.key: is missing'
  ],
  [
    'results without a place',
    templates({ name: 'main', container, memoize: { key: 'k' } }),
    'spec.templates[0].memoize.cache.configMap.name: must be the name of a ConfigMap'
  ],
  [
    'an unknown way to collect pods',
    { ...(dag() as object), podGC: { strategy: 'Sometimes' } },
    'spec.podGC.strategy: may be OnPodCompletion, OnPodSuccess, OnWorkflowCompletion, OnWorkflowSuccess'
  ],
  ['a list that is none', { entrypoint: 'main', templates: 'x' }, 'spec.templates: must be a list'],
  [
    'fields that are none',
    { entrypoint: 'main', templates: ['x'] },
    'spec.templates[0]: must hold fields'
  ]
])('refuses %s with its path', (_case, spec, problem) => {
  expect(problems(spec)).toContain(problem);
});

it('refuses every field that it does not know, wherever it stands', () => {
  const places: ((field: object) => unknown)[] = [
    field => ({ ...(dag() as object), ...field }),
    field => templates({ name: 'main', container, ...field }),
    field => dag({ name: 'a', template: 'step', ...field }),
    field =>
      templates({ name: 'main', container, inputs: { parameters: [{ name: 'x', ...field }] } }),
    field =>
      templates({
        name: 'main',
        container,
        outputs: { artifacts: [{ name: 'x', path: '/tmp/x/y', s3: { key: 'k', ...field } }] }
      }),
    field => templates({ name: 'main', container, retryStrategy: { limit: 1, ...field } })
  ];
  for (const place of places) {
    expect(problems(place({}))).toEqual([]);
    expect(problems(place({ surprise: 1 }))).toEqual([
      expect.stringMatching(/\.surprise: is not supported by the embedded engine$/)
    ]);
  }
});
