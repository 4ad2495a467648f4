import type { Experiment } from '@kubeflow-lab/resources';
import type { SearchParameter } from '@kubeflow-lab/schema';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { problemOf, ProblemError } from '../../problem';
import { eventually } from '../../testing/eventually';
import { Fixture } from '../../testing/fixture';
import { TestPlatform } from '../../testing/platform';
import { sweepItem } from '../../testing/sweeps';
import { SweepForm } from './form';
import { SweepModel, type SweepStart } from './model';

// The updates come from a server, not from the test: there is nothing to wrap them in.
beforeAll(() => Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false }));

const notebooks = [
  {
    path: 'train.ipynb',
    cells: [
      { id: 'c1', title: '1: fit()' },
      { id: 'c2', title: '2: more()' }
    ]
  }
];
const written: SearchParameter[] = [
  { name: 'lr', type: 'double', min: '0.0001', max: '0.1', distribution: 'logUniform' },
  { name: 'units', type: 'discrete', list: ['32', '64'] }
];

let fixture: Fixture;
let platform: TestPlatform;
let model: SweepModel;
const save = jest.fn(() => Promise.resolve());
const onMade = jest.fn();

beforeEach(async () => {
  jest.clearAllMocks();
  fixture = new Fixture();
  platform = new TestPlatform(await fixture.listen());
});

afterEach(async () => {
  cleanup();
  model.dispose();
  await fixture.close();
});

function show(start: SweepStart | null = null): void {
  model = new SweepModel('team-a', start);
  model.know({ images: { jupyter: ['lab:1'], pytorch: ['torch:1'] } });
  render(<SweepForm {...{ model, platform, save, onMade }} notebooks={() => notebooks} />);
}

const fill = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
const choose = fill;
const press = async (name: string) => userEvent.click(screen.getByRole('button', { name }));
const made = { object: sweepItem().object };

it('begins with the ranges of the notebook, and sends the whole sweep for its code', async () => {
  jest.spyOn(platform.client, 'ranges').mockResolvedValue({ parameters: written });
  const train = jest.spyOn(platform.client, 'train').mockResolvedValue(made as never);
  show({ source: { from: 'cell', path: 'train.ipynb', cell: 'c2' } });
  await screen.findByRole('group', { name: 'Parameter units' });
  fill('Name', 'digits');
  fill('Metric', 'accuracy');
  fill('Goal', '0.');
  fill('Goal', '0.99');
  fill('Additional metrics', 'loss, seconds');
  choose('As', 'PyTorchJob');
  choose('Algorithm', 'cmaes');
  await press('Start');
  await eventually(() =>
    expect(onMade).toHaveBeenCalledWith(expect.objectContaining({ name: 'digits' }))
  );
  expect(train).toHaveBeenCalledWith({
    plural: 'experiments',
    path: 'train.ipynb',
    cell: 'c2',
    form: expect.objectContaining({
      name: 'digits',
      image: 'torch:1',
      parameters: written,
      objective: { metric: 'accuracy', type: 'maximize', goal: 0.99 },
      job: { kind: 'PyTorchJob', replicas: expect.arrayContaining([{ role: 'Master', count: 1 }]) }
    })
  });
  const [{ form }] = train.mock.calls[0] as [{ form: { manifest: Experiment } }];
  expect(form.manifest.spec).toMatchObject({
    objective: { additionalMetricNames: ['loss', 'seconds'] },
    algorithm: { algorithmName: 'cmaes' },
    trialTemplate: { primaryContainerName: 'pytorch', trialSpec: { kind: 'PyTorchJob' } }
  });
});

it('asks whether the pipeline of a notebook fits, without saying what its steps run in', async () => {
  jest.spyOn(platform.client, 'ranges').mockResolvedValue({ parameters: written });
  const train = jest.spyOn(platform.client, 'train').mockResolvedValue({ objects: [] });
  show({ source: { from: 'pipeline', path: 'train.ipynb' } });
  await screen.findByRole('group', { name: 'Parameter lr' });
  expect(screen.queryByLabelText('Image')).toBeNull();
  fill('Name', 'digits');
  fill('Metric', 'accuracy');
  await press('Check');
  await screen.findByText('The cluster would take it. Nothing has been made.');
  const [sent] = train.mock.calls[0] as [{ form: { manifest: Experiment } }];
  expect(sent).toMatchObject({
    pipeline: true,
    dryRun: true,
    form: { image: 'lab:1', volumes: [] }
  });
  expect(sent.form.manifest.spec?.trialTemplate).not.toHaveProperty('trialSpec');
});

