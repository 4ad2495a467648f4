import { cleanup, fireEvent, render, screen } from '@testing-library/react';

import { eventually } from '../../testing/eventually';
import { Fixture } from '../../testing/fixture';
import { TestPlatform } from '../../testing/platform';
import { runItem, step } from '../../testing/runs';
import type { Fields } from './form';
import { NewModel } from './newModel';
import type { ModelNotebook } from './notebook';
import { startOf } from './outputs';

// The updates come from a server, not from the test: there is nothing to wrap them in.
beforeAll(() => Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false }));

let fixture: Fixture;
let platform: TestPlatform;
const onServed = jest.fn();

const meta = {
  type: 'sklearn.svm.SVC',
  format: 'joblib',
  python: '3.11',
  packages: { sklearn: '1.7.2' },
  signature: { features: 2, names: null, classes: null }
};
const value = (name: string, type: string) => ({ name, type, shape: '', bytes: 1, head: '' });

beforeEach(async () => {
  jest.clearAllMocks();
  fixture = new Fixture();
  const outputs = [value('data', 'pandas.DataFrame'), value('best_model', 'sklearn.svm.SVC')];
  fixture.put(runItem('digits-1', { steps: [step('train', { outputs })] }));
  fixture.files.texts.set('runs/uid-digits-1/train/best_model/meta.json', JSON.stringify(meta));
  platform = new TestPlatform(await fixture.listen());
});

afterEach(() => {
  cleanup();
  return fixture.close();
});

const onClose = jest.fn();

function open(start: Partial<Fields> = {}, notebook: ModelNotebook | null = null): void {
  const props = { platform, namespace: 'team-a', onClose, onServed };
  render(<NewModel {...props} start={start} notebook={notebook} />);
}

const serve = jest.fn(() => Promise.resolve());
const notebook = { name: 'fit.ipynb', functions: [{ cell: 'c1', name: 'score_all' }], serve };

const field = (label: string) => screen.findByLabelText<HTMLInputElement>(label);
const deploy = async () => fireEvent.click(await screen.findByRole('button', { name: 'Deploy' }));
it('serves a value of a run: its model first, named after it, with rows that it takes', async () => {
  const create = jest.spyOn(platform.client, 'create');
  create.mockResolvedValue({ object: { metadata: { name: 'best-model' } } } as never);
  open();
  fireEvent.change(await field('Run'), { target: { value: 'digits-1' } });
  await screen.findByText('SVC · scikit-learn 1.7.2 · 2 features');
  expect((await field('Name')).value).toBe('best-model');
  await deploy();
  await eventually(() => expect(onServed).toHaveBeenCalledTimes(1));
  expect(create).toHaveBeenCalledWith('inferenceservices', 'team-a', {
    name: 'best-model',
    from: { run: 'digits-1', step: 'train', output: 'best_model' },
    sample: [[0, 0]]
  });
  expect(onServed).toHaveBeenCalledWith({
    plural: 'inferenceservices',
    namespace: 'team-a',
    name: 'best-model'
  });
});

it('says at the value that it is gone from the bucket', async () => {
  open(startOf({ run: 'digits-1', step: 'train', output: 'data' }));
  await screen.findByText(/not in the bucket any more/);
});

it('shows what the server refuses at its field, and keeps what was typed', async () => {
  open(startOf({ run: 'digits-1', step: 'train', output: 'best_model' }));
  fixture.refusal = {
    type: 'about:blank',
    title: 'Conflict',
    status: 409,
    detail: 'Taken.',
    errors: [{ path: 'name', message: 'The name is taken by somebody else.' }]
  };
  await screen.findByText(/2 features/);
  fireEvent.change(await field('Name'), { target: { value: 'mine' } });
  await deploy();
  const sentence = await screen.findByText('The name is taken by somebody else.');
  expect(sentence.getAttribute('role')).toBe('alert');
  expect((await field('Name')).getAttribute('aria-describedby')).toBe(sentence.id);
  expect((await field('Name')).value).toBe('mine');
  expect(onServed).not.toHaveBeenCalled();
});

it('asks for an address where the model lies elsewhere', async () => {
  open();
  fireEvent.click(await screen.findByLabelText('A folder or another address'));
  fireEvent.change(await field('Name'), { target: { value: 'digits' } });
  await deploy();
  await screen.findByText(/Say where the model lies/);
  expect(onServed).not.toHaveBeenCalled();
});

it('lists the runtimes of the cluster, and says what is missing for a format', async () => {
  fixture.servingRuntimes.items = [
    {
      kind: 'ClusterServingRuntime',
      name: 'ours',
      formats: [
        { name: 'sklearn', version: '1', autoSelect: true },
        { name: 'pmml', version: '', autoSelect: false }
      ],
      protocols: ['v1', 'v2'],
      image: 'host/path/ours:7',
      disabled: true
    }
  ];
  fixture.servingRuntimes.items.push({
    ...fixture.servingRuntimes.items[0],
    kind: 'ServingRuntime',
    name: 'own',
    disabled: false
  });
  open();
  await screen.findByText('own · of this project');
  await screen.findByText('ours · switched off');
  const facts = 'sklearn 1, pmml (where a model names the runtime) · protocols v1, v2';
  expect(screen.getAllByText(facts)).toHaveLength(2);
  expect(screen.getAllByText('ours:7')[0].title).toBe('host/path/ours:7');
  fireEvent.click(await screen.findByLabelText('A folder or another address'));
  await screen.findByText('Served by own.');
  fireEvent.change(await field('Format'), { target: { value: 'caffe' } });
  await screen.findByText(/No runtime of the cluster serves models of the format caffe/);
});

it('says why the runtimes are not known', async () => {
  const list = jest.spyOn(platform.client, 'servingRuntimes');
  list.mockRejectedValue(new TypeError('Failed to fetch'));
  open();
  await screen.findByText(/The server cannot be reached/);
});

it('serves a variable of the notebook in front by a cell of it', async () => {
  open({}, notebook);
  fireEvent.click(await screen.findByLabelText('A variable of the notebook'));
  await deploy();
  await screen.findByText(/name of the variable that holds the model/);
  fireEvent.change(await field('Variable'), { target: { value: 'best_model' } });
  expect((await field('Name')).value).toBe('best-model');
  fireEvent.change(await field('Sample rows, to try it with'), { target: { value: 'X.head(3)' } });
  await deploy();
  expect(serve).toHaveBeenCalledWith(
    "%deploy best_model --name best-model --sample 'X.head(3)'",
    null
  );
  expect(onClose).toHaveBeenCalledTimes(1);
});

it('serves a function of a cell, by itself or before a model', async () => {
  open({}, notebook);
  fireEvent.click(await screen.findByLabelText('A function of a cell'));
  await deploy();
  await screen.findByText('Choose the function.');
  fireEvent.change(await field('Function'), { target: { value: 'c1' } });
  await deploy();
  expect(serve).toHaveBeenLastCalledWith('%%serve --name score-all', 'c1');
  fireEvent.change(await field('Serves as'), { target: { value: 'transformer' } });
  fireEvent.change(await field('Model'), { target: { value: 'digits' } });
  await deploy();
  expect(serve).toHaveBeenLastCalledWith('%%serve --as transformer --for digits', 'c1');
});

it.each(['A variable of the notebook', 'A function of a cell'])(
  'says of "%s" that no notebook is in front',
  async source => {
    open();
    fireEvent.click(await screen.findByLabelText(source));
    await screen.findByText('Open the notebook, so that it stands in front.');
  }
);
