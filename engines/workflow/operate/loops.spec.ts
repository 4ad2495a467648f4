import type { DagTask, WorkflowSpec, WorkflowStep } from '@kubeflow-lab/resources';

import { Simulation, step } from '../testing/simulation.js';
import type { Fate } from '../testing/simulation.js';

const VALUE = { parameters: [{ name: 'value', value: '{{item}}' }] };

function dag(tasks: DagTask[], more: Partial<WorkflowSpec> = {}): WorkflowSpec {
  return {
    templates: [{ name: 'main', dag: { tasks } }, step('step'), step('taking', 'value')],
    ...more
  };
}

function steps(...groups: WorkflowStep[][]): WorkflowSpec {
  return { templates: [{ name: 'main', steps: groups }, step('step'), step('taking', 'value')] };
}

const value = (run: Simulation, name: string) => run.request(name).inputs.parameters?.[0].value;

const failing =
  (...names: string[]): Fate =>
  node =>
    names.includes(node.displayName ?? '') ? { phase: 'Failed', exitCode: 1 } : undefined;

describe('a loop in a dag', () => {
  const LOOP: DagTask[] = [
    { name: 'first', template: 'step' },
    {
      name: 'each',
      template: 'taking',
      dependencies: ['first'],
      arguments: VALUE,
      withItems: ['a', 'b']
    },
    { name: 'last', template: 'step', dependencies: ['each'] }
  ];

  it('runs its items side by side, each with its own value, and then what follows', () => {
    const run = new Simulation(dag(LOOP)).pass();
    run.set('.first', { phase: 'Succeeded' }).pass();
    expect(run.made).toEqual(['.first', '.each(0:a)', '.each(1:b)']);
    expect([value(run, '.each(0:a)'), value(run, '.each(1:b)')]).toEqual(['a', 'b']);
    run.set('.each(0:a)', { phase: 'Succeeded' }).pass();
    expect(run.made).toHaveLength(3);
    run.run();
    expect(run.made.at(-1)).toBe('.last');
    expect(run.workflow.status).toMatchObject({ phase: 'Succeeded', progress: '4/4' });
  });

  it('is drawn as a group between what stands before and behind it', () => {
    const run = new Simulation(dag(LOOP)).run();
    const id = (name: string) => run.node(name).id;
    expect(run.node('.each').type).toBe('TaskGroup');
    expect(run.node('.first').children).toEqual([id('.each')]);
    expect(run.node('.each').children).toEqual([id('.each(0:a)'), id('.each(1:b)')]);
    expect(run.node('.each(0:a)').children).toEqual([id('.last')]);
    expect(run.node('.each(1:b)').children).toEqual([id('.last')]);
    expect(run.node('.each(0:a)').boundaryID).toBe('run');
  });

  it('fails with one of its items, after all of them have ended', () => {
    const run = new Simulation(dag(LOOP), failing('each(0:a)')).run();
    expect(run.phases).toMatchObject({
      '.each': 'Failed',
      '.each(0:a)': 'Failed',
      '.each(1:b)': 'Succeeded',
      '.last': 'Omitted'
    });
    expect(run.workflow.status?.phase).toBe('Failed');
  });

  it.each([
    ['each.AnySucceeded', ['each(0:a)'], 'Succeeded'],
    ['each.AnySucceeded', ['each(0:a)', 'each(1:b)'], 'Omitted'],
    ['each.AllFailed', ['each(0:a)', 'each(1:b)'], 'Succeeded'],
    ['each.AllFailed', ['each(0:a)'], 'Omitted']
  ])('is asked by %s where %j fail: %s', (depends, failed, phase) => {
    const tasks = [...LOOP.slice(0, 2), { name: 'last', template: 'step', depends }];
    expect(new Simulation(dag(tasks), failing(...failed)).run().phases['.last']).toBe(phase);
  });

  it('leaves out the items whose condition is false', () => {
    const tasks: DagTask[] = [{ ...LOOP[1], dependencies: [], when: "{{item}} != 'a'" }];
    const run = new Simulation(dag(tasks)).run();
    expect(run.phases).toMatchObject({ '.each': 'Succeeded', '.each(0:a)': 'Skipped' });
    expect(run.made).toEqual(['.each(1:b)']);
  });

  it('is skipped where its list is empty, and what follows runs', () => {
    const tasks = [{ ...LOOP[1], dependencies: [], withItems: [] }, LOOP[2]];
    const run = new Simulation(dag(tasks)).run();
    expect(run.node('.each').message).toBe('Skipped, empty params');
    expect(run.phases).toMatchObject({ '.each': 'Skipped', '.last': 'Succeeded' });
  });

  it('ends in an error where its list is none', () => {
    const tasks = [{ ...LOOP[1], dependencies: [], withItems: undefined, withParam: 'x' }];
    const run = new Simulation(dag(tasks)).run();
    expect(run.node('.each')).toMatchObject({ phase: 'Error', message: /no JSON list/ });
    expect(run.workflow.status?.phase).toBe('Error');
  });

  it('begins no more items at once than the template allows', () => {
    const spec = dag([{ ...LOOP[1], dependencies: [], withItems: ['a', 'b', 'c'] }]);
    spec.templates![0].parallelism = 2;
    const run = new Simulation(spec).pass();
    expect(run.made).toEqual(['.each(0:a)', '.each(1:b)']);
    run.set('.each(0:a)', { phase: 'Succeeded' }).pass();
    expect(run.made).toHaveLength(3);
    expect(run.run().workflow.status?.phase).toBe('Succeeded');
  });

  it('begins nothing more after a stop, and ends', () => {
    const run = new Simulation(dag(LOOP, { parallelism: 1 })).pass();
    run.set('.first', { phase: 'Succeeded' }).pass();
    run.workflow.spec!.shutdown = 'Stop';
    run.pass();
    expect(run.made).toEqual(['.first', '.each(0:a)']);
    expect(run.phases).toMatchObject({ '.each': 'Failed', '.each(0:a)': 'Failed' });
    expect(run.workflow.status?.phase).toBe('Failed');
  });
});

