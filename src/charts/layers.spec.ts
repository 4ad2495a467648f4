import { Board } from './board';
import { numberColumn } from './columns';
import { Layers, type Picture } from './layers';

const values = Array.from({ length: 120 }, (_, row) => row / 120);
const column = numberColumn('accuracy', values);

const boardOf = () =>
  new Board({
    names: values.map((_, row) => `trial-${row}`),
    parameters: [],
    objective: column,
    number: numberColumn('Trial', [...values.keys()]),
    others: [],
    sign: 1,
    quality: Float64Array.from(values),
    curves: [],
    stopped: []
  });

/** A canvas 640 pixels wide that draws nothing, and what is asked of it and of those beside it. */
function blank() {
  const canvas = document.createElement('canvas');
  const onto: string[] = [];
  const contextOf = (name: string) =>
    new Proxy(
      {},
      { get: (_, what) => () => onto.push(`${name} ${String(what)}`), set: () => true }
    );
  jest.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(function (
    this: HTMLCanvasElement
  ) {
    return contextOf(this === canvas ? 'page' : 'beside') as unknown as RenderingContext;
  } as never);
  Object.defineProperty(canvas, 'clientWidth', { value: 640, configurable: true });
  return { canvas, onto };
}

afterEach(() => jest.restoreAllMocks());

/** A picture, and the trials that it marked since they were last asked for. */
function marking(of: readonly unknown[] = [column]) {
  let marked: number[] = [];
  const picture: Picture = { of, marks: () => ({ perStep: 20, draw: row => marked.push(row) }) };
  const taken = () => {
    const rows = marked;
    marked = [];
    return rows;
  };
  return { picture, taken };
}

const all = (steps: Iterable<void>) => [...steps].length;

it('marks the trials that are chosen, in many small steps, and shows them when all are there', () => {
  const { canvas, onto } = blank();
  const { picture, taken } = marking();
  const steps = new Layers(canvas, boardOf()).paint(picture, 200);
  steps.next();
  expect(taken().length).toBeLessThan(40);
  expect(canvas.getAttribute('aria-busy')).toBe('true');
  expect(onto.filter(what => what.startsWith('page'))).toEqual([]);
  all(steps);
  expect(canvas.hasAttribute('aria-busy')).toBe(false);
  expect(onto.filter(what => what === 'page drawImage')).toHaveLength(1);
});

it('marks those that are left out once, and what is chosen with each choice', () => {
  const { canvas } = blank();
  const board = boardOf();
  const layers = new Layers(canvas, board);
  const { picture, taken } = marking();
  all(layers.paint(picture, 200));
  expect(taken()).toHaveLength(120);
  board.filter([['accuracy', [0, 0.499]]]);
  all(layers.paint(picture, 200));
  expect(taken()).toHaveLength(120 + 60);
  board.filter([['accuracy', [0, 0.24]]]);
  all(layers.paint(picture, 200));
  expect(taken()).toHaveLength(29);
});

it('marks nothing anew but the trial that is picked out, where no other trials are chosen', () => {
  const { canvas } = blank();
  const board = boardOf();
  const layers = new Layers(canvas, board);
  const { picture, taken } = marking();
  all(layers.paint(picture, 200));
  taken();
  board.choose(7);
  expect(all(layers.paint(picture, 200))).toBe(0);
  expect(taken()).toEqual([7]);
});

it('marks all anew where it is of other things', () => {
  const { canvas } = blank();
  const layers = new Layers(canvas, boardOf());
  all(layers.paint(marking().picture, 200));
  const { picture, taken } = marking([numberColumn('loss', values)]);
  all(layers.paint(picture, 200));
  expect(taken()).toHaveLength(120);
});
