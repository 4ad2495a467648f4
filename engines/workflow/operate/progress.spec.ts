import { Simulation, step } from '../testing/simulation.js';

it('what ended well counts, of all pods and waits; a group has the sum of what comes after it', () => {
  const run = new Simulation(
    {
      templates: [
        {
          name: 'main',
          steps: [
            [{ name: 'try', template: 'try', continueOn: { failed: true } }],
            [{ name: 'wait', template: 'wait' }],
            [
              { name: 'group', template: 'group' },
              { name: 'not', template: 'step', when: '1 == 2' }
            ]
          ]
        },
        { name: 'group', dag: { tasks: [{ name: 'a', template: 'step' }] } },
        { name: 'wait', suspend: { duration: '1' } },
        { ...step('try'), retryStrategy: { limit: 1 } },
        step('step')
      ]
    },
    ({ displayName }) => (displayName?.startsWith('try') ? { phase: 'Failed' } : undefined)
  ).run();
  const progress = Object.values(run.nodes).map(node => [
    node.name.slice('run'.length),
    node.progress
  ]);
  expect(run.workflow.status).toMatchObject({ phase: 'Succeeded', progress: '2/4' });
  expect(Object.fromEntries(progress)).toEqual({
    '': '2/4',
    '[0]': '2/4',
    '[0].try': '2/4',
    '[0].try(0)': '0/1',
    '[0].try(1)': '0/1',
    '[1]': '2/2',
    '[1].wait': '1/1',
    '[2]': '1/1',
    '[2].group': '1/1',
    '[2].group.a': '1/1',
    '[2].not': undefined
  });
});
