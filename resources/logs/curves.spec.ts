import fc from 'fast-check';

import { MetricCollector } from './collector.js';
import { CurveCollector, POINTS_MAX, estimateEnd } from './curves.js';
import type { ReplicaLine } from './lines.js';
import { parsePoint } from './points.js';
import type { TrainingPoint } from './points.js';

describe('parsePoint', () => {
  const values = (...of: [string, number][]): TrainingPoint => ({
    values: of,
    step: null,
    progress: null
  });
  it.each<[string, TrainingPoint | null]>([
    ['accuracy=0.97', values(['accuracy', 0.97])],
    ['progress=0.4', { ...values(['progress', 0.4]), progress: { share: 0.4 } }],
    ['progress=40', values(['progress', 40])],
    ['loss=nan', null],
    ['Epoch 1/5', { ...values(), progress: { epoch: 0, of: 5 } }],
    [
      'Epoch [3/10], Step [5/6], Loss: 0.25',
      { values: [['Loss', 0.25]], step: 3, progress: { epoch: 3, of: 10 } }
    ],
    ['Epoch 7/5', null],
    ['Epoch 2/0', null],
    [
      '125/125 - 2s - loss: 0.3523 - accuracy: 8.9e-1 - 2s/epoch - 16ms/step',
      { ...values(['loss', 0.3523], ['accuracy', 0.89]), progress: { batch: 125, of: 125 } }
    ],
    [
      '\u001b[1m1/45\u001b[0m … 1s/step - loss: 2.3\r\u001b[1m45/45\u001b[0m \u001b[32m━━━━\u001b[0m \u001b[1m1s\u001b[0m 4ms/step - accuracy: 0.5 - loss: 1.25',
      { ...values(['accuracy', 0.5], ['loss', 1.25]), progress: { batch: 45, of: 45 } }
    ],
    ['12/Unknown 1s 3ms/step - loss: 0.5', values(['loss', 0.5])],
    [
      '{"loss": 0.5, "step": 20, "max_steps": 80}',
      { values: [['loss', 0.5]], step: 20, progress: { share: 0.25 } }
    ],
    [
      "{'loss': 0.5, 'lr': 1e-05, 'epoch': 0.5}",
      {
        values: [
          ['loss', 0.5],
          ['lr', 0.00001]
        ],
        step: 0.5,
        progress: null
      }
    ],
    [
      '{"loss": 1, "epoch": 1, "epochs": 4}',
      { values: [['loss', 1]], step: 1, progress: { epoch: 1, of: 4 } }
    ],
    ['{"level": 30, "time": 1730000000, "msg": "listening", "port": 8080}', null],
    ['{"a": "1", "b": null, "c": [1]}', null],
    ["{'a': __import__('os')}", null],
    ['{"loss": ', null],
    [' 45%|████▌     | 45/100 [00:10<00:12,  4.4it/s]', { ...values(), progress: { share: 0.45 } }],
    ['disk is 98% full', null],
    ['2026/10/20 starting - port: 80', null],
    ['', null]
  ])('%j', (line, point) => {
    expect(parsePoint(line)).toEqual(point);
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const { values: found = [], progress = null } = parsePoint(text) ?? {};
        expect(found.every(([, value]) => Number.isFinite(value))).toBe(true);
        expect(progress === null || Object.values(progress).every(n => n >= 0)).toBe(true);
      })
    );
  });
});

it('reads the metrics of a job in every form that has curves', () => {
  const collector = new MetricCollector();
  const lines = ['10/10 - 1s - loss: 0.5', '{"lr": 0.1}', 'loss=0.25', 'loss=0.25'];
  expect(lines.map(line => collector.add(line))).toEqual([true, true, true, false]);
  expect(collector.metrics).toEqual({ loss: 0.25, lr: 0.1 });
});

const START = Date.parse('2026-01-01T00:00:00Z');
const line = (second: number, text: string, replica = 'w'): ReplicaLine => ({
  replica,
  time: new Date(START + second * 1000).toISOString(),
  text
});

describe('CurveCollector', () => {
  it('keeps a curve for each metric of each replica, by the steps that are named, else by their number', () => {
    const collector = new CurveCollector();
    [
      line(1, 'loss=3'),
      line(2, 'hello'),
      line(2, '{"loss": 2, "step": 100}', 'x'),
      line(3, 'loss=2')
    ].forEach(one => collector.add(one));
    expect(collector.result).toEqual({
      curves: [
        {
          replica: 'w',
          metric: 'loss',
          count: 2,
          points: [
            [START + 1000, 0, 3],
            [START + 3000, 1, 2]
          ]
        },
        { replica: 'x', metric: 'loss', count: 1, points: [[START + 2000, 100, 2]] }
      ],
      course: null,
      until: { w: '2026-01-01T00:00:03.000000000Z', x: '2026-01-01T00:00:02.000000000Z' }
    });
  });

  it('thins curves out evenly, and always has the first and the last value', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 * POINTS_MAX }), count => {
        const collector = new CurveCollector();
        for (let value = 0; value < count; value += 1) {
          collector.add(line(value, `loss=${value}`));
        }
        const [{ points, count: counted }] = collector.result.curves;
        expect(counted).toBe(count);
        expect(points.length).toBeLessThanOrEqual(POINTS_MAX + 1);
        expect(points.length).toBeGreaterThan(Math.min(count, POINTS_MAX) / 2);
        expect([points[0][2], points.at(-1)![2]]).toEqual([0, count - 1]);
        const gaps = points.slice(1, -1).map(([, , value], index) => value - points[index][2]);
        expect(new Set(gaps).size).toBeLessThanOrEqual(1);
      }),
      { numRuns: 20 }
    );
  });

  it('goes on with what was read before as if it had read all itself, whatever overlaps', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('loss=1', 'loss=2', 'x', '{"a": 1}'), { maxLength: 40 }),
        fc.nat({ max: 40 }),
        fc.nat({ max: 40 }),
        (texts, cut, back) => {
          const lines = texts.map((text, index) => line(index, text, `r${index % 3}`));
          const whole = new CurveCollector();
          lines.forEach(one => whole.add(one));
          const first = new CurveCollector();
          lines.slice(0, cut).forEach(one => first.add(one));
          const second = new CurveCollector(first.result);
          second.addNew(lines.slice(Math.max(0, cut - back)));
          expect(second.result).toEqual(whole.result);
        }
      )
    );
  });

  it('knows how far a job is by its epochs and the batches in them, and when it will be over', () => {
    const collector = new CurveCollector();
    const shares = ['Epoch 1/4', '5/10 - loss: 1', '10/10 - 1s - loss: 1', 'Epoch 2/4'].map(
      (text, index) => {
        collector.add(line(index * 10, text));
        return collector.result.course?.last.share;
      }
    );
    expect(shares).toEqual([0, 0.125, 0.25, 0.25]);
    // A quarter took 30 s.
    expect(estimateEnd(collector.result.course)).toBe(START + 120_000);
  });

  it('begins anew where a replica has, and says nothing before the second message', () => {
    const collector = new CurveCollector();
    ['progress=0.5', 'progress=0.8', 'progress=0.1'].forEach((text, index) =>
      collector.add(line(index, text))
    );
    expect(collector.result.course).toMatchObject({ first: { share: 0.1 }, last: { share: 0.1 } });
    expect([estimateEnd(collector.result.course), estimateEnd(null)]).toEqual([null, null]);
  });
});
