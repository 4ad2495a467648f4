import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Widget } from '@lumino/widgets';
import { eventually } from '../testing/eventually';
import { defaultSettings, Fixture } from '../testing/fixture';
import { jobItem, succeeded } from '../testing/jobs';
import { TestPlatform } from '../testing/platform';
import { TrainingModel } from './model';
import { TrainingPanel } from './panel';

// The updates come from a server, not from the test: there is nothing to wrap them in.
beforeAll(() => Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false }));

describe('TrainingPanel', () => {
  let fixture: Fixture;
  let model: TrainingModel;
  let panel: TrainingPanel;
  const actions = { open: jest.fn(), delete: jest.fn(), openNotebook: jest.fn() };
  const onInsert = jest.fn();

  beforeEach(async () => {
    jest.clearAllMocks();
    fixture = new Fixture();
    const platform = new TestPlatform(await fixture.listen());
    model = new TrainingModel(platform);
    panel = new TrainingPanel({ model, actions, trans: platform.trans, onInsert });
    Widget.attach(panel, document.body);
  });

  afterEach(async () => {
    panel.dispose();
    model.dispose();
    await fixture.close();
  });

  const connect = () => model.connect();
  const text = () => panel.node.textContent;

  it('is a named region', () => {
    expect(screen.getByRole('region', { name: 'Training jobs' })).toBe(panel.node);
  });

  it('shows what there is to know of each job', async () => {
    fixture.put(succeeded('digits'));
    await connect();
    await eventually(() => expect(screen.getAllByRole('listitem')).toHaveLength(1));
    const row = screen.getByRole('listitem');
    for (const part of [
      'digits',
      'Succeeded',
      'The job finished',
      '2/2 replicas',
      'ago',
      '0.9722'
    ]) {
      expect(row.textContent).toContain(part);
    }
  });

  it('opens and deletes a job by keyboard', async () => {
    fixture.put(jobItem('digits'));
    await connect();
    const list = await screen.findByRole('list', { name: 'Training jobs' });
    const [open, remove] = within(list).getAllByRole('button');
    open.focus();
    await userEvent.keyboard('{Enter}');
    expect(actions.open).toHaveBeenCalledWith({ namespace: 'team-a', name: 'digits' });
    await userEvent.tab();
    expect(document.activeElement).toBe(remove);
    await userEvent.keyboard('{Enter}');
    expect(actions.delete).toHaveBeenCalledWith({ namespace: 'team-a', name: 'digits' });
  });

  it('shows only the jobs that the filter lets through, and says how many', async () => {
    fixture.put(jobItem('digits'));
    fixture.put(succeeded('resnet'));
    await connect();
    await userEvent.type(await screen.findByRole('searchbox'), 'digi');
    expect(screen.getAllByRole('listitem')).toHaveLength(1);
    expect(text()).toContain('1 of 2 jobs');
    await userEvent.type(screen.getByRole('searchbox'), 'x');
    expect(text()).toContain('No job matches the filter.');
  });

  it('says how to begin where there are no jobs', async () => {
    await connect();
    await userEvent.click(await screen.findByRole('button', { name: 'Insert into notebook' }));
    expect(onInsert).toHaveBeenCalledTimes(1);
    expect(text()).toContain('%%tfjob --name hello');
  });

  it('says what to set where there is no server', async () => {
    fixture.status = { configured: false, message: 'Set KUBEFLOW_LAB_URL.' };
    await connect();
    await eventually(() => expect(text()).toContain('Set KUBEFLOW_LAB_URL.'));
  });

  it('says that the engine is being installed', async () => {
    const addon = { name: 'training-operator', state: 'installing' as const, message: '2 of 3.' };
    fixture.setSettings({ ...defaultSettings, addons: [addon] });
    await connect();
    await eventually(() => expect(text()).toContain('TFJob is being installed'));
    expect(text()).toContain('2 of 3.');
  });

  it('says why the jobs cannot be shown, and tries again', async () => {
    const detail = 'You may not see the jobs of team-a.';
    fixture.refused.set('tfjobs', { type: 'about:blank', title: 'Forbidden', status: 403, detail });
    await connect();
    await eventually(() => expect(screen.getByRole('alert').textContent).toContain(detail));
    fixture.refused.clear();
    fixture.put(jobItem('digits'));
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await eventually(() => expect(screen.getAllByRole('listitem')).toHaveLength(1));
  });

  it('keeps showing the jobs while the connection is lost', async () => {
    fixture.put(jobItem('digits'));
    await connect();
    await eventually(() => expect(screen.getAllByRole('listitem')).toHaveLength(1));
    fixture.cut();
    await eventually(() => expect(text()).toContain('No live updates at the moment.'));
    expect(screen.getAllByRole('listitem')).toHaveLength(1);
  });
});
