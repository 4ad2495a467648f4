import type { WorkflowTemplateSpec } from '@kubeflow-lab/resources';

import { Simulation, step } from '../testing/simulation.js';
import { nodesToKeep } from './memoize.js';

const memoize = {
  key: 'k-{{inputs.parameters.x}}',
  maxAge: '1h',
  cache: { configMap: { name: 'c' } }
};
const MAIN = {
  name: 'main',
  dag: {
    tasks: [
      { name: 'a', template: 'a', arguments: { parameters: [{ name: 'x', value: '1' }] } },
      {
        name: 'b',
        template: 'b',
        dependencies: ['a'],
        arguments: {
          parameters: [{ name: 'y', value: '{{tasks.a.outputs.parameters.out}}' }]
        }
      }
    ]
  }
};
const A: WorkflowTemplateSpec = {
  ...step('a', 'x'),
  memoize,
  outputs: { parameters: [{ name: 'out', valueFrom: { path: '/tmp/x/out' } }] }
};

function run(template: WorkflowTemplateSpec = A, age?: string): Simulation {
  const simulation = new Simulation({ templates: [MAIN, template, step('b', 'y')] }, node =>
    node.displayName === 'a' || node.displayName === 'a(0)'
      ? { stored: { parameters: { out: 'new' }, artifacts: [] } }
      : undefined
  );
  if (age !== undefined) {
    simulation.cache.set('c/k-1', {
      nodeID: 'before',
      outputs: { parameters: [{ name: 'out', value: 'old' }] },
      creationTimestamp: age
    });
  }
  return simulation.run();
}

it('results that are kept are used: the step is not run', () => {
  const simulation = run(A, '2025-12-31T23:30:00Z');
  expect(simulation.made).toEqual(['.b']);
  expect(simulation.node('.a')).toMatchObject({
    type: 'Pod',
    phase: 'Succeeded',
    memoizationStatus: { hit: true, key: 'k-1', cacheName: 'c' }
  });
  expect(simulation.request('.b').inputs.parameters).toEqual([{ name: 'y', value: 'old' }]);
  expect(simulation.workflow.status?.phase).toBe('Succeeded');
});

it.each([
  ['there are none', undefined],
  ['they are too old', '2025-12-31T22:00:00Z']
])('the step runs where %s, and its results are to be kept', (_case, age) => {
  const simulation = run(A, age);
  expect(simulation.made).toEqual(['.a', '.b']);
  expect(simulation.request('.b').inputs.parameters).toEqual([{ name: 'y', value: 'new' }]);
  const kept = nodesToKeep({}, simulation.nodes);
  expect(
    kept.map(({ displayName, memoizationStatus }) => [displayName, memoizationStatus])
  ).toEqual([['a', { hit: false, key: 'k-1', cacheName: 'c' }]]);
  expect(nodesToKeep(simulation.nodes, simulation.nodes)).toEqual([]);
});

it('results of a step that has just ended are used at once, before the cache has them', () => {
  const call = { template: 'a', arguments: { parameters: [{ name: 'x', value: '1' }] } };
  const tasks = [
    { name: 'a', ...call },
    { name: 'again', ...call, depends: 'a' }
  ];
  const run = new Simulation({ templates: [{ name: 'main', dag: { tasks } }, A] }, () => ({
    stored: { parameters: { out: 'new' }, artifacts: [] }
  })).run();
  expect(run.made).toEqual(['.a']);
  expect(run.node('.again')).toMatchObject({
    memoizationStatus: { hit: true },
    outputs: { parameters: [{ name: 'out', value: 'new' }] }
  });
});

it('of a step that is retried the last try counts', () => {
  const simulation = run({ ...A, retryStrategy: { limit: 1 } });
  expect(nodesToKeep({}, simulation.nodes).map(({ type }) => type)).toEqual(['Retry']);
});

it('a key that cannot be one is said', () => {
  const simulation = run({ ...A, memoize: { ...memoize, key: 'a b' } });
  expect(simulation.node('.a')).toMatchObject({
    phase: 'Error',
    message: expect.stringMatching(/^memoize.key is "a b"/)
  });
});
