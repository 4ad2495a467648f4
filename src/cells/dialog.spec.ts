import { nullTranslator } from '@jupyterlab/translation';
import { fireEvent, screen } from '@testing-library/react';

import { eventually } from '../testing/eventually';
import { askForRole } from './dialog';

const trans = nullTranslator.load('kubeflow_lab');
const answer = (button: 'Set' | 'Cancel') => fireEvent.click(screen.getByText(button));
const name = () => screen.findByLabelText<HTMLInputElement>(/^Name of the step/);

it('asks again, with what was typed, for a name that no step can have', async () => {
  const asked = askForRole({ kind: 'step', name: '', after: ['load'] }, 1, ['load'], trans);
  const field = await name();
  fireEvent.change(field, { target: { value: 'Train Forest' } });
  answer('Set');
  await eventually(async () => expect(await name()).not.toBe(field));
  const again = await name();
  expect(again.value).toBe('Train Forest');
  expect(again.getAttribute('aria-invalid')).toBe('true');
  fireEvent.change(again, { target: { value: 'train_forest' } });
  answer('Set');
  expect(await asked).toEqual({ kind: 'step', name: 'train_forest', after: ['load'] });
});

it('changes nothing when the person thinks better of it', async () => {
  const asked = askForRole({ kind: 'step', name: 'bad name', after: [] }, 2, [], trans);
  await name();
  expect(screen.getByText('What are these 2 cells in the pipeline?')).toBeTruthy();
  answer('Cancel');
  expect(await asked).toBeUndefined();
});
