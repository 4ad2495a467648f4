import { act, render } from '@testing-library/react';
import * as React from 'react';

import { LineChart } from './lineChart';

/** The theme of each drawing. */
const drawn: unknown[] = [];
jest.mock('uplot', () => ({
  __esModule: true,
  default: class {
    constructor() {
      drawn.push(document.body.dataset.jpThemeName);
    }
    setData() {}
    setSize() {}
    destroy() {}
    static join(): unknown[] {
      return [[]];
    }
  }
}));

const LINES = [{ label: 'loss', color: '--kfl-series-0', points: [[1, 2]] as const }];

function setTheme(name: string): void {
  document.body.dataset.jpThemeName = name;
}

beforeEach(() => {
  drawn.length = 0;
  setTheme('Light');
});

it('draws in the colours of each theme', async () => {
  render(<LineChart lines={LINES} xLabel="Step" />);
  await act(async () => setTheme('Dark'));
  expect(drawn).toEqual(['Light', 'Dark']);
});

it('draws anew for a theme that comes while the chart is put onto the page', async () => {
  let isFirst = true;
  /** Switches the theme after everything is rendered, and before the chart can hear of it. */
  function Switch(): null {
    React.useLayoutEffect(() => {
      if (isFirst) {
        isFirst = false;
        setTheme('Dark');
      }
    });
    return null;
  }
  await act(async () => {
    render(
      <>
        <Switch />
        <LineChart lines={LINES} xLabel="Step" />
      </>
    );
  });
  await act(async () => setTheme('Light'));
  expect(drawn.at(-1)).toBe('Light');
});
