import type { DagTask, WorkflowSpec, WorkflowTemplateSpec } from '@kubeflow-lab/resources';
import { tasksBefore } from '@kubeflow-lab/resources';
import fc from 'fast-check';

import { Simulation, step } from '../testing/simulation.js';
import type { Fate } from '../testing/simulation.js';

function dag(tasks: DagTask[], more: Partial<WorkflowSpec> = {}): WorkflowSpec {
  const full = tasks.map(task => ({ template: 'step', ...task }));
  return { templates: [{ name: 'main', dag: { tasks: full } }, step('step')], ...more };
}

/** Fails the steps with these names. */
const failing =
  (...names: string[]): Fate =>
  node =>
    names.includes(node.displayName ?? '')
      ? { phase: 'Failed', exitCode: 1, message: 'Error (exit code 1)' }
      : undefined;

const DIAMOND: DagTask[] = [
  { name: 'a' },
  { name: 'b', dependencies: ['a'] },
  { name: 'c', dependencies: ['a'] },
  { name: 'd', depends: 'b && c' }
];

describe('a dag', () => {
  it('begins each task in the pass in which those before it have ended', () => {
    const run = new Simulation(dag(DIAMOND)).pass();
    expect(run.made).toEqual(['.a']);
    run.set('.a', { phase: 'Succeeded' }).pass();
    expect(run.made).toEqual(['.a', '.b', '.c']);
    run.set('.b', { phase: 'Succeeded' }).pass();
    expect(run.made).toHaveLength(3);
    run.set('.c', { phase: 'Succeeded' }).pass();
    expect(run.made).toEqual(['.a', '.b', '.c', '.d']);
    run.set('.d', { phase: 'Succeeded' }).pass();
    expect(run.workflow.status).toMatchObject({ phase: 'Succeeded', progress: '4/4' });
  });

  it('is drawn by the children of its nodes', () => {
    const run = new Simulation(dag(DIAMOND)).run();
    const id = (name: string) => run.node(name).id;
    expect(run.node('').children).toEqual([id('.a')]);
    expect(run.node('.a').children).toEqual([id('.b'), id('.c')]);
    expect(run.node('.b').children).toEqual([id('.d')]);
    expect(run.node('.c').children).toEqual([id('.d')]);
    expect(run.node('').outboundNodes).toEqual([id('.d')]);
    expect(run.node('.d').boundaryID).toBe('run');
  });

  it.each<[string, DagTask[], string[], Record<string, string>, string]>([
    [
      'fails, and what follows a failed task is omitted',
      DIAMOND,
      ['b'],
      { '.b': 'Failed', '.c': 'Succeeded', '.d': 'Omitted' },
      'Failed'
    ],
    [
      'goes on after a failure that is asked for',
      [{ name: 'a' }, { name: 'ok', depends: 'a' }, { name: 'handler', depends: 'a.Failed' }],
      ['a'],
      { '.ok': 'Omitted', '.handler': 'Succeeded' },
      'Failed'
    ],
    [
      'succeeds where all that could fail was allowed to',
      [{ name: 'a' }, { name: 'b', depends: 'a.Succeeded || a.Failed' }],
      ['a'],
      { '.a': 'Failed', '.b': 'Succeeded' },
      'Succeeded'
    ],
    [
      'takes continueOn for dependencies',
      [
        { name: 'a', continueOn: { failed: true } },
        { name: 'b', dependencies: ['a'] }
      ],
      ['a'],
      { '.b': 'Succeeded' },
      'Succeeded'
    ],
    [
      'skips what its condition forbids, and goes on behind it',
      [
        { name: 'a', when: '1 == 2' },
        { name: 'b', dependencies: ['a'] }
      ],
      [],
      { '.a': 'Skipped', '.b': 'Succeeded' },
      'Succeeded'
    ],
    [
      'lets the rest of a failed dag end first',
      [{ name: 'a' }, { name: 'b' }, { name: 'c', dependencies: ['b'] }],
      ['a'],
      { '.c': 'Succeeded' },
      'Failed'
    ],
    ['succeeds at once when it is empty', [], [], {}, 'Succeeded']
  ])('%s', (_case, tasks, failed, phases, phase) => {
    const run = new Simulation(dag(tasks), failing(...failed)).run();
    expect(run.phases).toMatchObject(phases);
    expect(run.workflow.status?.phase).toBe(phase);
  });

  it('ends in error where a pod has disappeared', () => {
    const run = new Simulation(dag([{ name: 'a' }])).pass().set('.a', {}).pass();
    run.remove('.a').pass();
    expect(run.node('.a')).toMatchObject({ phase: 'Error', message: 'pod deleted' });
    expect(run.workflow.status?.phase).toBe('Error');
  });

  it('begins no task before those it depends on, and each once, whatever it looks like', () => {
    fc.assert(
      fc.property(graphs(), fc.infiniteStream(fc.nat()), (tasks, choices) => {
        const run = new Simulation(dag(tasks)).pass();
        const endedBefore = new Map<string, string[]>();
        const ended: string[] = [];
        for (let open = run.open(); open.length > 0; open = run.open()) {
          for (const node of open) {
            const name = node.displayName ?? '';
            endedBefore.set(name, endedBefore.get(name) ?? [...ended]);
          }
          const next = open[Number(choices.next().value) % open.length];
          run.end(next);
          ended.push(next.displayName ?? '');
          run.pass();
        }
        for (const task of tasks) {
          expect(endedBefore.get(task.name)).toEqual(
            expect.arrayContaining(tasksBefore(task, tasks))
          );
        }
        expect(new Set(run.made).size).toBe(tasks.length);
        expect(run.workflow.status?.phase).toBe('Succeeded');
      }),
      { numRuns: 60 }
    );
  });

  it('does nothing in a second pass over the same state', () => {
    fc.assert(
      fc.property(graphs(), tasks => {
        const run = new Simulation(dag(tasks)).pass();
        const before = structuredClone(run.workflow.status);
        run.pass();
        expect(run.workflow.status).toEqual(before);
      }),
      { numRuns: 40 }
    );
  });
});

