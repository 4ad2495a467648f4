import type { KubeEvent, Pod } from '../common/object.js';
import { nodeId } from './names.js';
import { summarizeWorkflow } from './phase.js';
import { EMPTY_LOOP } from './types.js';
import type { NodeStatus, Workflow, WorkflowSpec, WorkflowStatus } from './types.js';

const container = { image: 'python:3', command: ['python'] };
const diamond: WorkflowSpec = {
  entrypoint: 'pipeline',
  arguments: { parameters: [{ name: 'lr', value: 0.1 }] },
  templates: [
    {
      name: 'pipeline',
      dag: {
        tasks: [
          { name: 'a', template: 'step' },
          { name: 'b', template: 'step', dependencies: ['a'] },
          { name: 'c', template: 'step', depends: 'a.Succeeded' },
          { name: 'd', template: 'step', depends: 'b && c' }
        ]
      }
    },
    { name: 'step', container }
  ]
};

function workflow(
  status: WorkflowStatus | undefined,
  spec: Partial<WorkflowSpec> = {},
  annotations: Record<string, string> = {}
): Workflow {
  return {
    metadata: { name: 'run', uid: 'u1', creationTimestamp: '2026-01-01T00:00:00Z', annotations },
    spec: { ...diamond, ...spec },
    status
  };
}

function nodes(...some: (Partial<NodeStatus> & { name: string })[]): Record<string, NodeStatus> {
  return Object.fromEntries(
    some.map(node => {
      const id = nodeId('run', node.name);
      return [
        id,
        { id, type: 'Pod', templateName: 'step', displayName: node.name.slice(4), ...node }
      ];
    })
  );
}

function pod(name: string, status: Pod['status'], nodeName?: string): Pod {
  return {
    metadata: {
      name: `pod-of-${name}`,
      annotations: { 'workflows.argoproj.io/node-id': nodeId('run', name) }
    },
    spec: { nodeName, containers: [{ name: 'main', image: 'gone/away:1' }] },
    status
  };
}

const running = (...some: Parameters<typeof nodes>): WorkflowStatus => ({
  phase: 'Running',
  startedAt: '2026-01-01T00:00:01Z',
  nodes: nodes({ name: 'run', type: 'DAG', phase: 'Running' }, ...some)
});
const A_DONE = {
  name: 'run.a',
  phase: 'Succeeded',
  startedAt: '2026-01-01T00:00:01Z',
  finishedAt: '2026-01-01T00:00:04Z'
} as const;
const unschedulable: Pod['status'] = {
  phase: 'Pending',
  conditions: [
    {
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
      message: '0/1 nodes are available: 1 Insufficient memory.'
    }
  ]
};
const error = JSON.stringify({
  ename: 'ValueError',
  evalue: 'no data',
  cell: 'c1',
  line: 3,
  traceback: 'Traceback …'
});

