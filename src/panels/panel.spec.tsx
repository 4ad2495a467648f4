import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Widget } from '@lumino/widgets';
import { eventually } from '../testing/eventually';
import { defaultSettings, Fixture } from '../testing/fixture';
import { jobItem, noJobActions, succeeded } from '../testing/jobs';
import { TestPlatform } from '../testing/platform';
import { trainingPanel } from '../training/panel';
import { Connection } from './connection';
import { PanelModel } from './model';
import { Panel } from './panel';

// The updates come from a server, not from the test: there is nothing to wrap them in.
beforeAll(() => Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false }));

describe('Panel', () => {
  let fixture: Fixture;
  let connection: Connection;
  let model: PanelModel;
  let panel: Panel;
  const actions = { open: jest.fn(), delete: jest.fn(), openNotebook: jest.fn() };
  const onInsert = jest.fn();
  const onNew = jest.fn();

  beforeEach(async () => {
    jest.clearAllMocks();
    fixture = new Fixture();
    const platform = new TestPlatform(await fixture.listen());
    connection = new Connection(platform);
    model = new PanelModel(
      platform,
      connection,
      trainingPanel(platform.trans, { ...noJobActions, onInsert })
    );
    panel = new Panel({ model, platform, actions, onNew });
    Widget.attach(panel, document.body);
  });

  afterEach(async () => {
    panel.dispose();
    model.dispose();
    connection.dispose();
    await fixture.close();
  });

  const digits = { plural: 'tfjobs', namespace: 'team-a', name: 'digits' };
  const connect = () => connection.connect();
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
    expect(actions.open).toHaveBeenCalledWith(digits);
    await userEvent.tab();
    expect(document.activeElement).toBe(remove);
    await userEvent.keyboard('{Enter}');
    expect(actions.delete).toHaveBeenCalledWith(digits);
  });

  it('shows only the jobs that the filter lets through, and says how many', async () => {
    fixture.put(jobItem('digits'));
    fixture.put(succeeded('resnet'));
    await connect();
    await userEvent.type(await screen.findByRole('searchbox'), 'digi');
    await eventually(() => expect(screen.getAllByRole('listitem')).toHaveLength(1));
    expect(text()).toContain('1 of 2 training jobs');
    await userEvent.type(screen.getByRole('searchbox'), 'x');
    expect(text()).toContain('None of the training jobs fits.');
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
    await eventually(() => expect(text()).toContain('being installed'));
    expect(text()).toContain('2 of 3.');
  });

  it('says why the jobs cannot be shown, and tries again', async () => {
    const detail = 'You may not see the jobs of team-a.';
    const problem = { type: 'about:blank', title: 'Forbidden', status: 403, detail };
    model.panel.kinds.forEach(({ plural }) => fixture.refused.set(plural, problem));
    await connect();
    await eventually(() => expect(screen.getByRole('alert').textContent).toContain(detail));
    expect(text()).not.toContain('No training jobs yet');
    fixture.refused.clear();
    fixture.put(jobItem('digits'));
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await eventually(() => expect(screen.getAllByRole('listitem')).toHaveLength(1));
  });

  it('shows what there is beside the refusal of one kind', async () => {
    const detail = 'You may not see these.';
    fixture.refused.set('xgboostjobs', { type: 'about:blank', title: 'T', status: 403, detail });
    await connect();
    await eventually(() => expect(text()).toContain('No training jobs yet'));
    expect(screen.getByRole('alert').textContent).toContain(detail);
  });

  it('keeps showing the jobs while the connection is lost', async () => {
    fixture.put(jobItem('digits'));
    await connect();
    await eventually(() => expect(screen.getAllByRole('listitem')).toHaveLength(1));
    fixture.cut();
    await eventually(() => expect(text()).toContain('No live updates at the moment.'));
    expect(screen.getAllByRole('listitem')).toHaveLength(1);
  });

  it('draws a page of a long list, and more when asked', async () => {
    for (let index = 0; index < 250; index++) {
      fixture.put(jobItem(`job-${index}`));
    }
    await connect();
    await eventually(() => expect(text()).toContain('250 training jobs'));
    // By selectors: roles of a thousand nodes take long to find here.
    const rows = () => panel.node.querySelectorAll('.kfl-ItemRow').length;
    expect(rows()).toBe(60);
    panel.node.querySelector<HTMLElement>('.kfl-ItemList-more button')?.click();
    await eventually(() => expect(rows()).toBe(120));
  });

  it('shows only one state when its button is pressed', async () => {
    fixture.put(jobItem('digits'));
    fixture.put(succeeded('resnet'));
    await connect();
    const button = await screen.findByRole('button', { name: 'Succeeded: 1' });
    await userEvent.click(button);
    expect(button.getAttribute('aria-pressed')).toBe('true');
    expect(screen.getAllByRole('listitem').map(row => row.dataset.name)).toEqual(['resnet']);
  });

  it('goes from row to row by arrow keys', async () => {
    fixture.put(jobItem('digits'));
    fixture.put(jobItem('resnet'));
    await connect();
    const list = await screen.findByRole('list', { name: 'Training jobs' });
    const [first] = within(list).getAllByRole('button');
    first.focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(document.activeElement?.textContent).toContain('resnet');
    await userEvent.keyboard('{Home}');
    expect(document.activeElement).toBe(first);
  });

  it('says below the list what the cluster lacks of the kinds', async () => {
    fixture.put(jobItem('digits'));
    const detail = 'Unknown.';
    const type = 'urn:kubeflow-lab:not-installed';
    fixture.refused.set('xgboostjobs', { type, title: 'T', status: 503, detail });
    await connect();
    await eventually(() => expect(text()).toContain('XGBoostJob: not installed'));
    expect(screen.getAllByRole('listitem')).toHaveLength(1);
  });

  it('offers to make an object from YAML', async () => {
    await connect();
    await userEvent.click(await screen.findByRole('button', { name: 'New from YAML…' }));
    expect(onNew).toHaveBeenCalledTimes(1);
  });
});
