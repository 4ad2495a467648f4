import { nullTranslator } from '@jupyterlab/translation';
import { fireEvent, render, screen } from '@testing-library/react';

import { eventually } from '../testing/eventually';
import { answering, changes, modelItem } from '../testing/models';
import { ScaleView, stateOf } from './scale';

// The answers come from outside of the test: there is nothing to wrap them in.
beforeAll(() => Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false }));

const trans = nullTranslator.load('kubeflow_lab');
const scale = modelItem().summary.scale!;

it.each([
  [{}, '2 of 1–5 replicas; CPU 40 % of 100m (wanted: 80 %).'],
  [{ measured: null }, '2 of 1–5 replicas; CPU not measured yet, wanted 80 % of 100m.'],
  [{ min: 2, max: 2 }, '2 of 2 replicas.'],
  [
    { min: 0, max: null, metric: 'rps' as const, target: 50 },
    '2 of 0 or more replicas; Requests a second: 50 for each.'
  ]
])('tells how %j stands', (change, text) => {
  expect(stateOf({ ...scale, ...change }, 2, trans)).toBe(text);
});

it('changes the scale, and offers what the cluster counts', async () => {
  const { connected, act } = answering({ scale: {} });
  render(<ScaleView item={modelItem()} platform={connected} trans={trans} />);
  const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Change scale' });
  expect(button.disabled).toBe(true);
  const offers = screen.getAllByRole<HTMLOptionElement>('option');
  expect(offers.map(({ disabled }) => disabled)).toEqual([false, false, true, true]);
  fireEvent.change(screen.getByLabelText('At most'), { target: { value: '3' } });
  fireEvent.change(screen.getByLabelText('By'), { target: { value: 'memory' } });
  fireEvent.change(screen.getByLabelText('Target in %'), { target: { value: '70' } });
  fireEvent.click(button);
  const form = { minReplicas: 1, maxReplicas: 3, metric: 'memory', target: 70 };
  await eventually(() => expect(changes(act)).toEqual([['scale', form]]));
});

it('leaves what only the YAML says alone', () => {
  const { connected } = answering({});
  const item = modelItem();
  const offers = scale.offers.map(({ metric }) => ({ metric, why: 'KEDA scales it.' }));
  item.summary.scale = { ...scale, metric: null, target: null, offers };
  render(<ScaleView item={item} platform={connected} trans={trans} />);
  expect(screen.getByText('KEDA scales it.')).toBeTruthy();
  expect(screen.queryByRole('button')).toBeNull();
});
