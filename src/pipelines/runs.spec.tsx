import { nullTranslator } from '@jupyterlab/translation';
import { fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { eventually } from '../testing/eventually';
import { Fixture } from '../testing/fixture';
import { modelItem } from '../testing/models';
import { TestPlatform } from '../testing/platform';
import { runItem, step } from '../testing/runs';
import { AgainForm } from './again';
import { runCard } from './card';
import { RunPicture } from './picture';
import { runActions, runKind } from './runs';

const trans = nullTranslator.load('kubeflow_lab');
const kind = runKind(trans);

describe('the actions of a run', () => {
  const platform = new TestPlatform('http://127.0.0.1:1/');
  const enabled = (item: ReturnType<typeof runItem>) =>
    runActions({ item, platform }, kind, trans)
      .filter(action => action.enabled)
      .map(({ id }) => id);

  it.each([
    ['running', runItem('a', { phase: 'Running' }), ['suspend', 'stop', 'resubmit', 'vary']],
    [
      'suspended',
      runItem('a', { phase: 'Pending' }, { suspend: true }),
      ['resume', 'stop', 'resubmit', 'vary']
    ],
    [
      'with a step that waits until it is resumed',
      runItem('a', { phase: 'Queued', steps: [step('gate', { reason: 'Suspended' })] }),
      ['resume', 'stop', 'resubmit', 'vary']
    ],
    ['failed', runItem('a', { phase: 'Failed' }), ['retry', 'resubmit', 'vary']],
    ['stopped', runItem('a', { phase: 'Stopped' }), ['retry', 'resubmit', 'vary']],
    ['succeeded', runItem('a', { phase: 'Succeeded' }), ['resubmit', 'vary']]
  ])('%s', (_state, item, ids) => {
    expect(enabled(item)).toEqual(ids);
    for (const action of runActions({ item, platform }, kind, trans)) {
      expect(action.enabled || action.reason).toBeTruthy();
    }
  });

  it('opens the run that is made when one runs again', async () => {
    const fixture = new Fixture();
    const connected = new TestPlatform(await fixture.listen());
    connected.actions = { open: jest.fn(), delete: jest.fn(), openNotebook: jest.fn() };
    jest.spyOn(connected.client, 'act').mockResolvedValue(runItem('again'));
    const actions = runActions({ item: runItem('a'), platform: connected }, kind, trans);
    await actions.find(({ id }) => id === 'resubmit')!.run();
    expect(connected.actions.open).toHaveBeenCalledWith({
      plural: 'workflows',
      namespace: 'team-a',
      name: 'again'
    });
    await fixture.close();
  });
});

describe('a run once more with other values', () => {
  const object = { plural: 'workflows', namespace: 'team-a', name: 'train' } as const;

  it('gives the values that were changed, and leads to the new run', async () => {
    const platform = new TestPlatform('http://127.0.0.1:1/');
    const act = jest.spyOn(platform.client, 'act').mockResolvedValue(runItem('train-2'));
    const onMade = jest.fn();
    const parameters = { depth: '5', trees: '10' };
    render(<AgainForm {...{ platform, object, parameters, onMade }} onClose={jest.fn()} />);
    fireEvent.change(screen.getByLabelText('depth'), { target: { value: '7' } });
    fireEvent.click(screen.getByText('Run again'));
    await eventually(() => expect(onMade).toHaveBeenCalledWith({ ...object, name: 'train-2' }));
    expect(act).toHaveBeenCalledWith(object, 'resubmit', { parameters: { depth: '7' } });
  });

  it('keeps what was typed when the server refuses', async () => {
    const platform = new TestPlatform('http://127.0.0.1:1/');
    jest.spyOn(platform.client, 'act').mockRejectedValue(new Error('No room.'));
    const props = { platform, object, parameters: { depth: '5' }, onMade: jest.fn() };
    render(<AgainForm {...props} onClose={jest.fn()} />);
    fireEvent.change(screen.getByLabelText('depth'), { target: { value: '7' } });
    fireEvent.click(screen.getByText('Run again'));
    expect((await screen.findByRole('alert')).textContent).toContain('No room.');
    expect(screen.getByLabelText<HTMLInputElement>('depth').value).toBe('7');
  });
});

describe('the picture of a run', () => {
  const loadValue = jest.fn();

  function show(item = runItem('train')) {
    const platform = new TestPlatform('http://127.0.0.1:1/');
    const showLog = jest.fn();
    render(<RunPicture {...{ item, platform, showLog, loadValue, trans }} gone={false} />);
    return showLog;
  }

  it('draws every step with its state, also those that wait', async () => {
    show();
    await screen.findByRole('button', { name: 'load: Succeeded' });
    for (const label of [
      'load: Succeeded',
      'forest: Failed. ValueError: too deep',
      'report: Queued'
    ]) {
      expect(screen.getByRole('button', { name: label })).toBeTruthy();
    }
  });

  it('tells the commit of git that it was started from', () => {
    const commit = '0123456789abcdef0123456789abcdef01234567';
    show(runItem('train', { git: { commit, changed: true } }));
    const told = screen.getByTitle(`Commit ${commit}, with changes that it does not hold`);
    expect(told.textContent).toBe('01234567+');
    expect(told.parentElement?.textContent).toBe('digits.ipynb 01234567+');
  });

  it('begins with what failed, as Python wrote it, and shows its log', async () => {
    const showLog = show();
    const section = screen.getByRole('region', { name: 'Step forest' });
    expect(within(section).getByLabelText('Error').textContent).toBe(
      'ValueError: too deep\n  line 3'
    );
    await userEvent.click(within(section).getByRole('button', { name: 'Log' }));
    expect(showLog).toHaveBeenCalledWith('forest');
  });

  it('shows the values of the step that is chosen', async () => {
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'load: Succeeded' }));
    await eventually(() =>
      expect(screen.getByRole('region', { name: 'Step load' }).textContent).toContain(
        '1797 × 64920 kB'
      )
    );
  });

  it('loads a stored value into the notebook', async () => {
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'load: Succeeded' }));
    await userEvent.click(screen.getByTitle(/^Load data/));
    const value = { run: 'train', step: 'load', name: 'data' };
    expect(loadValue).toHaveBeenCalledWith(value, 'digits.ipynb');
  });

  it('leads to the models that are served from it, at the run and at the value', async () => {
    const fixture = new Fixture();
    const platform = new TestPlatform(await fixture.listen());
    platform.actions = { open: jest.fn(), delete: jest.fn(), openNotebook: jest.fn() };
    const made = (name: string, run: string) => {
      const { object, summary } = modelItem();
      const metadata = { ...object.metadata, name, uid: name };
      const origin = { run, step: 'load', output: 'data' };
      const model = { object: { ...object, metadata }, summary: { ...summary, origin } };
      fixture.put(model);
    };
    made('digits', 'train');
    made('other', 'another-run');
    const item = runItem('train');
    render(<RunPicture {...{ item, platform, showLog: jest.fn(), trans }} gone={false} />);
    await userEvent.click(await screen.findByRole('button', { name: 'digits, version 2' }));
    const model = { plural: 'inferenceservices', namespace: 'team-a', name: 'digits' };
    expect(platform.actions.open).toHaveBeenCalledWith(model);
    expect(screen.queryByText(/^other/)).toBeNull();
    await userEvent.click(await screen.findByRole('button', { name: 'load: Succeeded' }));
    const section = screen.getByRole('region', { name: 'Step load' });
    expect(within(section).getByRole('button', { name: 'digits, version 2' })).toBeTruthy();
    await fixture.close();
  });

  it('finds the models that were made from the data of a step', async () => {
    const platform = new TestPlatform('http://127.0.0.1:1/');
    platform.actions = { open: jest.fn(), delete: jest.fn(), openNotebook: jest.fn() };
    const act = jest.spyOn(platform.client, 'act').mockResolvedValue({
      items: ['data', 'labels'].map(value => ({ value, model: 'pixels', version: '4' }))
    });
    const item = runItem('train');
    render(<RunPicture {...{ item, platform, showLog: jest.fn(), trans }} gone={false} />);
    await userEvent.click(await screen.findByRole('button', { name: 'load: Succeeded' }));
    await userEvent.click(screen.getByRole('button', { name: 'Find models made from this data' }));
    const run = { plural: 'workflows', namespace: 'team-a', name: 'train' };
    expect(act).toHaveBeenCalledWith(run, 'models', { step: 'load' });
    const found = await screen.findByRole('button', { name: 'pixels, version 4' });
    expect(found.title).toBe('Made from the same data as data, labels of this step');
    await userEvent.click(found);
    const model = { plural: 'inferenceservices', namespace: 'team-a', name: 'pixels' };
    expect(platform.actions.open).toHaveBeenCalledWith(model);
  });

  it('draws a loop as one, lists its turns, and draws each of them on demand', async () => {
    const turns = Array.from({ length: 5 }, (_, index) => step(`fit(${index}:${10 * index})`));
    show(runItem('train', { steps: [...turns, step('report', { dependsOn: ['fit'] })] }));
    const label = 'fit, 5 steps: 5 of 5 are done.';
    await userEvent.click(await screen.findByRole('button', { name: label }));
    const group = screen.getByRole('region', { name: 'Steps of fit' });
    expect(within(group).getAllByRole('row')).toHaveLength(6);
    await userEvent.click(within(group).getByText('fit(3:30)'));
    expect(screen.getByRole('region', { name: 'Step fit(3:30)' })).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: label }));
    await userEvent.click(screen.getByText('Draw each of them'));
    await userEvent.click(await screen.findByRole('button', { name: 'fit(3:30): Succeeded' }));
    // The frame around them closes them as well as the button does.
    expect(screen.getAllByText('Draw fit as one')).toHaveLength(1);
    await userEvent.click(screen.getByRole('button', { name: 'fit' }));
    expect(await screen.findByRole('button', { name: label })).toBeTruthy();
  });

  it('says that there are no steps yet', () => {
    show(runItem('train', { steps: [] }));
    expect(screen.getByText('This run has no steps yet.')).toBeTruthy();
  });
});

it.each([
  [{}],
  [{ steps: 'none', progress: [], metrics: null, parameters: 3 }],
  [{ steps: [null, 1, {}] }]
])('reads %j from a card that anyone wrote', fields => {
  const { summary } = runItem('a');
  const read = runCard.read({ ...summary, ...(fields as object) });
  for (const one of read.steps) {
    expect([one.dependsOn, one.cells, one.outputs].every(Array.isArray)).toBe(true);
  }
  expect(typeof read.progress.total).toBe('number');
  expect(runCard.table?.(read).head).toHaveLength(3);
});
