import { sweepItem, trial } from '../testing/sweeps';
import { bestCourse, comparedRows } from './compare';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1) + 1000 * second).toISOString();
const ended = (name: string, value: string | null, second: number | null) =>
  trial(name, value, {}, { finishedAt: second === null ? null : at(second) });
const sweep = (type: string, ...trials: ReturnType<typeof trial>[]) => {
  const { summary } = sweepItem();
  return sweepItem({ objective: { ...summary.objective, type }, startedAt: at(0), trials });
};

describe('the best value so far', () => {
  const trials = [
    ended('a', '0.5', 30),
    ended('b', '0.4', 10),
    ended('c', null, 12),
    ended('d', '0.9', null)
  ];

  it.each([
    [
      'maximize',
      'trial',
      [
        [1, 0.5],
        [2, 0.5],
        [4, 0.9]
      ]
    ],
    [
      'minimize',
      'trial',
      [
        [1, 0.5],
        [2, 0.4],
        [4, 0.4]
      ]
    ],
    [
      'maximize',
      'time',
      [
        [10, 0.4],
        [30, 0.5]
      ]
    ],
    [
      'minimize',
      'time',
      [
        [10, 0.4],
        [30, 0.4]
      ]
    ]
  ] as const)('%s over %s', (type, axis, points) => {
    expect(bestCourse(sweep(type, ...trials), axis)).toEqual(points);
  });

  it('has no course where nobody knows when the sweep began', () => {
    const item = sweepItem({ startedAt: null, trials });
    expect(bestCourse(item, 'time')).toEqual([]);
  });
});

describe('the best trials side by side', () => {
  const best = (metrics: Record<string, string>, parameters: Record<string, string>) =>
    sweepItem({ best: { trial: 't', metrics, parameters } });

  it('have the objective first, and a mark at the best of those that look for the same', () => {
    const other = best({ accuracy: '0.99' }, { lr: '1' });
    other.summary.objective = { ...other.summary.objective, type: 'minimize' };
    expect(
      comparedRows([
        best({ loss: '1', accuracy: '0.9' }, { lr: '0.1' }),
        best({ accuracy: '0.95' }, { lr: '0.2', units: '64' }),
        sweepItem({ best: null }),
        other
      ])
    ).toEqual([
      { name: 'accuracy', values: ['0.9', '0.95', '', '0.99'], best: [1] },
      { name: 'loss', values: ['1', '', '', ''], best: [] },
      { name: 'lr', values: ['0.1', '0.2', '', '1'], best: [] },
      { name: 'units', values: ['', '64', '', ''], best: [] }
    ]);
  });
});
