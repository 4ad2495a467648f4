import fc from 'fast-check';

import { decide } from './decide.js';
import type { Finding, Knowledge } from './decide.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const T0 = Date.parse('2026-03-01T10:00:00Z');
const SETTINGS = { warningMs: 10 * MINUTE, stepMs: 5 * MINUTE };

const used = (at: number | null): Finding => ({ known: true, lastActivity: at });
const failing = (failures: number): Finding => ({ known: false, problem: 'no answer', failures });

/** A server started at T0, idle time 2 h, asked just now. */
function at(minutes: number, more: Partial<Knowledge> = {}): Knowledge {
  return {
    now: T0 + minutes * MINUTE,
    startedAt: T0,
    recorded: T0,
    finding: used(T0),
    fresh: true,
    warnedAt: null,
    idleMs: 2 * HOUR,
    ...more
  };
}

const minutes = (time: number | null) => (time === null ? null : (time - T0) / MINUTE);

/** What is decided: state, minute of the stop, minute to write down, whether to stop now. */
const CASES: [string, Knowledge, [string, number | null, number | null, boolean]][] = [
  ['a server that has just begun', at(0, { recorded: null }), ['InUse', 120, 0, false]],
  ['nothing new', at(60), ['InUse', 120, null, false]],
  [
    'activity newer by less than the step',
    at(60, { finding: used(T0 + 4 * MINUTE) }),
    ['InUse', 120, null, false]
  ],
  [
    'activity newer by the step',
    at(60, { finding: used(T0 + 5 * MINUTE) }),
    ['InUse', 125, 5, false]
  ],
  [
    'activity older than what is written',
    at(60, { recorded: T0 + 50 * MINUTE }),
    ['InUse', 170, null, false]
  ],
  ['no activity since it began', at(60, { finding: used(null) }), ['InUse', 120, null, false]],
  [
    'a new start after an old activity',
    at(0, { recorded: T0 - 9 * HOUR }),
    ['InUse', 120, 0, false]
  ],
  [
    'activity of a clock that is ahead',
    at(60, { finding: used(T0 + 9 * HOUR) }),
    ['InUse', 180, 60, false]
  ],
  [
    'activity written down for some hours ahead',
    at(60, { recorded: T0 + 3 * HOUR }),
    ['InUse', 300, null, false]
  ],
  [
    'activity written down for years ahead',
    at(60, { recorded: T0 + 90_000 * HOUR }),
    ['InUse', 120, 0, false]
  ],
  ['the moment before the warning', at(109.9), ['InUse', 120, null, false]],
  ['the warning', at(110), ['StopsSoon', 120, null, false]],
  ['warned', at(119.9, { warnedAt: T0 + 110 * MINUTE }), ['StopsSoon', 120, null, false]],
  ['warned long enough', at(120, { warnedAt: T0 + 110 * MINUTE }), ['StopsSoon', 120, null, true]],
  [
    'warned, and little activity since',
    at(119, { warnedAt: T0 + 110 * MINUTE, finding: used(T0 + MINUTE) }),
    ['StopsSoon', 121, 1, false]
  ],
  [
    'warned, and used since',
    at(119, { warnedAt: T0 + 110 * MINUTE, finding: used(T0 + 118 * MINUTE) }),
    ['InUse', 238, 118, false]
  ],
  [
    'warned, and kept by somebody',
    at(119, { warnedAt: T0 + 110 * MINUTE, recorded: T0 + 118 * MINUTE }),
    ['InUse', 238, null, false]
  ],
  ['long idle, but not warned', at(500), ['StopsSoon', 510, null, false]],
  [
    'long idle, warned a moment ago',
    at(505, { warnedAt: T0 + 500 * MINUTE }),
    ['StopsSoon', 510, null, false]
  ],
  [
    'due, but not asked just now',
    at(120, { warnedAt: T0 + 110 * MINUTE, fresh: false }),
    ['StopsSoon', 120, null, false]
  ],
  [
    'due, and no answer',
    at(120, { warnedAt: T0 + 110 * MINUTE, finding: failing(1) }),
    ['ProbeFailed', null, null, false]
  ],
  ['no answer for days', at(9999, { finding: failing(500) }), ['ProbeFailed', null, null, false]],
  ['no answer once', at(60, { finding: failing(1) }), ['InUse', 120, null, false]],
  ['no answer three times', at(60, { finding: failing(3) }), ['ProbeFailed', null, null, false]],
  ['never', at(99999, { idleMs: Infinity }), ['NeverStopped', null, null, false]],
  [
    'never, and used',
    at(60, { idleMs: Infinity, finding: used(T0 + 30 * MINUTE) }),
    ['NeverStopped', null, 30, false]
  ],
  [
    'never, and no answer',
    at(60, { idleMs: Infinity, finding: failing(9) }),
    ['NeverStopped', null, null, false]
  ],
  [
    'an idle time shorter than the warning',
    at(2, { idleMs: 4 * MINUTE }),
    ['StopsSoon', 4, null, false]
  ],
  [
    'an idle time shorter than the step',
    at(1, { idleMs: 4 * MINUTE, finding: used(T0 + MINUTE / 2) }),
    ['InUse', 4.5, 0.5, false]
  ]
];

