import { nullTranslator } from '@jupyterlab/translation';
import { scheduleProblem } from '@kubeflow-lab/resources';
import fc from 'fast-check';

import { cronOf, rhythmInWords, rhythmOf, type Rhythm } from './rhythm';

const trans = nullTranslator.load('kubeflow_lab');

it.each([
  ['0 6 * * 1-5', 'Every weekday at 06:00'],
  ['30 14 * * 0,6', 'Every Sunday, Saturday at 14:30'],
  ['5 0 * * *', 'Every day at 00:05'],
  ['@daily', 'Every day at 00:00'],
  ['0 * * * *', 'Every hour, on the hour'],
  ['20 * * * *', 'Every hour, 20 minutes past'],
  ['0 3 15 * *', 'On day 15 of every month at 03:00'],
  ['0 0 * * 7', 'Every Sunday at 00:00'],
  ['*/5 * * * *', 'At the times of */5 * * * *'],
  ['0 6 1 * 1', 'At the times of 0 6 1 * 1'],
  ['0 6 * 2 *', 'At the times of 0 6 * 2 *'],
  ['0 6 * * MON', 'At the times of 0 6 * * MON'],
  ['0 24 * * *', 'At the times of 0 24 * * *'],
  ['0 6 * * 5-1', 'At the times of 0 6 * * 5-1'],
  ['', 'At the times of ']
])('says %j in words', (cron, words) => {
  expect(rhythmInWords(rhythmOf(cron), trans)).toBe(words);
});

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(parts => parts.map(part => String(part).padStart(2, '0')).join(':'));
const rhythms: fc.Arbitrary<Rhythm> = fc.oneof(
  fc.record({ kind: fc.constant('hourly' as const), minute: fc.integer({ min: 0, max: 59 }) }),
  fc.record({ kind: fc.constant('daily' as const), time }),
  fc.record({
    kind: fc.constant('weekly' as const),
    days: fc
      .uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 })
      .map(days => [...days].sort()),
    time
  }),
  fc.record({ kind: fc.constant('monthly' as const), day: fc.integer({ min: 1, max: 31 }), time })
);

it('reads what it writes, and cron takes it', () => {
  fc.assert(
    fc.property(rhythms, rhythm => {
      expect(rhythmOf(cronOf(rhythm))).toEqual(rhythm);
      expect(scheduleProblem(cronOf(rhythm))).toBeNull();
    })
  );
});