describe('a run as a whole', () => {
  const table: [string, Workflow, Pod[], KubeEvent[], string, string, RegExp][] = [
    ['nobody took it', workflow(undefined), [], [], 'Queued', '', /waits for the workflow engine/],
    [
      'it is suspended',
      workflow({ phase: 'Running' }, { suspend: true }),
      [],
      [],
      'Queued',
      'Suspended',
      /is suspended/
    ],
    [
      'two steps run',
      workflow(
        running(A_DONE, { name: 'run.b', phase: 'Running' }, { name: 'run.c', phase: 'Running' })
      ),
      [],
      [],
      'Running',
      '',
      /b and c are running; 1 of 4 steps are done/
    ],
    [
      'a step finds no node',
      workflow(running({ name: 'run.a', phase: 'Pending' })),
      [pod('run.a', unschedulable)],
      [],
      'Pending',
      'Unschedulable',
      /^a: No node has enough memory/
    ],
    [
      'a step waits for approval',
      workflow(running({ name: 'run.a', type: 'Suspend', phase: 'Running' })),
      [],
      [],
      'Queued',
      'Suspended',
      /a waits until the run is resumed/
    ],
    [
      'it is being stopped',
      workflow(running({ name: 'run.a', phase: 'Running' }), { shutdown: 'Stop' }),
      [],
      [],
      'Stopping',
      '',
      /being stopped/
    ],
    [
      'it was stopped',
      workflow({ phase: 'Failed', message: "Stopped with strategy 'Stop'" }, { shutdown: 'Stop' }),
      [],
      [],
      'Stopped',
      'Stopped',
      /was stopped/
    ],
    [
      'a cell failed',
      workflow({
        phase: 'Failed',
        nodes: nodes({ name: 'run.a', phase: 'Failed', message: `Error (exit code 1): ${error}` })
      }),
      [],
      [],
      'Failed',
      'Crash',
      /The step a failed: ValueError: no data/
    ],
    [
      'the engine refused it',
      workflow({
        phase: 'Error',
        message: 'spec.onExit: is not supported',
        conditions: [
          { type: 'SpecError', status: 'True', message: 'spec.onExit: is not supported' }
        ]
      }),
      [],
      [],
      'Failed',
      'Rejected',
      /cannot be run: spec.onExit: is not supported/
    ],
    [
      'it succeeded',
      workflow({
        phase: 'Succeeded',
        startedAt: '2026-01-01T00:00:00Z',
        finishedAt: '2026-01-01T00:01:05Z'
      }),
      [],
      [],
      'Succeeded',
      '',
      /finished after 1 min 5 s/
    ]
  ];
  it.each(table)('%s', (_case, object, pods, events, phase, reason, message) => {
    const summary = summarizeWorkflow(object, { pods, events });
    expect({ phase: summary.phase, reason: summary.reason }).toEqual({ phase, reason });
    expect(summary.message).toMatch(message);
  });

  it('survives whatever anybody has written', () => {
    const odd = {
      metadata: { name: 'run', annotations: { 'lab.kubeflow.org/graph': '{"steps":[1,null]}' } },
      spec: { templates: [null, { name: 'x', dag: {} }, 7], entrypoint: 'x' },
      status: { phase: 'Running', nodes: {}, conditions: 'none' }
    } as unknown as Workflow;
    expect(summarizeWorkflow(odd).steps).toEqual([]);
  });
});