it('makes a sweep of a command as it is, with all that Katib would fill in', async () => {
  const create = jest.spyOn(platform.client, 'create').mockResolvedValue(made as never);
  show();
  fill('Name', 'digits');
  fill('Metric', 'loss');
  await press('Add a parameter');
  fill('Variable', 'lr');
  fill('From', '0.1');
  fill('To', '1');
  fill('Command', 'python train.py');
  await press('Start');
  // A warning keeps nobody from going on, but is told.
  await screen.findAllByText(/write \$\{trialParameters\.lr\} into the command/);
  await eventually(() => expect(onMade).toHaveBeenCalledTimes(1));
  expect(create).toHaveBeenCalledWith(
    'experiments',
    'team-a',
    expect.objectContaining({
      spec: expect.objectContaining({
        metricsCollectorSpec: { collector: { kind: 'StdOut' } },
        trialTemplate: expect.objectContaining({
          trialParameters: [{ name: 'lr', reference: 'lr' }],
          successCondition: expect.stringContaining('Complete')
        })
      })
    })
  );
});

it('counts the space while it is typed, and says what is missing before anything is asked', async () => {
  const create = jest.spyOn(platform.client, 'create');
  show();
  choose('Algorithm', 'grid');
  await press('Add a parameter');
  choose('Type', 'discrete');
  fill('Values', '1, 2,');
  expect((screen.getByLabelText('Values') as HTMLInputElement).value).toBe('1, 2,');
  fill('Values', '1, 2, 3');
  await screen.findByText('3 combinations; the grid tries all of them, and ends.');
  await press('Add a parameter');
  const second = within(screen.getByRole('group', { name: 'Parameter 2' }));
  fireEvent.change(second.getByLabelText('From'), { target: { value: '0' } });
  fireEvent.change(second.getByLabelText('To'), { target: { value: '1' } });
  await screen.findByText('A grid has to have an end: give each range a step.');
  fireEvent.change(second.getByLabelText('Step'), { target: { value: '0.1' } });
  await screen.findByText('3 × 11 = 33 combinations; the grid tries the first 12 of them.');
  fill('In all', 'x');
  await press('Start');
  expect(screen.getAllByText('Give a whole number, at least 1.')).not.toHaveLength(0);
  expect(create).not.toHaveBeenCalled();
});

it('says when asked why a notebook has no ranges', async () => {
  jest
    .spyOn(platform.client, 'ranges')
    .mockRejectedValue(new ProblemError(problemOf('Tag a cell.')));
  show({ source: { from: 'cell', path: 'train.ipynb', cell: 'c1' } });
  expect(screen.queryByText('Tag a cell.')).toBeNull();
  await press('Read the ranges of the notebook');
  await screen.findByText('Tag a cell.');
});

describe('the text', () => {
  const type = async (text: string) => {
    fireEvent.change(screen.getByLabelText('Sweep in YAML'), { target: { value: text } });
  };
  const yaml = () => (screen.getByLabelText('Sweep in YAML') as HTMLTextAreaElement).value;

  it('follows the form, and the form the text; what the form does not show stays', async () => {
    show();
    fill('Metric', 'loss');
    await eventually(() => expect(yaml()).toContain('objectiveMetricName: loss'));
    await type(
      yaml()
        .replace('maxTrialCount: 12', 'maxTrialCount: 40')
        .replace('spec:', 'spec:\n  nasConfig: {}')
    );
    await eventually(() =>
      expect((screen.getByLabelText('In all') as HTMLInputElement).value).toBe('40')
    );
    fill('Metric', 'accuracy');
    await eventually(() => expect(yaml()).toContain('nasConfig'));
  });

  it.each([
    ['a: [', /Line 1/],
    ['kind: TFJob', /no Experiment of kubeflow.org\/v1beta1/],
    [
      'kind: Experiment\napiVersion: kubeflow.org/v1beta1\nmetadata: {namespace: b}',
      /for the project b/
    ],
    ['kind: Experiment\napiVersion: kubeflow.org/v1beta1', /no spec/],
    [
      'kind: Experiment\napiVersion: kubeflow.org/v1beta1\nspec: {}',
      /neither Jobs nor training jobs/
    ]
  ])('is refused: %s', async (text, sentence) => {
    show();
    await eventually(() => expect(yaml()).toContain('Experiment'));
    await type(text);
    expect((await screen.findAllByText(sentence))[0]).toBeTruthy();
    expect(yaml()).toBe(text);
  });
});