/** Tasks in any order, each depending on some that come before it in another one. */
function graphs(): fc.Arbitrary<DagTask[]> {
  return fc.array(fc.array(fc.nat(), { maxLength: 3 }), { maxLength: 12 }).chain(edges =>
    fc.shuffledSubarray(
      edges.map((before, index): DagTask => ({
        name: `t${index}`,
        dependencies: index === 0 ? [] : [...new Set(before.map(n => `t${n % index}`))]
      })),
      { minLength: edges.length }
    )
  );
}

describe('values', () => {
  it('go from outputs to parameters, and are never looked into again', () => {
    const main: WorkflowTemplateSpec = {
      name: 'main',
      dag: {
        tasks: [
          { name: 'a', template: 'make' },
          {
            name: 'b',
            template: 'step',
            dependencies: ['a'],
            arguments: {
              parameters: [
                {
                  name: 'x',
                  value: 'got {{tasks.a.outputs.parameters.out}} of {{workflow.parameters.who}}'
                }
              ]
            }
          }
        ]
      }
    };
    const make = {
      ...step('make'),
      outputs: { parameters: [{ name: 'out', valueFrom: { path: '/tmp/x/out' } }] }
    };
    const run = new Simulation(
      {
        templates: [main, make, step('step', 'x')],
        arguments: { parameters: [{ name: 'who', value: '{{workflow.uid}}' }] }
      },
      node =>
        node.displayName === 'a'
          ? { stored: { parameters: { out: '{{workflow.name}}' }, artifacts: [] } }
          : undefined
    ).run();
    expect(run.node('.b').inputs).toEqual({
      parameters: [{ name: 'x', value: 'got {{workflow.name}} of {{workflow.uid}}' }]
    });
  });

  it('that are missing end the step in error, with a sentence', () => {
    const tasks = [
      {
        name: 'a',
        template: 'step',
        arguments: { parameters: [{ name: 'x', value: '{{tasks.b.outputs.result}}' }] }
      }
    ];
    const run = new Simulation({
      templates: [{ name: 'main', dag: { tasks } }, step('step', 'x')]
    }).run();
    expect(run.node('.a')).toMatchObject({
      phase: 'Error',
      message: '{{tasks.b.outputs.result}} has no value here.'
    });
    expect(run.workflow.status?.phase).toBe('Error');
  });
});

