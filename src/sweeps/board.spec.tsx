import { nullTranslator } from '@jupyterlab/translation';
import { act, fireEvent, render, screen, within } from '@testing-library/react';

import { sweepItem, trial } from '../testing/sweeps';
import SweepBoard from './board';
import { boardDataOf } from './boardData';

const trans = nullTranslator.load('kubeflow_lab');
const { summary } = sweepItem();

/** A canvas that draws nothing: 300 × 150 pixels, as the browser's is by default. */
function blankCanvas(): void {
  const context = new Proxy({}, { get: () => () => ({ width: 0 }), set: () => true });
  jest
    .spyOn(HTMLCanvasElement.prototype, 'getContext')
    .mockReturnValue(context as unknown as RenderingContext);
  jest.spyOn(HTMLCanvasElement.prototype, 'clientWidth', 'get').mockReturnValue(640);
  HTMLCanvasElement.prototype.setPointerCapture = () => undefined;
}

beforeEach(() => {
  // jsdom has no pointers; a mouse is one.
  Object.defineProperty(window, 'PointerEvent', { value: MouseEvent, configurable: true });
  jest.useFakeTimers();
  blankCanvas();
});
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

const many = Array.from({ length: 12 }, (_, row) =>
  trial(
    `t${row}`,
    String(row / 12),
    { lr: String(row / 100), optimizer: row % 2 ? 'adam' : 'sgd' },
    {
      metrics: {
        accuracy: { value: String(row / 12), min: '0', max: String(row / 12) },
        seconds: { value: String(12 - row), min: '', max: '' }
      },
      curve: [
        [1, 0],
        [2, row / 12]
      ]
    }
  )
);

function show(change: Partial<Parameters<typeof SweepBoard>[0]> = {}) {
  const onFilter = jest.fn();
  const onChoose = jest.fn();
  render(
    <SweepBoard
      summary={{ ...summary, trials: many }}
      name="digits"
      brief={false}
      chosen={null}
      {...{ onFilter, onChoose, trans }}
      {...change}
    />
  );
  act(() => jest.advanceTimersByTime(100));
  return { onFilter, onChoose };
}

const drag = (picture: HTMLElement, from: [number, number], to: [number, number]) => {
  const at = ([clientX, clientY]: [number, number]) => ({ clientX, clientY });
  fireEvent.pointerDown(picture, at(from));
  fireEvent.pointerMove(picture, at(to));
  fireEvent.pointerUp(picture, at(to));
  act(() => jest.advanceTimersByTime(500));
};

describe('the pictures of a sweep', () => {
  it('are all there where there is something to draw', () => {
    show();
    expect(screen.getAllByRole('img').map(picture => picture.getAttribute('aria-label'))).toEqual([
      'accuracy of each trial',
      'Parallel coordinates of the trials',
      'accuracy by lr',
      'accuracy by optimizer',
      'accuracy by optimizer and lr',
      'accuracy within each trial',
      'accuracy against seconds'
    ]);
    const [first, second] = screen.getAllByRole('listitem');
    expect([first.textContent, second.textContent]).toEqual([
      expect.stringMatching(/^lr(100|9\d) %$/),
      expect.stringMatching(/^optimizer\d %$/)
    ]);
  });

  it('are the two that say most in a card', () => {
    show({ brief: true });
    expect(screen.getAllByRole('img')).toHaveLength(2);
  });

  it.each([
    ['one trial', many.slice(0, 1)],
    ['a trial without a value', [trial('a', null, { lr: '1', optimizer: 'x' })]]
  ])('can be drawn of %s', (_what, trials) => {
    show({ summary: { ...summary, trials } });
    expect(screen.getAllByRole('img').length).toBeGreaterThan(3);
    expect(screen.queryByRole('list')).toBeNull();
  });

  it('choose trials where the pointer is drawn over one, for all of them and the table', () => {
    const { onFilter } = show();
    drag(screen.getByLabelText('accuracy of each trial'), [50, 0], [330, 200]);
    expect(screen.getByText('6 of 12 trials are chosen.')).toBeTruthy();
    const [names] = onFilter.mock.lastCall as [Set<string>];
    expect([...names]).toEqual(many.slice(0, 6).map(({ name }) => name));
    fireEvent.click(screen.getByRole('button', { name: 'Show all' }));
    act(() => jest.advanceTimersByTime(500));
    expect(onFilter).toHaveBeenLastCalledWith(null);
    expect(screen.queryByText(/are chosen/)).toBeNull();
  });

  it('pick out the trial that is clicked', () => {
    const { onChoose } = show();
    drag(screen.getByLabelText('accuracy of each trial'), [52, 164], [52, 164]);
    expect(onChoose).toHaveBeenLastCalledWith('t0');
  });

  it('let two parameters change places', () => {
    show();
    const axis = (name: string) => screen.getByRole<HTMLSelectElement>('combobox', { name });
    const horizontal = axis('Parameter of the horizontal axis');
    expect(horizontal.value).toBe('lr');
    fireEvent.change(horizontal, { target: { value: 'optimizer' } });
    expect([horizontal.value, axis('Parameter of the vertical axis').value]).toEqual([
      'optimizer',
      'lr'
    ]);
  });

  it('are saved by a button that says which', () => {
    show();
    const figure = screen.getByLabelText('accuracy of each trial').closest('figure')!;
    const download = jest.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue();
    jest.spyOn(HTMLCanvasElement.prototype, 'toDataURL').mockReturnValue('data:,');
    fireEvent.click(within(figure).getByRole('button', { name: /^Save picture/ }));
    expect((download.mock.contexts[0] as HTMLAnchorElement).download).toBe('digits-history.png');
  });
});

describe('the trials as they are drawn', () => {
  it('are good by rank, as the objective wants it', () => {
    const quality = (type: string) => [
      ...boardDataOf({ ...summary, objective: { ...summary.objective, type } }, '#').quality
    ];
    expect(quality('maximize')).toEqual([0, 1, NaN]);
    expect(quality('minimize')).toEqual([1, 0, NaN]);
  });

  it('have no column of a metric without numbers', () => {
    const seconds = { value: 'nan', min: '', max: '' };
    const trials = summary.trials.map(one => ({ ...one, metrics: { ...one.metrics, seconds } }));
    expect(boardDataOf({ ...summary, trials }, '#').others).toEqual([]);
  });
});
