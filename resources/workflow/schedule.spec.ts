import { lastTime, nextTimes, scheduleProblem, timezoneProblem } from './schedule.js';

const NOW = Date.parse('2026-03-27T05:30:00Z');

function next(schedules: string[], timezone?: string, count = 3): string[] {
  return nextTimes({ schedules, timezone }, NOW, count).map(time => new Date(time).toISOString());
}

it.each([
  [['0 6 * * 1-5'], ['2026-03-27T06:00', '2026-03-30T06:00', '2026-03-31T06:00']],
  [['*/20 * * * *'], ['2026-03-27T05:40', '2026-03-27T06:00', '2026-03-27T06:20']],
  [['@daily'], ['2026-03-28T00:00', '2026-03-29T00:00', '2026-03-30T00:00']],
  [['@midnight'], ['2026-03-28T00:00', '2026-03-29T00:00', '2026-03-30T00:00']],
  [['0 0 31 * *'], ['2026-03-31T00:00', '2026-05-31T00:00', '2026-07-31T00:00']],
  [['0 0 1 * MON'], ['2026-03-30T00:00', '2026-04-01T00:00', '2026-04-06T00:00']],
  [
    ['0 8 * * *', '0 7 * * *', '0 8 * * 5'],
    ['2026-03-27T07:00', '2026-03-27T08:00', '2026-03-28T07:00']
  ]
])('the next times of %j', (schedules, times) => {
  expect(next(schedules)).toEqual(times.map(time => `${time}:00.000Z`));
});

it('the same hour stays the same hour when the clock changes', () => {
  expect(next(['0 9 * * *'], 'Europe/Berlin')).toEqual([
    '2026-03-27T08:00:00.000Z',
    '2026-03-28T08:00:00.000Z',
    '2026-03-29T07:00:00.000Z'
  ]);
});

it('a time that the clock leaves out comes at the end of the gap', () => {
  const times = next(['30 2 * * *'], 'Europe/Berlin');
  expect(times[1]).toBe('2026-03-29T01:00:00.000Z');
});

it.each([
  ['0 5 * * *', '2026-03-27T05:00:00.000Z'],
  ['30 5 * * *', '2026-03-27T05:30:00.000Z'],
  ['31 5 * * *', '2026-03-26T05:31:00.000Z']
])('the last time of %s, now included', (schedule, time) => {
  expect(new Date(lastTime({ schedules: [schedule] }, NOW)!).toISOString()).toBe(time);
  expect(new Date(lastTime({ schedules: ['@yearly', schedule] }, NOW)!).toISOString()).toBe(time);
});

it.each(['0 6 * * 1-5', '*/5 0-6,20 1,15 JAN-MAR ?', '@hourly', '0 0 29 2 *'])(
  '%s can be used',
  expression => {
    expect(scheduleProblem(expression)).toBeNull();
  }
);

it.each([
  ['', /cannot be read/],
  ['often', /cannot be read/],
  ['* * * * * *', /five fields/],
  ['@every 5m', /cannot be read/],
  ['61 * * * *', /cannot be read/],
  ['0 0 L * *', /cannot be read/],
  ['0 0 * * 5#1', /five fields/],
  ['0 0 30 2 *', /never comes/],
  ['TZ=Europe/Berlin 0 6 * * *', /time zone/]
])('%s cannot', (expression, reason) => {
  expect(scheduleProblem(expression)).toMatch(reason);
});

it.each([
  [undefined, null],
  ['', null],
  ['Europe/Berlin', null],
  [
    'Europe/Nowhere',
    'There is no time zone `Europe/Nowhere`; it is written such as `Europe/Berlin`.'
  ]
])('the time zone %s', (timezone, problem) => {
  expect(timezoneProblem(timezone)).toBe(problem);
});