describe('what the rounds of a loop have made', () => {
  const fate: Fate = node => ({
    result: JSON.stringify({ of: node.displayName }),
    stored: { parameters: { score: `0.${node.displayName?.length}` }, artifacts: [] }
  });

  function consumer(text: string): Simulation {
    const scored = {
      ...step('scored', 'value'),
      outputs: { parameters: [{ name: 'score', valueFrom: { path: '/tmp/o/score' } }] }
    };
    const spec = dag([
      { name: 'each', template: 'scored', arguments: VALUE, withItems: ['a', 'bc'] },
      {
        name: 'last',
        template: 'taking',
        dependencies: ['each'],
        arguments: { parameters: [{ name: 'value', value: text }] }
      }
    ]);
    spec.templates!.push(scored);
    return new Simulation(spec, fate).run();
  }

  it.each([
    ['{{tasks.each.outputs.parameters.score}}', '["0.9","0.10"]'],
    ['{{tasks.each.outputs.parameters}}', '[{"score":"0.9"},{"score":"0.10"}]'],
    ['{{tasks.each.outputs.result}}', '[{"of":"each(0:a)"},{"of":"each(1:bc)"}]'],
    ['{{tasks.each.status}}', 'Succeeded']
  ])('%s is %s', (text, expected) => {
    expect(value(consumer(text), '.last')).toBe(expected);
  });

  it('is a list to loop over again', () => {
    const spec = steps(
      [{ name: 'each', template: 'step', withSequence: { count: 2 } }],
      [
        {
          name: 'again',
          template: 'taking',
          arguments: VALUE,
          withParam: '{{steps.each.outputs.result}}'
        }
      ]
    );
    const run = new Simulation(spec, () => ({ result: '7' })).run();
    expect(value(run, '[1].again(0:7)')).toBe('7');
    expect(run.made).toHaveLength(4);
  });
});

describe('a loop in a list of steps', () => {
  it('stands beside the other steps of its list', () => {
    const spec = steps(
      [
        { name: 'one', template: 'step' },
        { name: 'each', template: 'taking', arguments: VALUE, withItems: ['a', 'b'] }
      ],
      [{ name: 'last', template: 'step' }]
    );
    const run = new Simulation(spec).run();
    const id = (name: string) => run.node(name).id;
    expect(run.made).toEqual(['[0].one', '[0].each(0:a)', '[0].each(1:b)', '[1].last']);
    expect(run.node('[0]').children).toEqual([
      id('[0].one'),
      id('[0].each(0:a)'),
      id('[0].each(1:b)')
    ]);
    expect(run.node('[0].each(1:b)').children).toEqual([id('[1]')]);
    expect(run.workflow.status?.phase).toBe('Succeeded');
  });

  it('is skipped where it is empty, and fails where its list is none', () => {
    const empty = steps([{ name: 'each', template: 'step', withItems: [] }]);
    expect(new Simulation(empty).run().phases).toMatchObject({
      '': 'Succeeded',
      '[0].each': 'Skipped'
    });
    const none = steps([{ name: 'each', template: 'step', withParam: '7' }]);
    expect(new Simulation(none).run().phases).toMatchObject({ '': 'Failed', '[0].each': 'Error' });
  });

  it('has the status of its list of steps', () => {
    const spec = steps(
      [{ name: 'each', template: 'step', withItems: [1, 2], when: '{{item}} > 1' }],
      [{ name: 'last', template: 'step', when: '{{steps.each.status}} == Succeeded' }]
    );
    const run = new Simulation(spec).run();
    expect(run.made).toEqual(['[0].each(1:2)', '[1].last']);
    expect(run.node('[0].each(0:1)').message).toBe("when '1 > 1' evaluated false");
  });
});
