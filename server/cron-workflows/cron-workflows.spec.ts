import type { CronWorkflow } from '@kubeflow-lab/resources';
import type { Problem, WorkflowForm } from '@kubeflow-lab/schema';
import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

let harness: Harness;
let ada: string;

beforeEach(async () => {
  harness = await startServer();
  ada = await harness.signIn('ada');
});
afterEach(() => harness.server.stop());

const base = '/api/namespaces/ada/cronworkflows';
const send = (form: object, path = '') =>
  request(harness.server.app)
    .post(`${base}${path}`)
    .set({ Cookie: ada, 'X-Kubeflow-Lab': '1' })
    .send(form);
const made = () => [...harness.client.world.table('cronworkflows').values()] as CronWorkflow[];
const formWith = (schedule: object | undefined, source = 'print(n)'): WorkflowForm => ({
  notebook: {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: schedule ? { kubeflow_lab: { schedule } } : {},
    cells: [
      { id: 'p', cell_type: 'code', source: 'n = 1', metadata: { tags: ['parameters'] } },
      { id: 'a', cell_type: 'code', source, metadata: { tags: ['step:a'] } }
    ]
  },
  path: 'work/flow.ipynb',
  modules: [],
  parameters: { n: '5' },
  image: 'jupyter:1'
});
const DAILY = { cron: ['0 6 * * *'], timezone: 'Europe/Berlin' };

it('a notebook with a schedule runs by the clock, with the values that were given', async () => {
  const { body } = await send(formWith(DAILY)).expect(201);
  expect(body.summary).toMatchObject({
    phase: 'Running',
    schedules: ['0 6 * * *'],
    timezone: 'Europe/Berlin',
    notebook: 'work/flow.ipynb'
  });
  expect(made()).toMatchObject([
    {
      metadata: { name: 'flow', annotations: { 'lab.kubeflow.org/created-by': 'ada' } },
      spec: { workflowSpec: { arguments: { parameters: [{ name: 'n', value: '5' }] } } }
    }
  ]);
});

it('a new schedule takes the place of the one before', async () => {
  await send(formWith(DAILY)).expect(201);
  await send(formWith({ cron: ['@hourly'] })).expect(201);
  expect(made().map(({ spec }) => [spec?.schedules, spec?.timezone])).toEqual([
    [['@hourly'], undefined]
  ]);
});

it('is only answered on a dry run', async () => {
  const { body } = await send(formWith(DAILY), '?dryRun=true').expect(200);
  expect(body.objects).toMatchObject([{ kind: 'CronWorkflow' }]);
  expect(made()).toEqual([]);
});

it('pauses and goes on', async () => {
  await send(formWith(DAILY)).expect(201);
  const paused = await send({}, '/flow/actions/suspend').expect(200);
  expect(paused.body.summary).toMatchObject({ phase: 'Stopped', paused: true });
  const resumed = await send({}, '/flow/actions/resume').expect(200);
  expect(resumed.body.summary).toMatchObject({ phase: 'Running', paused: false });
});

it.each<[string, WorkflowForm, number, RegExp]>([
  ['a notebook without a schedule', formWith(undefined), 422, /has no schedule/],
  ['one that cannot be compiled', formWith(DAILY, 'print('), 422, /bracket/i],
  ['no image', { ...formWith(DAILY), image: '' }, 422, /which image/],
  [
    'results of an earlier run',
    { ...formWith(DAILY), reuse: { workflow: 'flow-1', from: 'a' } },
    422,
    /use no results/
  ]
])('refuses %s', async (_what, form, status, sentence) => {
  const answer = await send(form).expect(status);
  expect((JSON.parse(answer.text) as Problem).detail).toMatch(sentence);
  expect(made()).toEqual([]);
});

it('refuses the name of a schedule that is of another notebook', async () => {
  await send(formWith(DAILY)).expect(201);
  const answer = await send({ ...formWith(DAILY), path: 'other/flow.ipynb' }).expect(409);
  expect((JSON.parse(answer.text) as Problem).detail).toMatch(/flow of work\/flow\.ipynb already/);
});
