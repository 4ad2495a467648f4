import { Board, type BoardData, type Painter } from './board';
import { numberColumn, textColumn } from './columns';

function dataOf(accuracy: number[], optimizers = ['sgd', 'adam', 'sgd', 'adam']): BoardData {
  return {
    names: accuracy.map((_, row) => `trial-${row}`),
    parameters: [textColumn('optimizer', optimizers.slice(0, accuracy.length))],
    objective: numberColumn('accuracy', accuracy),
    number: numberColumn(
      'Trial',
      accuracy.map((_, row) => row + 1)
    ),
    others: [],
    sign: 1,
    quality: Float64Array.from(accuracy),
    curves: accuracy.map(() => []),
    stopped: accuracy.map(() => false)
  };
}

const board = () => new Board(dataOf([0.1, 0.5, 0.9, NaN]));

/** jsdom has none. */
class Channel {
  port1 = { onmessage: () => undefined, close: () => undefined };
  port2 = { postMessage: () => setTimeout(() => this.port1.onmessage()) };
}

beforeEach(() => {
  jest.useFakeTimers();
  Object.assign(globalThis, { MessageChannel: Channel });
});
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

it('chooses the trials that are in all ranges, and none without a value', () => {
  const one = board();
  expect([...one.passing]).toEqual([1, 1, 1, 1]);
  one.filter([['accuracy', [0, 0.6]]]);
  expect([...one.passing]).toEqual([1, 1, 0, 0]);
  one.filter([['optimizer', [-0.5, 0.5]]]);
  expect([...one.passing]).toEqual([0, 1, 0, 0]);
  one.filter([['accuracy', null]]);
  expect([...one.passing]).toEqual([0, 1, 0, 1]);
  one.clear();
  expect([...one.passing, one.isFiltered]).toEqual([1, 1, 1, 1, false]);
});

it('keeps what is chosen when there are more trials', () => {
  const one = board();
  one.filter([['accuracy', [0, 0.6]]]);
  one.choose(1);
  one.update(dataOf([0.1, 0.5, 0.9, 0.3]));
  expect([...one.passing]).toEqual([1, 1, 0, 1]);
  expect(one.chosen).toBe(1);
  one.update(dataOf([0.1]));
  expect(one.chosen).toBeNull();
});

describe('pictures', () => {
  /** When the next slice is; time goes on only while something is painted. */
  const nextSlice = () => jest.advanceTimersToNextTimer();
  let now: number;
  let painted: string[];
  /** A picture of some steps, each of which takes longer than the browser may wait. */
  const slow = (name: string, steps = 1): Painter =>
    function* () {
      for (let step = 1; step <= steps; step += 1) {
        painted.push(`${name}${step}`);
        now += 20;
        yield;
      }
    };
  const settle = () => {
    jest.runAllTimers();
    painted = [];
  };
  beforeEach(() => {
    now = 0;
    painted = [];
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });

  it('are painted a little at a time, the one under the pointer first', () => {
    const one = board();
    const [first, second] = [slow('a', 2), slow('b', 2)];
    one.onPaint(first);
    one.onPaint(second);
    settle();
    one.filter([['accuracy', [0, 1]]], second);
    expect(painted).toEqual([]);
    nextSlice();
    expect(painted).toEqual(['b1']);
    jest.runAllTimers();
    expect(painted).toEqual(['b1', 'b2', 'a1', 'a2']);
  });

  it('give way to the one under the pointer, which is ended whatever changes meanwhile', () => {
    const one = board();
    const [first, second] = [slow('a', 2), slow('b', 2)];
    one.onPaint(first);
    one.onPaint(second);
    settle();
    one.clear();
    nextSlice();
    one.filter([['accuracy', [0, 1]]], second);
    nextSlice();
    one.filter([['accuracy', [0, 2]]], second);
    jest.runAllTimers();
    expect(painted).toEqual(['a1', 'b1', 'b2', 'b1', 'b2', 'a1', 'a2']);
  });

  it('of other trials are not ended', () => {
    const one = board();
    one.onPaint(slow('a', 3));
    nextSlice();
    one.update(dataOf([0.1]));
    jest.runAllTimers();
    expect(painted).toEqual(['a1', 'a1', 'a2', 'a3']);
  });

  it('that are gone are not painted, nor ended', () => {
    const one = board();
    const end = one.onPaint(slow('a', 3));
    nextSlice();
    end();
    one.clear();
    jest.runAllTimers();
    expect(painted).toEqual(['a1']);
  });
});

it('tells of each change of what is chosen', () => {
  const one = board();
  const heard = jest.fn();
  const end = one.onChange(heard);
  one.filter([['accuracy', [0, 1]]]);
  one.choose(2);
  one.choose(2);
  expect(heard).toHaveBeenCalledTimes(2);
  end();
  one.clear();
  expect(heard).toHaveBeenCalledTimes(2);
});
