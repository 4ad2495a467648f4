import type { WorkflowTemplateSpec } from '@kubeflow-lab/resources';

import { Simulation, step } from '../testing/simulation.js';

const MAIN = { name: 'main', dag: { tasks: [{ name: 'a', template: 'a' }] } };

function begun(more: Partial<WorkflowTemplateSpec> = {}): Simulation {
  return new Simulation({ templates: [MAIN, { ...step('a'), timeout: '1m', ...more }] }).pass();
}

it('a step that takes too long fails, the time counted in which its pod waits', () => {
  const run = begun().pass();
  expect(run.wakeAt).toBe(run.now + 60_000);
  run.now += 59_999;
  expect(run.pass().node('.a').phase).toBe('Pending');
  run.now += 1;
  expect(run.pass().node('.a')).toMatchObject({
    phase: 'Failed',
    message: 'Step exceeded its deadline: its timeout is 1m'
  });
  expect(run.workflow.status?.phase).toBe('Failed');
});

it('a step that has ended in time is left alone', () => {
  const run = begun().set('.a', { phase: 'Succeeded', exitCode: 0 });
  run.now += 60_000;
  expect(run.pass().workflow.status?.phase).toBe('Succeeded');
});

it('each try has its own time', () => {
  const run = begun({ retryStrategy: { limit: 1 } });
  run.now += 60_000;
  run.pass();
  run.now += 59_000;
  expect(run.pass().phases).toMatchObject({ '.a(0)': 'Failed', '.a(1)': 'Pending' });
});
