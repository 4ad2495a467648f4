import type { Curves } from '@kubeflow-lab/resources';
import { csvOf, type DrawnJob, drawnMetrics, printedReplicas } from './lines';

const job = (
  name: string,
  curves: [replica: string, metric: string, points: [number, number, number][]][]
): DrawnJob => ({
  name,
  startedAt: 1000,
  curves: {
    curves: curves.map(([replica, metric, points]) => ({
      replica: `${name}-${replica}`,
      metric,
      points,
      count: points.length
    })),
    course: null,
    until: {}
  } satisfies Curves
});

const a = job('a', [
  [
    'chief-0',
    'loss',
    [
      [2000, 0, 3],
      [3000, 1, 2]
    ]
  ],
  ['worker-0', 'loss', [[2500, 0, 4]]],
  ['chief-0', 'accuracy', [[3000, 0, 0.5]]]
]);
const b = job('b', [['chief-0', 'loss', [[1500, 0, 9]]]]);

it('draws a line for each replica, in a colour of its own, by step or by time', () => {
  expect(drawnMetrics([a], null, 'step')).toEqual([
    {
      metric: 'loss',
      last: 2,
      lines: [
        {
          label: 'chief-0',
          color: '--kfl-series-0',
          points: [
            [0, 3],
            [1, 2]
          ]
        },
        { label: 'worker-0', color: '--kfl-series-1', points: [[0, 4]] }
      ]
    },
    {
      metric: 'accuracy',
      last: 0.5,
      lines: [{ label: 'chief-0', color: '--kfl-series-0', points: [[0, 0.5]] }]
    }
  ]);
  const [{ lines }] = drawnMetrics([a], 'chief-0', 'time');
  expect(lines.map(({ points }) => points)).toEqual([
    [
      [1, 3],
      [2, 2]
    ]
  ]);
});

it('draws several jobs over each other, under their names', () => {
  const labels = (replica: string | null) =>
    drawnMetrics([a, b], replica, 'step')[0].lines.map(({ label }) => label);
  expect(labels('chief-0')).toEqual(['a', 'b']);
  expect(labels(null)).toEqual(['a chief-0', 'a worker-0', 'b chief-0']);
});

it('draws what came after a replica had begun anew', () => {
  const again = job('c', [
    [
      'w',
      'loss',
      [
        [1, 1, 5],
        [2, 2, 4],
        [3, 1, 3],
        [4, 2, 2]
      ]
    ]
  ]);
  expect(drawnMetrics([again], null, 'step')[0].lines[0].points).toEqual([
    [1, 3],
    [2, 2]
  ]);
});

it('names the replicas that printed something', () => {
  expect(printedReplicas(a)).toEqual(['chief-0', 'worker-0']);
});

it('writes all of it as a table that nothing in a name can break', () => {
  const odd = job('a', [['w', 'lo"ss,', [[0, 0, 1]]]]);
  expect(csvOf([odd]).split('\n')).toEqual([
    'job,replica,metric,time,step,value',
    'a,a-w,"lo""ss,",1970-01-01T00:00:00.000Z,0,1'
  ]);
});
