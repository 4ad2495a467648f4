import { eventually } from '../testing/eventually';
import { defaultSettings, Fixture } from '../testing/fixture';
import { jobItem, succeeded } from '../testing/jobs';
import { TestPlatform } from '../testing/platform';
import { EndedJobs } from './ended';
import { engineOf, NOT_INSTALLED } from './engine';
import { TrainingModel } from './model';

describe('TrainingModel', () => {
  let fixture: Fixture;
  let model: TrainingModel;

  beforeEach(async () => {
    fixture = new Fixture();
    model = new TrainingModel(new TestPlatform(await fixture.listen()));
  });

  afterEach(async () => {
    model.dispose();
    await fixture.close();
  });

  const names = () => model.shown.map(({ object }) => object.metadata.name);

  it('lists the jobs of the configured project, the youngest first', async () => {
    fixture.put(jobItem('old', { createdAt: '2026-10-19T00:00:00Z' }));
    fixture.put(jobItem('new', { createdAt: '2026-10-21T00:00:00Z' }));
    await model.connect();
    expect(model.connection).toEqual({ state: 'connected', namespace: 'team-a' });
    await eventually(() => expect(names()).toEqual(['new', 'old']));
  });

  it('filters by words of name and state', async () => {
    fixture.put(jobItem('digits'));
    fixture.put(succeeded('digits-first'));
    await model.connect();
    await eventually(() => expect(model.jobs).toHaveLength(2));
    model.filter = 'first SUCC';
    expect(names()).toEqual(['digits-first']);
    model.filter = 'nothing like it';
    expect(names()).toEqual([]);
  });

  it('says what to set where nothing is configured, and asks for nothing more', async () => {
    fixture.status = { configured: false, message: 'Set KUBEFLOW_LAB_URL.' };
    await model.connect();
    expect(model.connection).toEqual({ state: 'disconnected', message: 'Set KUBEFLOW_LAB_URL.' });
    expect(fixture.requests.map(({ path }) => path)).toEqual(['/status']);
    fixture.status = { configured: true, namespace: 'team-a' };
    await model.connect();
    expect(model.connection.state).toBe('connected');
  });

  it('takes the first project of the person where no namespace is configured', async () => {
    fixture.status = { configured: true, namespace: null };
    await model.connect();
    expect(model.connection).toEqual({ state: 'connected', namespace: 'team-a' });
  });

  it('says what to install where Jupyter runs without our handler', async () => {
    fixture.status = null;
    await model.connect();
    expect(model.connection).toEqual({
      state: 'disconnected',
      message: expect.stringContaining('Install the package kubeflow-lab')
    });
  });

  it('says it when the Jupyter server cannot be reached', async () => {
    await fixture.close();
    await model.connect();
    expect(model.connection).toMatchObject({
      state: 'failed',
      problem: { detail: expect.stringContaining('cannot be reached') }
    });
    await fixture.listen();
  });

  it('learns of the engine being installed, and of its being ready', async () => {
    const addon = { name: 'training-operator', state: 'installing' as const, message: 'Building.' };
    fixture.setSettings({ ...defaultSettings, addons: [addon] });
    await model.connect();
    await eventually(() =>
      expect(model.engine).toEqual({ state: 'installing', message: 'Building.' })
    );
    fixture.setSettings(defaultSettings);
    await eventually(() => expect(model.engine).toEqual({ state: 'ready' }));
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
    expect(engineOf(of, refusal)).toEqual(engine);
  });
});

describe('EndedJobs', () => {
  it('tells of the end of what was seen going on, once', () => {
    const ended = new EndedJobs();
    expect(ended.take([jobItem('a'), succeeded('old')])).toEqual([]);
    expect(ended.take([succeeded('a'), succeeded('old')])).toEqual([succeeded('a')]);
    expect(ended.take([succeeded('a'), succeeded('old')])).toEqual([]);
  });
});
