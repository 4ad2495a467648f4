import { UNAVAILABLE, metricNumber } from '@kubeflow-lab/resources';
import fc from 'fast-check';

import { Observer } from './observer.js';

function observed(values: readonly string[]) {
  const observer = new Observer(['loss', 'accuracy']);
  values.forEach(value => observer.add({ name: 'loss', value }));
  return observer.observation.metrics![0];
}

it.each<[string, string[], string, string, string]>([
  ['nothing', [], UNAVAILABLE, UNAVAILABLE, UNAVAILABLE],
  ['one value', ['0.5'], '0.5', '0.5', '0.5'],
  ['values as they were printed', ['0.50', '1e-1', '+2.'], '1e-1', '+2.', '+2.'],
  ['negative values', ['-1', '-3', '-2'], '-3', '-1', '-2'],
  ['nan at first', ['nan', '2', '1'], '1', '2', '1'],
  ['nan at last', ['1', '2', 'nan'], '1', '2', 'nan'],
  ['nan only', ['nan'], UNAVAILABLE, UNAVAILABLE, 'nan'],
  ['infinities', ['1', 'inf', '-inf', '2'], '-inf', 'inf', '2'],
  ['text', ['1', 'high'], '1', '1', 'high']
])('%s', (_what, values, min, max, latest) => {
  expect(observed(values)).toEqual({ name: 'loss', min, max, latest });
});

it('leaves out what was not asked for and what is too long to be a value', () => {
  const observer = new Observer(['loss']);
  observer.add({ name: 'other', value: '1' });
  observer.add({ name: 'loss', value: '1'.repeat(101) });
  expect(observer.has('loss')).toBe(false);
  expect(observer.observation.metrics).toHaveLength(1);
});

it('knows the extremes and the latest of any numbers', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1 }), numbers => {
      const { min, max, latest } = observed(
        numbers.map(number => String(number).replace('Infinity', 'inf'))
      );
      expect(metricNumber(min) === Math.min(...numbers)).toBe(true);
      expect(metricNumber(max) === Math.max(...numbers)).toBe(true);
      expect(metricNumber(latest) === numbers.at(-1)).toBe(true);
    })
  );
});
