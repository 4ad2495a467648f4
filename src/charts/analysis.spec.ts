import fc from 'fast-check';

import { CELLS, bestSoFar, importance, paretoFront, surface } from './analysis';
import { numberColumn, textColumn } from './columns';

const NOTHING = NaN;
const numbers = (...values: number[]) => Float64Array.from(values);

describe('importance', () => {
  const rows = Array.from({ length: 60 }, (_, row) => row);
  const noise = rows.map(row => (row * 37) % 61);

  it('is all where a parameter decides, and little where it does nothing', () => {
    const decides = textColumn(
      'a',
      rows.map(row => ['x', 'y', 'z'][row % 3])
    );
    const idle = numberColumn('b', noise);
    const [all, none] = importance(
      [decides, idle],
      Float64Array.from(rows, row => row % 3)
    )!;
    expect(all).toBe(1);
    expect(none).toBeLessThan(0.1);
  });

  it('sees what is no straight line', () => {
    const a = numberColumn('a', rows);
    expect(
      importance(
        [a],
        Float64Array.from(rows, row => (row - 30) ** 2)
      )![0]
    ).toBeGreaterThan(0.8);
  });

  it.each([
    ['too few trials', rows.slice(0, 5), null],
    ['the same value everywhere', rows.map(() => 1), [0]],
    ['no value at all', rows.map(() => NOTHING), null]
  ])('with %s', (_what, values, expected) => {
    expect(
      importance(
        [
          numberColumn(
            'a',
            values.map((_, row) => row)
          )
        ],
        numbers(...values)
      )
    ).toEqual(expected);
  });
});

describe('the best of two metrics', () => {
  const x = numbers(1, 2, 3, 2, NOTHING);
  const y = numbers(5, 4, 1, 3, 9);
  it.each<[[number, number], number[]]>([
    [
      [1, 1],
      [0, 1, 2]
    ],
    [
      [-1, -1],
      [0, 3, 2]
    ],
    [[-1, 1], [0]],
    [[1, -1], [2]]
  ])('with the signs %j', (signs, rows) => {
    expect(paretoFront(x, y, signs)).toEqual(rows);
  });

  it('leaves out exactly what another trial beats', () => {
    const points = fc.array(
      fc.tuple(fc.integer({ max: 9, min: 0 }), fc.integer({ max: 9, min: 0 }))
    );
    fc.assert(
      fc.property(points, list => {
        const columns = [0, 1].map(axis => Float64Array.from(list, point => point[axis]));
        const front = paretoFront(columns[0], columns[1], [1, 1]);
        const beaten = (row: number) =>
          front.some(
            other =>
              columns[0][other] >= columns[0][row] &&
              columns[1][other] >= columns[1][row] &&
              (columns[0][other] > columns[0][row] || columns[1][other] > columns[1][row])
          );
        const same = (row: number) =>
          front.some(other => [0, 1].every(axis => columns[axis][other] === columns[axis][row]));
        list.forEach((_, row) => expect(beaten(row) !== same(row)).toBe(true));
      })
    );
  });
});

it('knows the best value up to each trial', () => {
  const values = numbers(NOTHING, 2, 1, NOTHING, 3);
  expect([...bestSoFar(values, 1)]).toEqual([NaN, 2, 2, 2, 3]);
  expect([...bestSoFar(values, -1)]).toEqual([NaN, 2, 1, 1, 1]);
});

describe('what is to be expected between the trials', () => {
  const x = numberColumn('x', [0, 1, 0, 1]);
  const y = numberColumn('y', [0, 0, 1, 1]);

  it('is near the value of the nearest', () => {
    const cells = surface(x, y, numbers(0, 1, 2, 3));
    const corners = [0, CELLS - 1, CELLS * (CELLS - 1), CELLS * CELLS - 1].map(cell => cells[cell]);
    corners.forEach((value, index) => expect(value).toBeCloseTo(index, 1));
    const middle = cells[CELLS * (CELLS / 2) + CELLS / 2];
    expect(middle).toBeGreaterThan(1);
    expect(middle).toBeLessThan(2);
  });

  it('is unknown with fewer than three', () => {
    expect(surface(x, y, numbers(0, NOTHING, NOTHING, 3)).every(Number.isNaN)).toBe(true);
  });
});