describe('lists of steps', () => {
  const spec = (
    ...groups: { name: string; when?: string; continueOn?: object }[][]
  ): WorkflowSpec => ({
    templates: [
      { name: 'main', steps: groups.map(group => group.map(s => ({ template: 'step', ...s }))) },
      step('step')
    ]
  });

  it('run side by side within a list, and one list after the other', () => {
    const run = new Simulation(spec([{ name: 'a' }, { name: 'b' }], [{ name: 'c' }])).pass();
    expect(run.made).toEqual(['[0].a', '[0].b']);
    run.set('[0].a', { phase: 'Succeeded' }).pass();
    expect(run.made).toHaveLength(2);
    run.set('[0].b', { phase: 'Succeeded' }).pass();
    expect(run.made).toEqual(['[0].a', '[0].b', '[1].c']);
    run.set('[1].c', { phase: 'Succeeded' }).pass();
    expect(run.workflow.status?.phase).toBe('Succeeded');
    expect(run.node('[0].a').children).toEqual([run.node('[1]').id]);
    expect(run.node('[1]')).toMatchObject({ type: 'StepGroup', displayName: '[1]' });
  });

  it('end with the list in which a step failed', () => {
    const run = new Simulation(spec([{ name: 'a' }], [{ name: 'b' }]), failing('a')).run();
    const message = `child '${run.node('[0].a').id}' failed`;
    expect(run.workflow.status).toMatchObject({ phase: 'Failed', message });
    expect(run.made).toEqual(['[0].a']);
  });

  it('go on after a failure that is allowed', () => {
    const first = { name: 'a', continueOn: { failed: true } };
    const run = new Simulation(spec([first], [{ name: 'b' }]), failing('a')).run();
    expect(run.workflow.status?.phase).toBe('Succeeded');
  });

  it('may hold dags, and stand in dags', () => {
    const inner = { name: 'inner', dag: { tasks: [{ name: 'x', template: 'leaf' }] } };
    const leaf = { name: 'leaf', steps: [[{ name: 'y', template: 'step' }]] };
    const main = { name: 'main', steps: [[{ name: 'a', template: 'inner' }]] };
    const run = new Simulation({ templates: [main, inner, leaf, step('step')] }).run();
    expect(run.phases).toEqual({
      '': 'Succeeded',
      '[0]': 'Succeeded',
      '[0].a': 'Succeeded',
      '[0].a.x': 'Succeeded',
      '[0].a.x[0]': 'Succeeded',
      '[0].a.x[0].y': 'Succeeded'
    });
  });
});

describe('a retried step', () => {
  const retried = (retryStrategy: WorkflowTemplateSpec['retryStrategy']): WorkflowSpec => ({
    templates: [
      { name: 'main', dag: { tasks: [{ name: 'a', template: 'step' }] } },
      { ...step('step'), retryStrategy }
    ]
  });

  it('is tried until it succeeds', () => {
    const run = new Simulation(retried({ limit: 3 }), failing('a(0)', 'a(1)')).run();
    expect(run.made).toEqual(['.a(0)', '.a(1)', '.a(2)']);
    expect(run.phases).toMatchObject({ '.a': 'Succeeded', '.a(1)': 'Failed', '': 'Succeeded' });
    expect(run.request('.a(2)').retries).toBe(2);
  });

  it('is tried once more than its limit says', () => {
    const run = new Simulation(retried({ limit: '1' }), failing('a(0)', 'a(1)', 'a(2)')).run();
    expect(run.made).toEqual(['.a(0)', '.a(1)']);
    expect(run.node('.a').message).toMatch(/^No more retries left/);
    expect(run.workflow.status?.phase).toBe('Failed');
  });

  it('waits between tries, longer each time', () => {
    const backoff = { duration: '10s', factor: 2 };
    const run = new Simulation(retried({ limit: 5, backoff }), failing('a(0)', 'a(1)', 'a(2)'));
    const begin = run.now;
    run.run();
    expect(run.made).toHaveLength(4);
    expect((run.now - begin) / 1000).toBe(10 + 20 + 40);
  });

  it('is not waited for longer than allowed', () => {
    const backoff = { duration: 10, factor: 2, maxDuration: '25s' };
    const run = new Simulation(retried({ backoff }), () => ({ phase: 'Failed' })).run();
    expect(run.made).toHaveLength(2);
    expect(run.node('.a').message).toMatch(/^Max duration limit exceeded/);
  });

  it.each([
    [undefined, 'Error', 1],
    ['OnFailure', 'Failed', 2],
    ['OnError', 'Error', 2],
    ['OnError', 'Failed', 1],
    ['Always', 'Error', 2]
  ] as const)('under %s after %s is tried %d times', (retryPolicy, phase, times) => {
    const run = new Simulation(retried({ limit: 1, retryPolicy }), () => ({ phase })).run();
    expect(run.made).toHaveLength(times);
  });
});

