import type { NotebookStatus, Phase, Summary } from '@kubeflow-lab/resources';

import { PassingStates } from './passing.js';

const written = (reason: string): NotebookStatus => ({
  conditions: [{ type: 'Ready', status: reason === 'Running' ? 'True' : 'False', reason }]
});
const state = (phase: Phase, reason = ''): Summary => ({ phase, reason, message: '', since: null });

it.each<[string, NotebookStatus | undefined, Summary, number]>([
  ['nothing is written, and it is prepared', undefined, state('Pending'), 1000],
  ['only culling has written', { conditions: [] }, state('Starting'), 1000],
  ['it is prepared, and starts', written('Pending'), state('Starting'), 1000],
  ['it starts, and says so in other words', written('Starting'), state('Starting'), 1000],
  ['it starts, and runs', written('Starting'), state('Running'), 0],
  ['nothing is written, and it runs', undefined, state('Running'), 0],
  ['it runs no more', written('Running'), state('Starting'), 0],
  ['it was stopped, and is started', written('Stopped'), state('Pending'), 0],
  ['it is prepared, and does not get on', written('Pending'), state('Pending', 'Quota'), 0],
  ['it does not get on, and then does', written('ImagePull'), state('Starting'), 0],
  ['it is prepared, and stopped', written('Pending'), state('Stopped'), 0],
  ['it starts, and fails', written('Starting'), state('Failed', 'Crash'), 0]
])('%s: how long it is not written', (_what, before, next, wait) => {
  expect(new PassingStates(() => 5).wait('ada/lab', before, next)).toBe(wait);
});

it('counts from the first state that is not written, for each Notebook, and anew after a write', () => {
  let now = 0;
  const states = new PassingStates(() => now);
  const wait = (key: string, phase: Phase) => states.wait(key, undefined, state(phase));
  expect(wait('ada/lab', 'Pending')).toBe(1000);
  now = 700;
  expect(wait('ada/lab', 'Starting')).toBe(300);
  expect(wait('ada/other', 'Pending')).toBe(1000);
  now = 1200;
  expect(wait('ada/lab', 'Starting')).toBe(0);
  states.forget('ada/lab');
  expect(wait('ada/lab', 'Starting')).toBe(1000);
});
