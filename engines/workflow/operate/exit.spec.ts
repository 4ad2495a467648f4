import type { WorkflowSpec } from '@kubeflow-lab/resources';

import { Simulation, step } from '../testing/simulation.js';
import type { Fate } from '../testing/simulation.js';

const SPEC: WorkflowSpec = {
  onExit: 'tell',
  templates: [
    { name: 'main', dag: { tasks: [{ name: 'a', template: 'step' }] } },
    step('step'),
    step('tell')
  ]
};

const ends =
  (fates: Record<string, 'Failed' | 'Succeeded'>): Fate =>
  node => ({ phase: fates[node.name] ?? 'Succeeded', message: 'Error (exit code 1)' });

it('runs when all else has ended, and the run is over when it is', () => {
  const run = new Simulation(SPEC).pass();
  expect(run.made).toEqual(['.a']);
  run.set('.a', { phase: 'Succeeded' }).pass();
  expect(run.made).toEqual(['.a', '.onExit']);
  expect(run.workflow.status).toMatchObject({ phase: 'Running', finishedAt: null });
  expect(run.node('.onExit').nodeFlag).toEqual({ hooked: true });
  run.set('.onExit', { phase: 'Succeeded' }).pass();
  expect(run.workflow.status).toMatchObject({ phase: 'Succeeded', progress: '2/2' });
});

it.each([
  [{ 'run.a': 'Failed' }, 'Failed'],
  [{ 'run.onExit': 'Failed' }, 'Failed'],
  [{}, 'Succeeded']
] as const)('where the ends are %j, the run is %s', (fates, phase) => {
  const run = new Simulation(SPEC, ends(fates)).run();
  expect(run.made).toEqual(['.a', '.onExit']);
  expect(run.workflow.status?.phase).toBe(phase);
});

it('knows how the run ended, and what failed', () => {
  const run = new Simulation(SPEC, ends({ 'run.a': 'Failed' })).run();
  const { globals } = run.request('.onExit');
  expect(globals('workflow.status')).toBe('Failed');
  expect(globals('workflow.duration')).toMatch(/^\d+(\.\d+)?$/);
  expect(JSON.parse(globals('workflow.failures')!)).toContainEqual(
    expect.objectContaining({ displayName: 'a', phase: 'Failed', message: 'Error (exit code 1)' })
  );
  expect(run.request('.a').globals('workflow.status')).toBeUndefined();
});

it.each([
  ['Stop', ['.a', '.onExit']],
  ['Terminate', ['.a']]
] as const)('after %s these pods are made: %j', (shutdown, made) => {
  const run = new Simulation(SPEC).pass();
  run.workflow.spec!.shutdown = shutdown;
  expect(run.run().made).toEqual(made);
  expect(run.workflow.status).toMatchObject({
    phase: 'Failed',
    message: `Stopped with strategy '${shutdown}'`
  });
});

it('is itself ended by a termination', () => {
  const run = new Simulation(SPEC).pass();
  run.set('.a', { phase: 'Succeeded' }).pass();
  run.workflow.spec!.shutdown = 'Terminate';
  run.pass();
  expect(run.phases['.onExit']).toBe('Failed');
  expect(run.workflow.status?.phase).toBe('Failed');
});

it('runs although the time of the run is over', () => {
  const run = new Simulation({ ...SPEC, activeDeadlineSeconds: 10 }).pass();
  run.now += 11_000;
  run.pass();
  expect(run.phases).toMatchObject({ '.a': 'Failed', '.onExit': 'Pending' });
});

it('may be a list of steps', () => {
  const templates = [
    ...SPEC.templates!,
    {
      name: 'last',
      steps: [[{ name: 'one', template: 'step', when: "{{workflow.status}} == 'Failed'" }]]
    }
  ];
  const run = new Simulation(
    { ...SPEC, templates, onExit: 'last' },
    ends({ 'run.a': 'Failed' })
  ).run();
  expect(run.made).toEqual(['.a', '.onExit[0].one']);
});
