import { nullTranslator } from '@jupyterlab/translation';
import { render, screen } from '@testing-library/react';

import { answering, modelItem } from '../testing/models';
import { WatchView } from './watch';

// The answers come from outside of the test: there is nothing to wrap them in.
beforeAll(() => Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false }));

const trans = nullTranslator.load('kubeflow_lab');

it('shows what came to each version since one began to look, and what the pods use', async () => {
  let asked = 0;
  const buckets = (requests: number) => [{ within: 0.01, requests }];
  const { connected, act } = answering({
    versions: { items: [] },
    usage: {
      replicas: [
        {
          replica: 'digits-1',
          time: '2026-11-22T08:00:00Z',
          cpu: 0.5,
          cpuLimit: 1,
          memory: 2 ** 28,
          memoryLimit: 2 ** 29
        }
      ],
      why: null
    }
  });
  const others = act.getMockImplementation()!;
  act.mockImplementation((ref, action) => {
    if (action !== 'traffic') {
      return others(ref, action);
    }
    asked += 1;
    const of = (canary: boolean, requests: number, errors: number) => ({
      canary,
      requests,
      errors,
      buckets: buckets(requests)
    });
    const versions = [of(false, 90 * asked, 0), of(true, 10 * asked, asked)];
    return Promise.resolve({ time: 5000 * asked, versions, why: null });
  });
  jest.useFakeTimers({ doNotFake: ['performance'] });
  try {
    const canary = { version: '3', storageUri: '', percent: 10, ready: true, message: '' };
    const item = modelItem();
    render(
      <WatchView
        item={{ ...item, summary: { ...item.summary, canary } }}
        platform={connected}
        trans={trans}
      />
    );
    await jest.advanceTimersByTimeAsync(5_100);
  } finally {
    jest.useRealTimers();
  }
  const table = await screen.findByRole('table', { name: 'Requests' });
  const rows = [...table.querySelectorAll('tbody tr')].map(row =>
    [...row.children].map(cell => cell.textContent)
  );
  expect(rows).toEqual([
    ['Version 2', '90', '18', '0', '5 ms', '9.5 ms'],
    ['Version 3, the canary', '10', '2', '1 (10 %)', '5 ms', '9.5 ms']
  ]);
  expect(screen.getByRole('list', { name: 'CPU and memory' }).textContent).toContain(
    '256 of 512 MiB'
  );
});

it('says why it is not known what comes to a model', async () => {
  const { connected } = answering({
    traffic: { time: 0, versions: [], why: 'It is not known here.' }
  });
  render(<WatchView item={modelItem()} platform={connected} trans={trans} />);
  await screen.findByText('It is not known here.');
  expect(screen.queryByRole('table')).toBeNull();
});
