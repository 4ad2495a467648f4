import { CURVE_ANNOTATION } from '@kubeflow-lab/resources';
import type { Trial } from '@kubeflow-lab/resources';
import fc from 'fast-check';

import { REPORTED_ANNOTATION, isPushed, reportedOf, withValues } from './reported.js';

const pushed = (spec: Trial['spec'] = {}): Trial => ({
  metadata: { name: 't' },
  spec: {
    objective: { objectiveMetricName: 'loss', additionalMetricNames: ['f1'] },
    metricsCollector: { collector: { kind: 'Push' } },
    ...spec
  }
});

/** A trial whose program has reported values of the objective, one after the other. */
function after(trial: Trial, values: readonly (string | number)[]): Trial {
  return values.reduce<Trial>((before, value) => {
    const annotations = withValues(before, [{ name: 'loss', value: String(value) }]);
    return { ...before, metadata: { ...before.metadata, annotations } };
  }, trial);
}

it('knows which trials report by themselves', () => {
  expect(isPushed(pushed())).toBe(true);
  expect(isPushed({ spec: { metricsCollector: { collector: { kind: 'StdOut' } } } })).toBe(false);
});

it('observes what was reported, with the curve of the objective', () => {
  const trial = pushed();
  trial.metadata!.annotations = withValues(trial, [
    { name: 'loss', value: '0.5' },
    { name: 'f1', value: '0.1' },
    { name: 'loss', value: '0.25' },
    { name: 'other', value: '7' }
  ]);
  expect(reportedOf(trial)).toEqual({
    observation: {
      metrics: [
        { name: 'loss', min: '0.25', max: '0.5', latest: '0.25' },
        { name: 'f1', min: '0.1', max: '0.1', latest: '0.1' }
      ]
    },
    curve: [
      [1, 0.5],
      [2, 0.25]
    ],
    stops: false,
    missing: null
  });
  expect(trial.metadata!.annotations[CURVE_ANNOTATION]).toBe('[[1,0.5],[2,0.25]]');
});

it('says of a trial that reported nothing what it should do', () => {
  expect(reportedOf(pushed()).missing).toMatch(/no value of loss; .*report_metrics/);
});

it.each(['', 'null', '{"values": 1}', '{"values": 1, "every": 1, "metrics": [null]}', '[1'])(
  'takes %j, which somebody else wrote, for nothing',
  text => {
    const trial = pushed();
    trial.metadata!.annotations = { [REPORTED_ANNOTATION]: text };
    expect(reportedOf(trial)).toMatchObject({ curve: [], stops: false });
    expect(reportedOf(after(trial, [3])).curve).toEqual([[1, 3]]);
  }
);

it('stops a trial by its values so far, as the log of one would', () => {
  const earlyStoppingRules = [{ name: 'loss', value: '1', comparison: 'greater', startStep: 3 }];
  const stops = (values: number[]) =>
    reportedOf(after(pushed({ earlyStoppingRules }), values)).stops;
  expect(stops([2, 3])).toBe(false);
  expect(stops([2, 3, 4])).toBe(true);
  expect(stops([0.5, 3, 4])).toBe(false);
});

it('keeps the first values, the last one and others evenly, however many there are', () => {
  const numbers = Array.from({ length: 1234 }, (_, index) => index + 1);
  const trial = after(pushed(), numbers);
  const { curve } = reportedOf(trial);
  expect(curve.length).toBeLessThanOrEqual(100);
  expect(curve.slice(0, 20).map(([step]) => step)).toEqual(numbers.slice(0, 20));
  expect(curve.at(-1)).toEqual([1234, 1234]);
  const steps = curve.slice(20, -1).map(([step]) => step);
  expect(new Set(steps.slice(1).map((step, index) => step - steps[index])).size).toBe(1);
  expect(JSON.stringify(trial).length).toBeLessThan(6000);
});

it('observes the same whether values come one by one or at once', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('1', '-2.5', 'nan', 'inf', '3e2', 'x')), values => {
      const trial = pushed();
      const reports = values.map(value => ({ name: 'loss', value }));
      const annotations = withValues(trial, reports);
      const atOnce = reportedOf({ ...trial, metadata: { annotations } });
      expect(reportedOf(after(trial, values))).toEqual(atOnce);
    })
  );
});
