import type { MetricsCollectorSpec, Trial } from '@kubeflow-lab/resources';

import { TrialReader } from './trial-reader.js';

const read = (
  metricsCollector: MetricsCollectorSpec,
  lines: string[],
  rest: Trial['spec'] = {}
) => {
  const objective = {
    type: 'maximize',
    objectiveMetricName: 'acc',
    additionalMetricNames: ['loss']
  };
  const reader = new TrialReader({ spec: { objective, metricsCollector, ...rest } });
  lines.forEach(line => reader.add(line));
  return reader;
};
const latest = (reader: TrialReader) =>
  reader.observation.metrics?.map(metric => metric.latest).join(' ');

const STDOUT = { collector: { kind: 'StdOut' } };
const EVENTS = { collector: { kind: 'TensorFlowEvent' } };
const file = (format: string, ...metricsFormat: string[]) => ({
  collector: { kind: 'File' },
  source: {
    fileSystemPath: { format },
    ...(metricsFormat.length > 0 && { filter: { metricsFormat } })
  }
});

it.each<[string, MetricsCollectorSpec, string[], string]>([
  ['printed lines', STDOUT, ['acc=0.1 loss=2', 'begun', 'acc = -0.2'], '-0.2 2'],
  ['a file of text', file('TEXT'), ['acc=1e-3', 'acc=', 'loss=high', '=3'], '1e-3 unavailable'],
  ['nan and inf', file('TEXT'), ['acc=nan', 'loss=-inf'], 'nan -inf'],
  ['a format of its own', file('TEXT', '(\\w+): (\\S+)'), ['acc: 3', 'acc=4'], '3 unavailable'],
  ['a file of JSON', file('JSON'), ['{"acc": "0.5"}', '{"acc": 0.6, "loss": 1}'], '0.6 1'],
  [
    'JSON with bad lines',
    file('JSON'),
    [
      '{"acc": 0.5',
      '7',
      'null',
      '[1]',
      '{"acc": null}',
      '{"acc": {}}',
      '{"loss": ""}',
      '{"acc":2}'
    ],
    '2 unavailable'
  ],
  ['event files', EVENTS, ['{"acc": 0.25, "train/acc": 0.25}'], '0.25 unavailable']
])('reads %s', (_what, collector, lines, values) => {
  expect(latest(read(collector, lines))).toBe(values);
});

it('knows how the objective went, without what cannot be drawn', () => {
  const reader = read(STDOUT, ['acc=0.1', 'acc=nan', 'loss=3', 'acc=0.3']);
  expect(reader.curve).toEqual([
    [1, 0.1],
    [3, 0.3]
  ]);
  expect([reader.values, reader.stops, reader.missing]).toEqual([3, false, null]);
});

it('says when its rules stop it', () => {
  const earlyStoppingRules = [{ name: 'acc', value: '0.5', comparison: 'less', startStep: 2 }];
  const stops = (...lines: string[]) => read(STDOUT, lines, { earlyStoppingRules }).stops;
  expect([stops('acc=0.1'), stops('acc=0.1', 'acc=0.2'), stops('acc=0.1', 'acc=0.6')]).toEqual([
    false,
    true,
    false
  ]);
});

it.each<[string, string[], RegExp]>([
  ['printed nothing', ['', '  '], /printed nothing.*acc=0\.5/],
  ['names it otherwise', ['acc: 0.5'], /The line "acc: 0\.5" names acc/],
  ['names it nowhere', ['begun', 'end'], /the last of its 2 lines: "begun", "end"/]
])('says why there is no value where a trial %s', (_what, lines, sentence) => {
  expect(read(STDOUT, lines).missing).toMatch(sentence);
});