describe('its steps', () => {
  it('are there before they begin, with what they wait for', () => {
    const { steps, progress, parameters } = summarizeWorkflow(workflow(undefined));
    expect(steps.map(s => [s.name, s.phase, s.dependsOn, s.message])).toEqual([
      ['a', 'Queued', [], 'Waits to begin.'],
      ['b', 'Queued', ['a'], 'Waits for a.'],
      ['c', 'Queued', ['a'], 'Waits for a.'],
      ['d', 'Queued', ['b', 'c'], 'Waits for b and c.']
    ]);
    expect(progress).toEqual({ done: 0, total: 4 });
    expect(parameters).toEqual({ lr: '0.1' });
  });

  it('were not run when the run ended before them', () => {
    const ended = workflow({ phase: 'Failed', nodes: nodes({ name: 'run.a', phase: 'Failed' }) });
    expect(summarizeWorkflow(ended).steps.map(s => s.reason)).toEqual([
      'Crash',
      'NotRun',
      'NotRun',
      'NotRun'
    ]);
  });

  it('are opened through nested templates and lists of steps', () => {
    const spec: WorkflowSpec = {
      entrypoint: 'main',
      templates: [
        {
          name: 'main',
          steps: [[{ name: 'prepare', template: 'inner' }], [{ name: 'end', template: 'step' }]]
        },
        {
          name: 'inner',
          dag: {
            tasks: [
              { name: 'x', template: 'step' },
              { name: 'y', template: 'step', dependencies: ['x'] }
            ]
          }
        },
        { name: 'step', container }
      ]
    };
    const done = nodes({ name: 'run[0].prepare.x', phase: 'Succeeded' });
    const { steps } = summarizeWorkflow(workflow({ phase: 'Running', nodes: done }, spec));
    expect(steps.map(s => [s.name, s.phase, s.dependsOn])).toEqual([
      ['prepare.x', 'Succeeded', []],
      ['prepare.y', 'Queued', ['prepare.x']],
      ['end', 'Queued', ['prepare.y']]
    ]);
  });

  it('say why a loop did nothing', () => {
    const spec: WorkflowSpec = {
      entrypoint: 'main',
      templates: [
        { name: 'main', dag: { tasks: [{ name: 'loop', template: 'step', withItems: [] }] } },
        { name: 'step', container }
      ]
    };
    const done = nodes({
      name: 'run.loop',
      type: 'Skipped',
      phase: 'Skipped',
      message: EMPTY_LOOP
    });
    const { steps } = summarizeWorkflow(workflow({ phase: 'Succeeded', nodes: done }, spec));
    expect(steps[0].message).toBe('Not run: the list of its loop is empty.');
  });

  it('end where templates call themselves', () => {
    const spec: WorkflowSpec = {
      entrypoint: 'main',
      templates: [{ name: 'main', steps: [[{ name: 'again', template: 'main' }]] }]
    };
    expect(summarizeWorkflow(workflow(undefined, spec)).steps.map(s => s.name)).toEqual(['again']);
  });

  it('are one for each item of a loop, and one for all tries of a retried one', () => {
    const spec: WorkflowSpec = {
      entrypoint: 'main',
      templates: [
        {
          name: 'main',
          dag: {
            tasks: [
              { name: 'loop', template: 'step', withItems: [1, 2] },
              { name: 'try', template: 'step' }
            ]
          }
        },
        { name: 'step', container }
      ]
    };
    const status: WorkflowStatus = {
      phase: 'Running',
      nodes: nodes(
        { name: 'run.loop', type: 'TaskGroup', phase: 'Running' },
        { name: 'run.loop(0:1)', phase: 'Succeeded' },
        { name: 'run.loop(1:2)', phase: 'Running' },
        {
          name: 'run.try',
          type: 'Retry',
          phase: 'Running',
          children: [nodeId('run', 'run.try(0)'), nodeId('run', 'run.try(1)')]
        },
        { name: 'run.try(0)', phase: 'Failed' },
        { name: 'run.try(1)', phase: 'Running' }
      )
    };
    const { steps } = summarizeWorkflow(workflow(status, spec));
    expect(steps.map(s => [s.name, s.phase, s.retries])).toEqual([
      ['loop(0:1)', 'Succeeded', 0],
      ['loop(1:2)', 'Running', 0],
      ['try', 'Running', 1]
    ]);
  });

  it('call the turns of a loop as the notebook calls the step, and let the step at the end wait for all', () => {
    const of = (name: string, template: string) => ({ name, template, cells: [], dependsOn: [] });
    const graph = { steps: [of('train_all', 'train-all'), of('tell_me', 'tell-me')] };
    const spec: WorkflowSpec = {
      entrypoint: 'main',
      onExit: 'tell-me',
      templates: [
        {
          name: 'main',
          dag: { tasks: [{ name: 'train-all', template: 'train-all', withItems: [1, 2] }] }
        },
        { name: 'train-all', container },
        { name: 'tell-me', container }
      ]
    };
    const status: WorkflowStatus = {
      phase: 'Running',
      nodes: nodes(
        { name: 'run.train-all', type: 'TaskGroup', phase: 'Running' },
        { name: 'run.train-all(0:1)', phase: 'Succeeded' }
      )
    };
    const annotations = { 'lab.kubeflow.org/graph': JSON.stringify(graph) };
    const { steps } = summarizeWorkflow(workflow(status, spec, annotations));
    expect(steps.map(({ name, dependsOn }) => [name, dependsOn])).toEqual([
      ['train_all(0:1)', []],
      ['tell_me', ['train_all']]
    ]);
  });

  it('bear the names and cells of the notebook, and tell of values, metrics and errors', () => {
    const graph = JSON.stringify({
      steps: [{ name: 'load_data', template: 'step', cells: ['c1', 'c2'], dependsOn: [] }]
    });
    const result = JSON.stringify({
      outputs: [{ name: 'x', type: 'DataFrame', shape: '3 × 2', bytes: 10, head: 'a b' }],
      metrics: { accuracy: 0.9, broken: 'no' }
    });
    const spec: WorkflowSpec = {
      entrypoint: 'main',
      templates: [
        { name: 'main', dag: { tasks: [{ name: 'load-data', template: 'step' }] } },
        { name: 'step', container }
      ]
    };
    const executed = { name: 'notebook', s3: { key: 'runs/u/load_data/run-step-1.ipynb' } };
    const outputs = {
      exitCode: '0',
      parameters: [{ name: 'result', value: result }],
      artifacts: [{ name: 'output-x', s3: { key: 'runs/u/load_data/x' } }, executed]
    };
    const status = {
      phase: 'Succeeded' as const,
      nodes: nodes({ ...A_DONE, name: 'run.load-data', outputs })
    };
    const summary = summarizeWorkflow(workflow(status, spec, { 'lab.kubeflow.org/graph': graph }));
    expect(summary.metrics).toEqual({ accuracy: 0.9 });
    expect(summary.steps).toMatchObject([
      {
        name: 'load_data',
        cells: ['c1', 'c2'],
        exitCode: 0,
        message: 'Finished after 3 s.',
        outputs: [{ name: 'x', type: 'DataFrame', shape: '3 × 2', bytes: 10, head: 'a b' }],
        executed: executed.s3.key
      }
    ]);
  });

  it('take the error of a failed cell from its container', () => {
    const status: WorkflowStatus = {
      phase: 'Failed',
      nodes: nodes({ name: 'run.a', phase: 'Failed', message: 'Error (exit code 1)' })
    };
    const ended = pod('run.a', {
      phase: 'Failed',
      containerStatuses: [{ name: 'main', state: { terminated: { exitCode: 1, message: error } } }]
    });
    const [step] = summarizeWorkflow(workflow(status), { pods: [ended] }).steps;
    expect(step).toMatchObject({
      phase: 'Failed',
      message: 'ValueError: no data.',
      exitCode: 1,
      pod: 'pod-of-run.a',
      error: { ename: 'ValueError', cell: 'c1', line: 3 }
    });
  });

  it('that are not run again say whose results stand for them', () => {
    const annotations = {
      'lab.kubeflow.org/graph': JSON.stringify({
        steps: [{ name: 'load', template: 'load', cells: ['c0'], dependsOn: [] }]
      }),
      'lab.kubeflow.org/reused': JSON.stringify({ load: { workflow: 'before', uid: 'u0' } })
    };
    const [step] = summarizeWorkflow(workflow(undefined, {}, annotations)).steps;
    expect(step).toMatchObject({
      name: 'load',
      phase: 'Succeeded',
      reusedFrom: 'before',
      cells: ['c0']
    });
  });

  it('of the exit handler are known before they begin, by their names in the notebook', () => {
    const graph = {
      steps: [{ name: 'clean_up', template: 'clean-up', cells: ['c'], dependsOn: [] }]
    };
    const own: Workflow = {
      metadata: {
        name: 'run',
        annotations: { 'lab.kubeflow.org/graph': JSON.stringify(graph) }
      },
      spec: {
        entrypoint: 'main',
        onExit: 'clean-up',
        templates: [
          { name: 'main', dag: { tasks: [{ name: 'a', template: 'step' }] } },
          { name: 'step', container: {} },
          { name: 'clean-up', container: {} }
        ]
      }
    };
    const found = summarizeWorkflow(own).steps.map(({ name, phase, cells }) => [
      name,
      phase,
      cells
    ]);
    expect(found).toEqual([
      ['a', 'Queued', []],
      ['clean_up', 'Queued', ['c']]
    ]);
  });

  it('that are not in the plan, such as exit handlers, come last', () => {
    const status = running({ name: 'run.onExit', phase: 'Running' });
    const names = summarizeWorkflow(workflow(status)).steps.map(s => s.name);
    expect(names).toEqual(['a', 'b', 'c', 'd', 'onExit']);
  });
});
