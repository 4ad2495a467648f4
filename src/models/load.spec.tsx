import { nullTranslator } from '@jupyterlab/translation';
import { fireEvent, render, screen } from '@testing-library/react';

import { eventually } from '../testing/eventually';
import { answering, modelItem } from '../testing/models';
import { LoadForm } from './load';

// The answers come from outside of the test: there is nothing to wrap them in.
beforeAll(() => Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false }));

const trans = nullTranslator.load('kubeflow_lab');

it('puts the version or its canary under load, shows the figures, and ends it when asked to', async () => {
  const { connected } = answering({
    versions: { items: [] },
    traffic: { time: 0, versions: [], why: '' },
    usage: { replicas: [], why: null }
  });
  const load = jest.spyOn(connected.client, 'load');
  load.mockResolvedValueOnce({
    requests: 1000,
    errors: 2,
    seconds: 2,
    median: 3.21,
    p95: 8,
    p99: 12,
    longest: 20,
    course: [490, 510],
    problem: '500 {"error": "no rows"}'
  });
  const item = modelItem();
  item.summary.canary = { version: '3', storageUri: '', percent: 10, ready: true, message: '' };
  render(<LoadForm item={item} body={{ instances: [[1]] }} platform={connected} trans={trans} />);
  const start = screen.getByRole<HTMLButtonElement>('button', { name: 'Start', hidden: true });
  fireEvent.change(screen.getByLabelText('Seconds'), { target: { value: '31' } });
  expect(start.disabled).toBe(true);
  fireEvent.change(screen.getByLabelText('Seconds'), { target: { value: '2' } });
  fireEvent.click(start);
  const table = await screen.findByLabelText('Load on version 2');
  expect([...table.querySelectorAll('td')].map(cell => cell.textContent)).toEqual([
    '1000',
    '500',
    '2',
    '3.21 ms',
    '8 ms',
    '12 ms',
    '20 ms'
  ]);
  expect(screen.getByText('The first error: 500: no rows')).toBeTruthy();
  const form = { name: 'digits', body: { instances: [[1]] }, seconds: 2, concurrent: 4 };
  expect(load.mock.calls[0][0]).toEqual({ ...form, part: 'predictor' });

  load.mockImplementationOnce(
    (_, signal) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new Error('ended')))
      )
  );
  fireEvent.click(screen.getByLabelText('The canary'));
  fireEvent.click(start);
  fireEvent.click(screen.getByText('End'));
  await eventually(() => expect(start.disabled).toBe(false));
  expect(load.mock.calls[1][0]).toEqual({ ...form, part: 'canary' });
  expect(screen.queryByRole('alert', { hidden: true })).toBeNull();
});
