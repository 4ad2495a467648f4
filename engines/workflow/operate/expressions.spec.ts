import type { WorkflowSpec } from '@kubeflow-lab/resources';

import { Simulation, step } from '../testing/simulation.js';

/** As Argo's examples conditional-parameters.yaml and conditional-artifacts.yaml. */
const FLIP: WorkflowSpec = {
  templates: [
    {
      name: 'main',
      steps: [
        [{ name: 'flip-coin', template: 'flip' }],
        [
          {
            name: 'heads',
            template: 'heads',
            when: "{{=steps['flip-coin'].outputs.parameters.side == 'heads'}}"
          },
          {
            name: 'tails',
            template: 'tails',
            when: '{{steps.flip-coin.outputs.parameters.side}} == tails'
          }
        ]
      ],
      outputs: {
        parameters: [
          {
            name: 'side',
            valueFrom: {
              expression:
                "steps['flip-coin'].outputs.parameters.side == 'heads' ? steps.heads.outputs.parameters.out : steps.tails.outputs.parameters.out"
            }
          }
        ],
        artifacts: [
          {
            name: 'result',
            fromExpression:
              "steps['flip-coin'].outputs.parameters.side == 'heads' ? steps.heads.outputs.artifacts.file : steps.tails.outputs.artifacts.file"
          }
        ]
      }
    },
    step('flip'),
    step('heads'),
    step('tails')
  ].map(template =>
    template.name === 'main'
      ? template
      : {
          ...template,
          outputs: {
            parameters: ['side', 'out'].map(name => ({ name, valueFrom: { path: `/tmp/${name}` } }))
          }
        }
  )
};

it.each(['heads', 'tails'])('an output is chosen by an expression: %s', side => {
  const run = new Simulation(FLIP, node => ({
    stored: {
      parameters: { side, out: `from ${node.displayName}` },
      artifacts: [{ name: 'file', s3: { key: `of ${node.displayName}` } }]
    }
  })).run();
  expect(run.workflow.status).toMatchObject({
    phase: 'Succeeded',
    outputs: {
      parameters: [{ name: 'side', value: `from ${side}` }],
      artifacts: [{ name: 'result', s3: { key: `of ${side}` } }]
    }
  });
});

it.each([
  ['asInt(lastRetry.exitCode) > 1', 1, 1],
  ['asInt(lastRetry.exitCode) > 1', 2, 3],
  ["lastRetry.status == 'Error' || lastRetry.message contains 'code 1'", 1, 3]
])('a step is tried again while %s: exit code %d, %d times', (expression, exitCode, times) => {
  const spec = {
    templates: [{ ...step('main'), retryStrategy: { limit: 2, expression } }]
  };
  const message = `Error (exit code ${exitCode})`;
  const run = new Simulation(spec, () => ({ phase: 'Failed', exitCode, message })).run();
  expect(run.made).toHaveLength(times);
  expect(run.workflow.status?.phase).toBe('Failed');
});

it('an expression that comes to nothing ends the step, and says why', () => {
  const tasks = [
    {
      name: 'a',
      template: 'step',
      arguments: { parameters: [{ name: 'x', value: '{{=asInt(workflow.name)}}' }] }
    }
  ];
  const run = new Simulation({
    templates: [{ name: 'main', dag: { tasks } }, step('step', 'x')]
  }).run();
  expect(run.node('.a')).toMatchObject({
    phase: 'Error',
    message: '{{=asInt(workflow.name)}}: "run" is no whole number.'
  });
});
