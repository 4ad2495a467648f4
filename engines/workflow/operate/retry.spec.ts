import { Simulation, step } from '../testing/simulation.js';

it('what follows a group that is tried again hangs on its last try', () => {
  const run = new Simulation(
    {
      templates: [
        {
          name: 'main',
          dag: {
            tasks: [
              { name: 'g', template: 'group' },
              { name: 'after', template: 'step', depends: 'g.Failed' }
            ]
          }
        },
        {
          name: 'group',
          retryStrategy: { limit: 1 },
          dag: { tasks: [{ name: 'bad', template: 'step' }] }
        },
        step('step')
      ]
    },
    ({ displayName }) => (displayName === 'bad' ? { phase: 'Failed', exitCode: 1 } : undefined)
  ).run();
  expect(run.made).toEqual(['.g(0).bad', '.g(1).bad', '.after']);
  expect(run.node('.g(1)').children).toContain(run.node('.after').id);
  expect(run.node('.g(1).bad').children).toBeUndefined();
});
