import { Board, type BoardData } from './board';
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

let frames: FrameRequestCallback[];
beforeEach(() => {
  frames = [];
  jest.spyOn(window, 'requestAnimationFrame').mockImplementation(frame => frames.push(frame));
});
afterEach(() => jest.restoreAllMocks());
const paintAll = () => {
  while (frames.length > 0) {
    frames.shift()!(0);
  }
};

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

it('paints what is under the pointer first, and gives the browser its turn in between', () => {
  const one = board();
  let now = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
  const painted: string[] = [];
  const slow = (name: string) => () => {
    painted.push(name);
    now += 20;
  };
  const [first, second] = [slow('first'), slow('second')];
  const end = one.onPaint(first);
  one.onPaint(second);
  paintAll();
  painted.length = 0;
  one.filter([['accuracy', [0, 1]]], second);
  expect(frames).toHaveLength(1);
  frames.shift()!(0);
  expect(painted).toEqual(['second']);
  paintAll();
  expect(painted).toEqual(['second', 'first']);
  end();
  one.clear();
  paintAll();
  expect(painted).toEqual(['second', 'first', 'second']);
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
