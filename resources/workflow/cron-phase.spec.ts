import { summarizeCronWorkflow } from './cron-phase.js';
import type { CronWorkflow } from './types.js';

const base: CronWorkflow = {
  metadata: {
    name: 'digits',
    namespace: 'ada',
    creationTimestamp: '2026-01-01T00:00:00Z',
    annotations: { 'lab.kubeflow.org/notebook': 'digits.ipynb' }
  },
  spec: { schedules: ['0 6 * * 1-5'], timezone: 'Europe/Berlin' },
  status: { active: [{ name: 'digits-1' }], lastScheduledTime: '2026-01-02T05:00:00Z' }
};

it('says when it runs, from which notebook, and what is under way', () => {
  expect(summarizeCronWorkflow(base)).toEqual({
    phase: 'Running',
    message: 'A run is under way.',
    reason: '',
    since: null,
    schedules: ['0 6 * * 1-5'],
    timezone: 'Europe/Berlin',
    paused: false,
    active: ['digits-1'],
    last: '2026-01-02T05:00:00Z',
    startedAt: null,
    finishedAt: null,
    createdAt: '2026-01-01T00:00:00Z',
    notebook: 'digits.ipynb'
  });
});

it.each<[string, CronWorkflow, object]>([
  [
    'one schedule, as older versions have it',
    { ...base, spec: { schedule: '@daily' } },
    { schedules: ['@daily'] }
  ],
  ['a paused one', { ...base, spec: { suspend: true } }, { phase: 'Stopped', paused: true }],
  [
    'one that the engine refuses',
    {
      ...base,
      status: { conditions: [{ type: 'SpecError', status: 'True', message: 'No such day.' }] }
    },
    { phase: 'Failed', message: 'The engine refuses it: No such day.', reason: 'Rejected' }
  ],
  [
    'one that nobody has looked at',
    { metadata: base.metadata },
    { phase: 'Running', schedules: [] }
  ],
  [
    'what anybody may have written',
    { ...base, spec: { schedules: 3, timezone: {} }, status: { active: [null] } } as never,
    { schedules: [], timezone: null }
  ]
])('tells %s', (_what, cron, summary) => {
  expect(summarizeCronWorkflow(cron)).toMatchObject(summary);
});
