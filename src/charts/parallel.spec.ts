import { parallelAxes, parallelPath } from './parallel';

const axis = (values: (string | undefined)[]) => parallelAxes([{ name: 'a', values }], 100, 100)[0];

it('puts numbers on a scale, words at marks, and leaves out what has no place', () => {
  expect([
    axis(['0', '10']).at('5'),
    axis(['0', '10']).at('x'),
    axis(['0', '10']).at(undefined)
  ]).toEqual([50, null, null]);
  const wide = axis(['0.001', '1']);
  expect(wide.at('0.03162277660168379')).toBeCloseTo(50);
  expect(wide.at('-1')).toBeNull();
  const words = axis(['b', 'a', 'b']);
  expect(words.marks.map(({ label }) => label)).toEqual(['a', 'b']);
  expect(words.at('c')).toBeNull();
  expect(axis(['7']).at('7')).toBe(50);
  expect(axis([]).marks).toEqual([]);
});

it('draws a line through the axes that breaks where a value is missing', () => {
  const axes = parallelAxes(
    [
      { name: 'a', values: ['0', '10'] },
      { name: 'b', values: ['0', '10'] },
      { name: 'c', values: ['0', '10'] }
    ],
    200,
    100
  );
  expect(parallelPath(axes, ['0', '5', '10'])).toBe('M0.0 100.0L100.0 50.0L200.0 0.0');
  expect(parallelPath(axes, ['0', undefined, '10'])).toBe('M0.0 100.0M200.0 0.0');
});
