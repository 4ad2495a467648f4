import { nullTranslator } from '@jupyterlab/translation';
import { fireEvent, screen } from '@testing-library/react';

import { eventually } from '../../testing/eventually';
import { askForNeeds } from './dialog';

const trans = nullTranslator.load('kubeflow_lab');
const SURROUNDINGS = { images: ['lab:1'], claims: ['data'] };
const QUESTION = {
  step: 'train',
  needs: { limits: {}, settings: {} },
  defaults: { limits: { cpu: '2' }, settings: {} },
  pipeline: {
    parameters: [{ name: 'trees', type: 'int' as const, default: 10 }],
    used: ['trees']
  }
};
const type = (label: string | RegExp, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

it('asks for what a step needs, shows what holds otherwise, and says what is wrong at its field', async () => {
  const asked = askForNeeds(QUESTION, SURROUNDINGS, { trans });
  const cpu = await screen.findByLabelText<HTMLInputElement>('CPU');
  expect(cpu.placeholder).toBe('2');
  type('Memory', 'much');
  fireEvent.click(screen.getByText('Add a volume'));
  type('Volume 1', 'data');
  fireEvent.click(screen.getByText('Set'));
  const sentences = (await screen.findAllByRole('alert', { hidden: true })).map(
    ({ textContent }) => textContent
  );
  expect(sentences).toEqual([
    'Give memory as 4Gi or 512Mi.',
    'Give the folder in the step, as /data.'
  ]);
  await eventually(() => expect(document.activeElement).toBe(screen.getByLabelText('Memory')));
  type('Memory', '4Gi');
  type('Folder 1', '/data');
  fireEvent.click(screen.getByText('Set'));
  expect(await asked).toEqual({
    limits: { memory: '4Gi' },
    settings: { volumes: [{ claim: 'data', path: '/data' }] }
  });
});

it('says what is wrong as soon as its field is left, and asks for what a loop runs over', async () => {
  const asked = askForNeeds(QUESTION, SURROUNDINGS, { trans });
  await screen.findByLabelText('Runs');
  type('Runs', 'items');
  type('Parameter', 'trees');
  type('Values', '10, many');
  expect(screen.queryByRole('alert', { hidden: true })).toBeNull();
  fireEvent.blur(screen.getByLabelText('Values'));
  await screen.findByText('Give values of the parameter’s type, as 10, 100.');
  type('Values', '10, 100');
  fireEvent.click(screen.getByText('Set'));
  expect(await asked).toEqual({
    limits: {},
    settings: { loop: { parameter: 'trees', items: [10, 100] } }
  });
});

it('changes nothing when the person thinks better of it', async () => {
  const asked = askForNeeds(QUESTION, SURROUNDINGS, { trans });
  await screen.findByLabelText('CPU');
  type('CPU', '4');
  fireEvent.click(screen.getByText('Cancel', { selector: '.kfl-Needs button' }));
  expect(await asked).toBeUndefined();
});

it('asks what all steps need: not when one of them runs', async () => {
  const asked = askForNeeds({ ...QUESTION, step: null }, SURROUNDINGS, { trans });
  await screen.findByText('Settings of all steps');
  expect(screen.queryByLabelText('Runs')).toBeNull();
  fireEvent.click(screen.getByText('Add a volume'));
  type('Volume 1', 'data');
  type('Folder 1', '/data');
  fireEvent.change(screen.getByLabelText(/the same code/), { target: { value: 'on' } });
  fireEvent.click(screen.getByText('Set'));
  expect(await asked).toEqual({
    limits: {},
    settings: { cache: true, volumes: [{ claim: 'data', path: '/data' }] }
  });
});