it.each(CASES)('%s', (_what, knowledge, expected) => {
  const { state, stopsAt, record, stop } = decide(knowledge, SETTINGS);
  expect([state, minutes(stopsAt), minutes(record), stop]).toEqual(expected);
});

it.each([
  ['in use: when the warning is due', at(60), 110],
  ['warned: when it stops', at(112, { warnedAt: T0 + 110 * MINUTE }), 120],
  ['never', at(60, { idleMs: Infinity }), Infinity],
  ['unknown', at(60, { finding: failing(3) }), Infinity]
])('is decided again: %s', (_what, knowledge, minute) => {
  expect(minutes(decide(knowledge, SETTINGS).dueAt)).toBe(minute);
});

const time = fc.integer({ min: T0 - 100 * HOUR, max: T0 + 100 * HOUR });
const finding: fc.Arbitrary<Finding> = fc.oneof(
  fc.record({ known: fc.constant(true as const), lastActivity: fc.option(time) }),
  fc.record({
    known: fc.constant(false as const),
    problem: fc.constant('no answer'),
    failures: fc.integer({ min: 1, max: 9 })
  })
);
const knowledge: fc.Arbitrary<Knowledge> = fc.record({
  now: time,
  startedAt: time,
  recorded: fc.option(time),
  finding,
  fresh: fc.boolean(),
  warnedAt: fc.option(time),
  idleMs: fc.oneof(fc.integer({ min: MINUTE, max: 50 * HOUR }), fc.constant(Infinity))
});

describe('whatever is known', () => {
  it('activity never moves back, but for one that nobody can believe', () => {
    fc.assert(
      fc.property(knowledge, facts => {
        fc.pre((facts.recorded ?? -Infinity) <= facts.now + 23 * HOUR);
        const { record, lastActivity } = decide(facts, SETTINGS);
        expect(lastActivity).toBeGreaterThanOrEqual(facts.recorded ?? -Infinity);
        expect(record ?? Infinity).toBeGreaterThan(facts.recorded ?? -Infinity);
      })
    );
  });

  it('nothing is stopped that did not answer just now, or whose people were not warned in time', () => {
    fc.assert(
      fc.property(knowledge, facts => {
        const decision = decide(facts, SETTINGS);
        fc.pre(decision.stop);
        const warning = Math.min(SETTINGS.warningMs, facts.idleMs / 2);
        expect(facts).toMatchObject({ fresh: true, finding: { known: true } });
        expect(facts.warnedAt).not.toBeNull();
        expect(facts.now - facts.warnedAt!).toBeGreaterThanOrEqual(warning);
        expect(facts.now - decision.lastActivity).toBeGreaterThanOrEqual(facts.idleMs);
      })
    );
  });

  it('what has been written down is not written again', () => {
    fc.assert(
      fc.property(knowledge, facts => {
        const { record } = decide(facts, SETTINGS);
        const again = decide({ ...facts, recorded: record ?? facts.recorded }, SETTINGS);
        expect(again.record).toBeNull();
      })
    );
  });
});
