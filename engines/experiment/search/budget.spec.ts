import fc from 'fast-check';

import { searchEnd, trialsToBegin } from './budget.js';
import type { SearchState } from './budget.js';

it.each([
  ['the first wave', 12, 3, 0, 0, 3],
  ['a place that became free', 12, 3, 4, 2, 1],
  ['nothing free', 12, 3, 4, 3, 0],
  ['the last ones', 12, 3, 11, 0, 1],
  ['no more', 12, 3, 10, 2, 0],
  ['a lowered budget', 5, 3, 4, 3, -2],
  ['lowered parallelism', 12, 1, 4, 3, -2],
  ['a budget below what has ended', 2, 3, 4, 3, -3],
  ['no limit', undefined, 3, 400, 1, 2]
])('%s', (_what, maxTrialCount, parallelTrialCount, ended, active, expected) => {
  expect(trialsToBegin({ maxTrialCount, parallelTrialCount }, { ended, active })).toBe(expected);
});

it('never has more under way, nor more in all, than asked for', () => {
  const count = fc.integer({ min: 1, max: 50 });
  fc.assert(
    fc.property(count, count, fc.nat(60), fc.nat(60), (max, parallel, ended, active) => {
      const due = trialsToBegin(
        { maxTrialCount: max, parallelTrialCount: parallel },
        { ended, active }
      );
      expect(active + due).toBeLessThanOrEqual(parallel);
      expect(ended + active + due).toBeLessThanOrEqual(Math.max(max, ended));
      expect(active + due).toBeGreaterThanOrEqual(0);
    })
  );
});

const STATE: SearchState = { ended: 4, active: 2, bad: 0, goalReached: false, exhausted: false };

it.each<[string, Partial<SearchState>, string | null]>([
  ['goes on', {}, null],
  ['has reached its goal', { goalReached: true }, 'ExperimentGoalReached'],
  ['has done all its trials', { ended: 12, active: 0 }, 'ExperimentMaxTrialsReached'],
  ['has failed too often', { bad: 3 }, 'ExperimentFailed'],
  ['has failed, but not too often', { bad: 2 }, null],
  ['has nothing more to try', { exhausted: true, active: 0 }, 'ExperimentSuggestionEndReached'],
  ['has nothing more to try but still trials under way', { exhausted: true }, null],
  [
    'has reached its goal with its last trial',
    { goalReached: true, ended: 12 },
    'ExperimentGoalReached'
  ]
])('a search that %s', (_what, state, reason) => {
  const spec = { maxTrialCount: 12, maxFailedTrialCount: 3 };
  expect(searchEnd(spec, { ...STATE, ...state })?.reason ?? null).toBe(reason);
});

it('ends at the first failure where none is allowed, and not before one', () => {
  expect(searchEnd({ maxFailedTrialCount: 0 }, STATE)).toBeNull();
  expect(searchEnd({ maxFailedTrialCount: 0 }, { ...STATE, bad: 1 })?.type).toBe('Failed');
});