describe('limits', () => {
  const wide = [1, 2, 3, 4].map(index => ({ name: `t${index}` }));

  it('of the workflow hold for all pods', () => {
    const run = new Simulation(dag(wide, { parallelism: 2 })).pass();
    expect(run.made).toHaveLength(2);
    run.set('.t1', { phase: 'Succeeded' }).pass();
    expect(run.made).toHaveLength(3);
    expect(run.run().workflow.status?.phase).toBe('Succeeded');
  });

  it('of a template hold for its tasks', () => {
    const spec = dag(wide);
    spec.templates![0].parallelism = 1;
    const run = new Simulation(spec).pass();
    expect(run.made).toHaveLength(1);
    expect(run.run().made).toHaveLength(4);
  });

  it('of time end the run', () => {
    const run = new Simulation(dag(DIAMOND, { activeDeadlineSeconds: 60 })).pass().set('.a', {});
    expect(run.pass().wakeAt).toBe(run.now + 60_000);
    run.now += 60_000;
    run.pass();
    expect(run.node('.a')).toMatchObject({
      phase: 'Failed',
      message: expect.stringMatching(/deadline/)
    });
    expect(run.workflow.status?.phase).toBe('Failed');
    expect(run.made).toEqual(['.a']);
  });
});

describe('people', () => {
  it('stop a run: what runs is ended, nothing new begins', () => {
    const run = new Simulation(dag(DIAMOND)).pass().set('.a', {}).pass();
    run.workflow = { ...run.workflow, spec: { ...run.workflow.spec, shutdown: 'Stop' } };
    run.pass();
    expect(run.node('.a')).toMatchObject({
      phase: 'Failed',
      message: 'workflow shutdown with strategy: Stop'
    });
    expect(run.workflow.status).toMatchObject({
      phase: 'Failed',
      message: "Stopped with strategy 'Stop'"
    });
    expect(run.made).toEqual(['.a']);
  });

  it('stop a run that has not begun', () => {
    const run = new Simulation(dag(DIAMOND, { shutdown: 'Terminate' })).pass();
    expect(run.workflow.status?.phase).toBe('Failed');
    expect(run.made).toEqual([]);
  });

  it('suspend and resume a run: what runs goes on, the rest waits', () => {
    const run = new Simulation(dag(DIAMOND)).pass();
    run.workflow = { ...run.workflow, spec: { ...run.workflow.spec, suspend: true } };
    run.set('.a', { phase: 'Succeeded' }).pass();
    expect(run.phases).toEqual({ '': 'Running', '.a': 'Succeeded' });
    run.workflow = { ...run.workflow, spec: { ...run.workflow.spec, suspend: undefined } };
    expect(run.run().workflow.status?.phase).toBe('Succeeded');
  });

  it('release a step that waits for them', () => {
    const templates = [
      {
        name: 'main',
        dag: {
          tasks: [
            { name: 'ok', template: 'wait' },
            { name: 'b', template: 'step', dependencies: ['ok'] }
          ]
        }
      },
      { name: 'wait', suspend: {} },
      step('step')
    ];
    const run = new Simulation({ templates }).run();
    expect(run.phases).toEqual({ '': 'Running', '.ok': 'Running' });
    run.node('.ok').phase = 'Succeeded';
    expect(run.run().workflow.status?.phase).toBe('Succeeded');
  });

  it('need not release one that waits for a while only', () => {
    const templates = [{ name: 'main', suspend: { duration: '20s' } }];
    const run = new Simulation({ templates });
    const begin = run.now;
    expect(run.run().workflow.status?.phase).toBe('Succeeded');
    expect(run.now - begin).toBe(20_000);
  });
});
