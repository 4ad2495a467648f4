import { eventually } from '../testing/eventually';
import { defaultSettings, Fixture } from '../testing/fixture';
import { jobItem, noJobActions, succeeded } from '../testing/jobs';
import { TestPlatform } from '../testing/platform';
import { engineOf, NOT_INSTALLED } from './engine';
import { trainingPanel } from '../training/panel';
import { Connection } from './connection';
import { PanelModel } from './model';

describe('PanelModel', () => {
  let fixture: Fixture;
  let connection: Connection;
  let model: PanelModel;

  beforeEach(async () => {
    fixture = new Fixture();
    const platform = new TestPlatform(await fixture.listen());
    connection = new Connection(platform);
    model = new PanelModel(platform, connection, trainingPanel(platform.trans, noJobActions));
  });

  afterEach(async () => {
    model.dispose();
    connection.dispose();
    await fixture.close();
  });

  const tfjobs = () => model.engine(model.panel.kinds[0]);
  const names = () => model.shown.map(({ item }) => item.object.metadata.name);

  it('lists the jobs of the configured project, the youngest first', async () => {
    fixture.put(jobItem('old', { createdAt: '2026-10-19T00:00:00Z' }));
    fixture.put(jobItem('new', { createdAt: '2026-10-21T00:00:00Z' }));
    await connection.connect();
    expect(model.connection).toEqual({ state: 'connected', namespace: 'team-a' });
    await eventually(() => expect(names()).toEqual(['new', 'old']));
  });

  it('filters by words of name and state', async () => {
    fixture.put(jobItem('digits'));
    fixture.put(succeeded('digits-first'));
    await connection.connect();
    await eventually(() => expect(model.entries).toHaveLength(2));
    model.filter = 'first SUCC';
    expect(names()).toEqual(['digits-first']);
    model.filter = 'nothing like it';
    expect(names()).toEqual([]);
  });

  it('shows one phase, and counts all of them', async () => {
    fixture.put(jobItem('digits'));
    fixture.put(succeeded('first'));
    fixture.put(succeeded('second'));
    await connection.connect();
    await eventually(() => expect(model.entries).toHaveLength(3));
    expect(model.phases).toEqual([
      { phase: 'Running', count: 1 },
      { phase: 'Succeeded', count: 2 }
    ]);
    model.phase = 'Succeeded';
    expect(names().sort()).toEqual(['first', 'second']);
    model.filter = 'sec';
    expect(names()).toEqual(['second']);
  });

  it('shows the kinds of a panel together, the youngest first', async () => {
    const boost = jobItem('boost', { createdAt: '2026-10-21T00:00:00Z' });
    boost.object.kind = 'XGBoostJob';
    fixture.put(jobItem('digits'));
    fixture.put(boost);
    await connection.connect();
    await eventually(() => expect(names()).toEqual(['boost', 'digits']));
  });

  it('shows the others when the cluster lacks a kind', async () => {
    const detail = 'The cluster does not know XGBoostJobs.';
    fixture.refused.set('xgboostjobs', { type: NOT_INSTALLED, title: 'T', status: 503, detail });
    fixture.put(jobItem('digits'));
    await connection.connect();
    await eventually(() => expect(names()).toEqual(['digits']));
    await eventually(() =>
      expect(
        model.panel.kinds.filter(kind => model.engine(kind).state !== 'ready').map(one => one.kind)
      ).toEqual(['XGBoostJob'])
    );
  });

  it('asks again for a kind whose engine has become ready', async () => {
    const addon = { name: 'training-operator', state: 'installing' as const, message: '' };
    fixture.setSettings({ ...defaultSettings, addons: [addon] });
    fixture.refused.set('tfjobs', { type: NOT_INSTALLED, title: 'T', status: 404, detail: 'D' });
    fixture.put(jobItem('digits'));
    await connection.connect();
    await eventually(() => expect(model.feed(model.panel.kinds[0]).state).toBe('failed'));
    fixture.refused.clear();
    fixture.setSettings(defaultSettings);
    await eventually(() => expect(names()).toEqual(['digits']));
  });

  it('says what to set where nothing is configured, and asks for nothing more', async () => {
    fixture.status = { configured: false, message: 'Set KUBEFLOW_LAB_URL.' };
    await connection.connect();
    expect(model.connection).toEqual({ state: 'disconnected', message: 'Set KUBEFLOW_LAB_URL.' });
    expect(fixture.requests.map(({ path }) => path)).toEqual(['/status']);
    fixture.status = { configured: true, namespace: 'team-a' };
    await connection.connect();
    expect(model.connection.state).toBe('connected');
  });

  it('takes the first project of the person where no namespace is configured', async () => {
    fixture.status = { configured: true, namespace: null };
    await connection.connect();
    expect(model.connection).toEqual({ state: 'connected', namespace: 'team-a' });
  });

  it('says what to install where Jupyter runs without our handler', async () => {
    fixture.status = null;
    await connection.connect();
    expect(model.connection).toEqual({
      state: 'disconnected',
      message: expect.stringContaining('Install the package kubeflow-lab')
    });
  });

  it('says it when the Jupyter server cannot be reached', async () => {
    await fixture.close();
    await connection.connect();
    expect(model.connection).toMatchObject({
      state: 'failed',
      problem: { detail: expect.stringContaining('cannot be reached') }
    });
    await fixture.listen();
  });

  it('learns of the engine being installed, and of its being ready', async () => {
    const addon = { name: 'training-operator', state: 'installing' as const, message: 'Building.' };
    fixture.setSettings({ ...defaultSettings, addons: [addon] });
    await connection.connect();
    await eventually(() => expect(tfjobs()).toEqual({ state: 'installing', message: 'Building.' }));
    fixture.setSettings(defaultSettings);
    await eventually(() => expect(tfjobs()).toEqual({ state: 'ready' }));
  });
});

describe('engineOf', () => {
  const problem = { type: NOT_INSTALLED, title: '', status: 503, detail: '' };
  const settings = (state: 'installing' | 'failed' | 'ready') => ({
    ...defaultSettings,
    addons: [{ name: 'training-operator', state, message: 'M.' }]
  });

  it.each([
    ['no news', null, null, { state: 'ready' }],
    ['a refusal', null, problem, { state: 'missing' }],
    ['another refusal', null, { ...problem, type: 'about:blank' }, { state: 'ready' }],
    [
      'an installation that goes on',
      settings('installing'),
      problem,
      { state: 'installing', message: 'M.' }
    ],
    ['an installation that failed', settings('failed'), null, { state: 'failed', message: 'M.' }],
    ['an engine that is gone', settings('ready'), problem, { state: 'missing' }]
  ])('makes of %s what it means', (_what, of, refusal, engine) => {
    expect(engineOf('training-operator', of, refusal)).toEqual(engine);
  });
});
