import type { Schedule } from '@kubeflow-lab/compiler';

import { fieldsOf, scheduleOf, type ScheduleFields } from './form';

const START = fieldsOf(undefined, 'Europe/Berlin');

it.each<[string, Partial<ScheduleFields>, string[]]>([
  ['a day', {}, ['0 6 * * *']],
  ['an hour', { kind: 'hourly', minute: '15' }, ['15 * * * *']],
  ['weekdays', { kind: 'weekly', time: '08:30' }, ['30 8 * * 1,2,3,4,5']],
  ['a month', { kind: 'monthly', day: '15' }, ['0 6 15 * *']],
  ['several expressions', { kind: 'custom', cron: '0 6 * * *; @hourly' }, ['0 6 * * *', '@hourly']]
])('says %s', (_what, change, cron) => {
  expect(scheduleOf({ ...START, ...change })).toEqual({
    cron,
    timezone: 'Europe/Berlin',
    overlap: 'Forbid'
  });
});

it.each<Partial<ScheduleFields>>([
  { kind: 'hourly', minute: '' },
  { kind: 'hourly', minute: '60' },
  { kind: 'daily', time: '' },
  { kind: 'weekly', days: [] },
  { kind: 'monthly', day: '32' },
  { kind: 'custom', cron: '' },
  { kind: 'custom', cron: 'every day' },
  { kind: 'custom', cron: '0 6 30 2 *' },
  { timezone: 'Mars/Olympus' }
])('takes no schedule from %j', change => {
  expect(scheduleOf({ ...START, ...change })).toBeNull();
});

it.each<Schedule>([
  { cron: ['0 6 * * *'], timezone: 'Asia/Tokyo', overlap: 'Replace' },
  { cron: ['30 8 * * 1,3'], timezone: 'UTC', overlap: 'Allow' },
  { cron: ['5 4 2 * *'], timezone: 'UTC', overlap: 'Forbid' },
  { cron: ['*/5 * * * *', '@daily'], timezone: 'UTC', overlap: 'Allow' }
])('gives back %j', schedule => {
  expect(scheduleOf(fieldsOf(schedule, 'Europe/Berlin'))).toEqual(schedule);
});
