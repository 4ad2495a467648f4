import { timeLeft } from './idle.js';

const HOUR = 3_600_000;
const now = Date.parse('2026-01-01T12:00:00Z');

it.each<[string, number]>([
  ['2026-01-01T12:00:00Z', 2 * HOUR],
  ['2026-01-01T11:00:00.5Z', HOUR + 500],
  ['2026-01-01T10:00:00Z', 0],
  ['2025-01-01T10:00:00Z', 0],
  // A clock that is ahead.
  ['2030-01-01T00:00:00Z', 2 * HOUR]
])('of one that was used at %s, %d ms are left of two hours', (lastActivity, left) => {
  expect(timeLeft({ lastActivity }, 2 * HOUR, now)).toBe(left);
});

it.each([null, undefined, {}, [], 'x', { lastActivity: 7 }, { lastActivity: 'long ago' }])(
  'of one that answers %j nothing is known',
  answer => {
    expect(() => timeLeft(answer, HOUR, now)).toThrow('when it was last used');
  }
);
