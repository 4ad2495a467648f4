import { HopelessTrialError } from './hopeless.js';
import { parseJobCondition } from './gjson.js';

function condition(type: string, status: string, more: object = {}) {
  return { type, status, ...more };
}

const COMPLETE = 'status.conditions.#(type=="Complete")#|#(status=="True")#';

const cases: [string, string, object, object | null][] = [
  [
    'the default of Jobs',
    COMPLETE,
    { status: { conditions: [condition('Suspended', 'False'), condition('Complete', 'True')] } },
    condition('Complete', 'True')
  ],
  [
    'a condition that is not true',
    COMPLETE,
    { status: { conditions: [condition('Complete', 'False')] } },
    null
  ],
  [
    'a true condition of another type',
    COMPLETE,
    { status: { conditions: [condition('Failed', 'True')] } },
    null
  ],
  [
    'the phase of a Workflow',
    'status.[@this].#(phase=="Succeeded")#',
    { status: { phase: 'Succeeded', message: 'm' } },
    { phase: 'Succeeded', message: 'm' }
  ],
  [
    'another phase of a Workflow',
    'status.[@this].#(phase=="Succeeded")#',
    { status: { phase: 'Running' } },
    null
  ],
  [
    'an end that is no success',
    'status.[@this].#(phase!="Succeeded")#|#(phase!="Running")#|#(phase!="Pending")#',
    { status: { phase: 'Error' } },
    { phase: 'Error' }
  ],
  [
    'no such end yet',
    'status.[@this].#(phase!="Succeeded")#|#(phase!="Running")#|#(phase!="Pending")#',
    { status: { phase: 'Running' } },
    null
  ],
  ['no phase', 'status.[@this].#(phase=="Succeeded")#', {}, null],
  ['no conditions', COMPLETE, { status: {} }, null],
  ['no status', COMPLETE, {}, null],
  ['conditions that are no list', COMPLETE, { status: { conditions: 'none' } }, null],
  ['conditions with holes', COMPLETE, { status: { conditions: [null, 7] } }, null],
  [
    'what a failure says',
    'status.conditions.#(type=="Failed")#|#(status=="True")#',
    { status: { conditions: [condition('Failed', 'True', { reason: 'BackoffLimitExceeded' })] } },
    condition('Failed', 'True', { reason: 'BackoffLimitExceeded' })
  ],
  [
    'the first that fits',
    'status.conditions.#(type=="Succeeded")',
    { status: { conditions: [condition('Succeeded', 'True')] } },
    condition('Succeeded', 'True')
  ],
  [
    'a number',
    'status.list.#(exit==0)#',
    { status: { list: [{ exit: 1 }, { exit: 0 }] } },
    { exit: 0 }
  ],
  ['what differs', 'list.#(state!="Running")', { list: [{ state: 'Done' }] }, { state: 'Done' }],
  ['an element without the field', 'list.#(state!="Running")', { list: [{}] }, null],
  ['an object', 'status.done', { status: { done: { at: 'noon' } } }, { at: 'noon' }],
  ['a value that is no object', 'status.done', { status: { done: true } }, null]
];

it.each(cases)('%s', (_what, text, object, expected) => {
  expect(parseJobCondition(text).match(object)).toEqual(expected);
});

it.each(['', 'status.@reverse', 'a.#(b=="c"', 'a..b', 'a.#(b%"c*")', 'a b'])(
  'refuses %j with a sentence',
  text => {
    expect(() => parseJobCondition(text)).toThrow(HopelessTrialError);
  }
);
