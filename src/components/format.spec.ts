import { nullTranslator } from '@jupyterlab/translation';
import * as fc from 'fast-check';
import {
  cleanLine,
  formatAge,
  formatDuration,
  formatMetric,
  formatValue,
  shortReplica,
  sortMetrics
} from './format';

const trans = nullTranslator.load('kubeflow_lab');

describe('formatDuration', () => {
  it.each([
    [-5, '0 s'],
    [0, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [125_000, '2 min 5 s'],
    [3_600_000, '1 h'],
    [3_665_000, '1 h 1 min'],
    [90_000_000, '1 d 1 h']
  ])('says %d milliseconds as %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds, trans)).toBe(text);
  });
});

describe('formatAge', () => {
  it.each([
    [12_000, '12 s'],
    [125_000, '2 min'],
    [7_300_000, '2 h'],
    [200_000_000, '2 d']
  ])('says %d milliseconds as %s', (milliseconds, text) => {
    expect(formatAge(milliseconds, trans)).toBe(text);
  });
});

describe('formatMetric', () => {
  it.each([
    [0.972222, '0.9722'],
    [1, '1'],
    [0, '0'],
    [12345, '12345'],
    [123456.789, '123457'],
    [-0.5, '-0.5'],
    [1e-9, '1.000e-9'],
    [123456789.5, '1.235e+8'],
    [Infinity, 'Infinity'],
    [NaN, 'NaN']
  ])('says %d as %s', (value, text) => {
    expect(formatMetric(value)).toBe(text);
  });
});

describe('formatValue', () => {
  it.each([
    ['0.9622222222222222', '0.9622'],
    ['-2.4827591980978693e-05', '-2.483e-5'],
    ['0.25', '0.25'],
    ['1234567', '1234567'],
    ['1e-05', '1e-05'],
    ['adam', 'adam'],
    ['2026.11.22222x', '2026.11.22222x'],
    ['nan', 'nan'],
    ['', '']
  ])('says %j as %j', (value, text) => {
    expect(formatValue(value)).toBe(text);
  });
});

describe('sortMetrics', () => {
  it('has accuracy in front, that of the test or the best first, and leaves the rest in order', () => {
    const metrics = {
      loss: 1,
      val_accuracy: 2,
      lr: 3,
      accuracy: 4,
      test_accuracy: 5,
      best_accuracy: 6
    };
    expect(sortMetrics(metrics).map(([name]) => name)).toEqual([
      'test_accuracy',
      'best_accuracy',
      'accuracy',
      'val_accuracy',
      'loss',
      'lr'
    ]);
  });
});

describe('cleanLine', () => {
  it.each([
    ['plain text', 'plain text'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]0;title\u0007text', 'text'],
    ['10%\r50%\r100%', '100%'],
    ['windows\r', 'windows'],
    ['tab\there', 'tab\there'],
    ['\u202etxet', 'txet'],
    ['back\b\bspace', 'backspace'],
    ['😀 emoji', '😀 emoji']
  ])('shows %j as %j', (text, shown) => {
    expect(cleanLine(text)).toBe(shown);
  });

  it('leaves nothing that could move a cursor or turn a line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        // eslint-disable-next-line no-control-regex
        expect(cleanLine(text)).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f\u202a-\u202e]/);
      })
    );
  });
});

describe('shortReplica', () => {
  it.each([
    ['digits-chief-0', 'digits', 'chief-0'],
    ['other-chief-0', 'digits', 'other-chief-0'],
    ['net-node-0-12-x7k2p', 'net', 'node-12'],
    ['net-dataset-initializer-0-0-bcdfg', 'net', 'dataset-initializer-0']
  ])('says %s of %s as %s', (replica, job, short) => {
    expect(shortReplica(replica, job)).toBe(short);
  });
});
