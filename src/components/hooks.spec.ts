import { pace } from './hooks';

describe('pace', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('calls at once, then with the newest value only, and never after its end', () => {
    const act = jest.fn();
    const { call, end } = pace(act, 100);
    [1, 2, 3].forEach(call);
    expect(act.mock.calls).toEqual([[1]]);
    jest.advanceTimersByTime(100);
    expect(act.mock.calls).toEqual([[1], [3]]);
    call(4);
    jest.advanceTimersByTime(100);
    expect(act.mock.calls).toEqual([[1], [3], [4]]);
    jest.advanceTimersByTime(500);
    call(5);
    expect(act.mock.calls.at(-1)).toEqual([5]);
    call(6);
    end();
    jest.advanceTimersByTime(500);
    expect(act.mock.calls.at(-1)).toEqual([5]);
  });
});
