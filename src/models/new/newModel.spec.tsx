import { cleanup, fireEvent, render, screen } from '@testing-library/react';

import { eventually } from '../../testing/eventually';
import { Fixture } from '../../testing/fixture';
import { TestPlatform } from '../../testing/platform';
import { runItem, step } from '../../testing/runs';
import { NewModel } from './newModel';

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

function open(chosen = null as { run: string; step: string; output: string } | null): void {
  const props = { platform, namespace: 'team-a', onClose: jest.fn(), onServed };
  render(<NewModel {...props} chosen={chosen} />);
}

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
  open({ run: 'digits-1', step: 'train', output: 'data' });
  await screen.findByText(/not in the bucket any more/);
});

it('shows what the server refuses at its field, and keeps what was typed', async () => {
  open({ run: 'digits-1', step: 'train', output: 'best_model' });
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
