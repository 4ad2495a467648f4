import fc from 'fast-check';

import { MetricCollector } from './collector.js';
import { LogCursor } from './cursor.js';
import { mergeLogs, parseLogLine, sortableTime } from './lines.js';
import type { ReplicaLine, TimedLine } from './lines.js';
import { parseMetric } from './metrics.js';

const at = (nanoseconds: number) =>
  `2026-01-01T00:00:${String(Math.floor(nanoseconds / 1e9)).padStart(2, '0')}.${String(nanoseconds % 1e9).padStart(9, '0')}Z`;

describe('parseLogLine', () => {
  it.each([
    ['2026-01-01T00:00:00.123Z hello world', '2026-01-01T00:00:00.123Z', 'hello world'],
    ['2026-01-01T00:00:00Z ', '2026-01-01T00:00:00Z', ''],
    ['2026-01-01T00:00:00+02:00   indented', '2026-01-01T00:00:00+02:00', '  indented'],
    ['no time at all', '', 'no time at all']
  ])('%j', (raw, time, text) => {
    expect(parseLogLine(raw)).toEqual({ time, text });
  });
});

it.each([
  ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000000000Z'],
  ['2026-01-01T00:00:00.5Z', '2026-01-01T00:00:00.500000000Z'],
  ['2026-01-01T02:00:00.5+02:00', '2026-01-01T00:00:00.500000000Z'],
  ['yesterday', '']
])('%s sorts as %s', (time, sortable) => {
  expect(sortableTime(time)).toBe(sortable);
});

describe('mergeLogs', () => {
  const logs = fc.array(
    fc
      .array(fc.integer({ min: 0, max: 50 }), { maxLength: 20 })
      .map(times => times.sort((a, b) => a - b)),
    { maxLength: 5 }
  );
  const lines = (times: number[], replica: number): ReplicaLine[] =>
    times.map((time, index) => ({ replica: `r${replica}`, time: at(time), text: String(index) }));

  it('loses and invents nothing, is in order of time, and keeps each order', () => {
    fc.assert(
      fc.property(logs, times => {
        const parts = times.map(lines);
        const merged = mergeLogs(parts);
        expect(merged.map(line => line.time)).toEqual(times.flat().map(at).sort());
        parts.forEach((part, index) => {
          expect(merged.filter(line => line.replica === `r${index}`)).toEqual(part);
        });
      })
    );
  });

  it('keeps the order within a replica where its clock went back', () => {
    const merged = mergeLogs([
      [
        { replica: 'a', time: at(5), text: 'first' },
        { replica: 'a', time: at(1), text: 'second' }
      ],
      [{ replica: 'b', time: at(3), text: 'early' }]
    ]);
    expect(merged.map(line => line.text)).toEqual(['early', 'first', 'second']);
  });
});

describe('LogCursor', () => {
  /** The API server's side: from `since` on, which is cut to whole seconds. */
  const from = (log: TimedLine[], since: string | undefined) =>
    log.filter(line => since === undefined || line.time >= since.replace('Z', '.000000000Z'));

  it('takes each line once and in order, however often the connection breaks', () => {
    const log = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 3e9 }), fc.constantFrom('x', 'y')), {
        maxLength: 30
      })
      .map(entries =>
        entries.sort(([a], [b]) => a - b).map(([time, text]) => ({ time: at(time), text }))
      );
    fc.assert(
      fc.property(log, fc.array(fc.nat({ max: 30 })), (lines, breaks) => {
        const cursor = new LogCursor();
        const seen: TimedLine[] = [];
        const read = (available: TimedLine[]) => {
          cursor.reconnect();
          seen.push(...from(available, cursor.sinceTime).filter(line => cursor.accept(line)));
        };
        for (const end of [...breaks].sort((a, b) => a - b)) {
          read(lines.slice(0, end));
        }
        read(lines);
        expect(seen).toEqual(lines);
      })
    );
  });
});

describe('parseMetric', () => {
  it.each<[string, [string, number] | null]>([
    ['accuracy=0.97', ['accuracy', 0.97]],
    ['  val_loss = 1e-3 ', ['val_loss', 0.001]],
    ['loss/train=-.5', ['loss/train', -0.5]],
    ['steps=10', ['steps', 10]],
    ['loss=nan', null],
    ['loss=1e999', null],
    ['a=1 b=2', null],
    ['Epoch 1: accuracy=0.9', null],
    ['=1', null],
    ['accuracy=', null],
    ['', null]
  ])('%j', (line, expected) => {
    const metric = parseMetric(line);
    expect(metric && [metric.name, metric.value]).toEqual(expected);
  });

  it('keeps the last value, whatever the name', () => {
    const collector = new MetricCollector();
    expect(['a=1', 'a=2', 'a=2', '__proto__=3'].map(line => collector.add(line))).toEqual([
      true,
      true,
      false,
      true
    ]);
    expect(JSON.stringify(collector.metrics)).toBe('{"a":2,"__proto__":3}');
  });

  it('stops at a hundred names', () => {
    const collector = new MetricCollector();
    for (let index = 0; index < 200; index += 1) {
      collector.add(`m${index}=1`);
    }
    expect(Object.keys(collector.metrics)).toHaveLength(100);
  });
});
