import fc from 'fast-check';

import { differences } from './end-state.js';
import { CALL_FAULTS, WATCH_FAULTS, drawFault, errorEvent, refusal } from './faults.js';
import { Chance } from './random.js';
import { faultsOf } from './report.js';
import type { ChaosReport } from './run.js';
import { drawOperations } from './workload.js';

describe('chance', () => {
  it('repeats itself for a seed, and spreads evenly', () => {
    const draw = (seed: number) => {
      const chance = new Chance(seed);
      return Array.from({ length: 1000 }, () => chance.next());
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    const mean = draw(7).reduce((sum, value) => sum + value) / 1000;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.05);
  });

  it('of one is not changed by what others draw', () => {
    const [alone, amongOthers] = [new Chance(7), new Chance(7)];
    const own = alone.split();
    const same = amongOthers.split();
    amongOthers.split().next();
    amongOthers.next();
    expect(own.next()).toBe(same.next());
  });
});

describe('faults', () => {
  it('happen at the rate, of every kind, and 409 to writes only', () => {
    const chance = new Chance(1);
    const draw = (method: string, isWatch: boolean) =>
      Array.from({ length: 5000 }, () => drawFault(chance, 0.2, { method, isWatch })).filter(
        fault => fault !== null
      );
    const writes = draw('PATCH', false);
    const reads = draw('GET', false);
    expect(Math.abs(writes.length / 5000 - 0.2)).toBeLessThan(0.02);
    expect(new Set(writes)).toEqual(new Set(CALL_FAULTS));
    expect(new Set(reads)).toEqual(new Set(CALL_FAULTS.filter(fault => fault !== '409')));
    expect(new Set(draw('GET', true))).toEqual(new Set(WATCH_FAULTS));
    expect(drawFault(chance, 0, { method: 'PATCH', isWatch: false })).toBeNull();
  });

  it('are refusals as the API server writes them', () => {
    const { headers, body } = refusal(429);
    expect(headers['Retry-After']).toBe('1');
    expect(JSON.parse(body)).toMatchObject({
      kind: 'Status',
      code: 429,
      reason: 'TooManyRequests'
    });
    expect(JSON.parse(errorEvent(410))).toMatchObject({ type: 'ERROR', object: { code: 410 } });
  });
});

it('operations are such as people can do: nothing is done to what is not there', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 20 }), (seed, number) => {
      const alive = new Set<string>();
      for (const { type, name } of drawOperations(new Chance(seed), number)) {
        expect(alive.has(name)).toBe(type !== 'create');
        if (type === 'create') {
          alive.add(name);
        } else if (type === 'delete') {
          alive.delete(name);
        }
      }
    })
  );
});

it('two states differ in what is missing, too much, or changed', () => {
  const wanted = new Map([
    ['Service/a', '1'],
    ['Service/b', '2'],
    ['Service/c', '3']
  ]);
  const actual = new Map([
    ['Service/a', '1'],
    ['Service/b', '9'],
    ['Service/d', '4']
  ]);
  expect(differences(wanted, actual)).toEqual([
    'Service/c is missing',
    'Service/d is too much',
    'Service/b is …9… and not …2…'
  ]);
  expect(differences(wanted, new Map(wanted))).toEqual([]);
});

describe('a report', () => {
  const good: ChaosReport = {
    operations: 1,
    kills: 1,
    ownEnds: 0,
    sabotages: 0,
    holds: 0,
    outages: 0,
    faults: {},
    warnings: { sent: 1000, repeated: 10, digests: 1 },
    isProjectGone: true,
    seconds: 1,
    recoverySeconds: 1,
    differences: [],
    errors: [],
    lateWrites: 0,
    rssMiB: { before: 100, after: 120 }
  };

  it.each<[string, Partial<ChaosReport>, number]>([
    ['of a good run', {}, 0],
    ['with a difference', { differences: ['Service/a is missing'] }, 1],
    ['with an error', { errors: ['boom'] }, 1],
    ['of which a project is left', { isProjectGone: false }, 1],
    ['without a warning', { warnings: { sent: 10, repeated: 0, digests: 0 } }, 2],
    ['with all warnings twice', { warnings: { sent: 1000, repeated: 1000, digests: 0 } }, 1],
    ['with few warnings, all told', { warnings: { sent: 3, repeated: 3, digests: 0 } }, 0],
    ['with writes that never end', { lateWrites: 3 }, 1],
    ['with memory that grows', { rssMiB: { before: 100, after: 200 } }, 1]
  ])('%s', (_what, part, number) => {
    expect(faultsOf({ ...good, ...part })).toHaveLength(number);
  });
});
