import { expect, test, type BrowserContext, type Locator, type Page } from '@playwright/test';

import {
  begin,
  card,
  codeCell,
  openNotebook,
  openPanel,
  outputOf,
  ready,
  reload,
  runCell,
  writeNotebook
} from './jupyterlab';
import { kubectl, remove } from './kubectl';
import { deleteInPanel, entry } from './panels';
import { api, removeNotebook, type Json } from './platform';
import { connect, createServer, row, signIn } from './spawner';
import { run } from './terminal';

const project = 'grace';
const server = 'interrupted';
/** Of the run, the job, the sweep and the model alike. */
const name = 'halt';
/** What runs goes on until this file is there. */
const SIGNAL = '/home/jovyan/shared/interruptions';

/** For what takes its time on a machine that has other work. */
const PATIENCE = 3 * 60_000;

const KINDS = [
  { id: 'run', plural: 'workflows', kind: 'Workflow', title: 'Pipelines' },
  { id: 'job', plural: 'tfjobs', kind: 'TFJob', title: 'Training jobs' },
  { id: 'sweep', plural: 'experiments', kind: 'Experiment', title: 'Sweeps' },
  { id: 'deploy', plural: 'inferenceservices', kind: 'InferenceService', title: 'Models' }
] as const;
const ENDING = KINDS.slice(0, 3);

const HOLD = `import time
from pathlib import Path

def hold():
    tick = 0
    while not Path("${SIGNAL}").exists():
        print("tick", tick, flush=True)
        tick += 1
        time.sleep(0.5)`;
const FIT = `from sklearn.linear_model import LinearRegression
model = LinearRegression().fit([[0], [1]], [0, 1])`;
const AGAIN = `import kubeflow_lab
print(kubeflow_lab.models["${name}"].wait().status()["version"])
handles = [kubeflow_lab.pipeline_run("${name}"), kubeflow_lab.training_job("${name}"), kubeflow_lab.sweep("${name}")]
print([handle.status()["phase"] for handle in handles])`;

const SKIP = { tags: ['skip'] };
const cells = (image: string) => [
  { id: 'parameters', source: 'rate = 0.5  # 0.1..1', tags: ['parameters'] },
  { id: 'hold', source: HOLD, tags: ['functions'] },
  { id: 'step', source: 'hold()\nscore = rate\nprint(score)', tags: ['step:wait'] },
  { id: 'fit', source: FIT, ...SKIP },
  { id: 'run', source: `%pipeline submit --name ${name}` },
  { id: 'job', source: `%%tfjob --name ${name} --image ${image}\nhold()` },
  {
    id: 'sweep',
    source: `%%sweep --name ${name} --objective "maximize score" --trials 2 --parallel 2\nhold()\nscore = rate`
  },
  { id: 'deploy', source: `%deploy model --name ${name} --wait`, ...SKIP },
  { id: 'again', source: AGAIN, ...SKIP },
  {
    id: 'log',
    source: `import kubeflow_lab\nkubeflow_lab.training_job("${name}").logs(follow=True)`,
    ...SKIP
  }
];

/** What one person has begun goes on, whatever is restarted around it, and is shown as it is. */
test.describe.serial('in the middle of a run, a job, a sweep and a roll-out', () => {
  test.describe.configure({ timeout: 12 * 60_000 });
  let context: BrowserContext;
  let page: Page;
  let lab: Page;
  const cell = (id: string): Locator =>
    codeCell(
      lab,
      cells('').findIndex(one => one.id === id)
    );

  test.beforeAll(async ({ browser }) => {
    context = await browser.newContext({ viewport: { width: 1360, height: 860 } });
    page = await context.newPage();
    await signIn(page, project);
    await createServer(page, { name: server, cpu: '0.5', memory: '1Gi' });
    await open();
    await run(project, server, ['rm', '-f', SIGNAL]);
    const { body } = await api(page, 'GET', '/api/settings');
    await writeNotebook(lab, 'interrupted.ipynb', cells(body.images.jupyter[0]));
    await openNotebook(lab, 'interrupted.ipynb');
  });

  test.afterAll(async () => {
    await remove(project, ...KINDS.map(({ kind }) => `${kind}/${name}`));
    await run(project, server, ['rm', '-f', SIGNAL]);
    await removeNotebook(page, project, server);
    await context.close();
  });

  async function open(): Promise<void> {
    lab = await connect(page, server);
    // Leaving a notebook with changes is meant.
    lab.on('dialog', dialog => void dialog.accept());
    await ready(lab);
  }

  const inPhase = (kind: string, phase: string): Locator =>
    card(lab, name, kind).locator(`.kfl-Summary [data-phase=${phase}]`);

  test('the browser is loaded anew: cards and panels are live again', async () => {
    await begin(cell('fit'));
    await expect(cell('fit').locator('.jp-InputPrompt')).toHaveText('[1]:', { timeout: PATIENCE });
    for (const { id, kind } of KINDS) {
      await runCell(cell(id));
      await expect(card(lab, name, kind)).toBeVisible({ timeout: PATIENCE });
    }
    await reload(lab);
    for (const { kind } of ENDING) {
      await expect(inPhase(kind, 'Running')).toBeVisible({ timeout: PATIENCE });
    }
    for (const { title } of ENDING) {
      await expect(entry(await openPanel(lab, title), name, 'Running')).toBeVisible();
    }
    await expect(card(lab, name, 'InferenceService')).toBeVisible();
    const log = card(lab, name, 'TFJob').getByRole('log');
    await expect.poll(async () => (await ticksIn(log)).length).toBeGreaterThan(2);
    await expect(inPhase('InferenceService', 'Running')).toBeVisible({ timeout: PATIENCE });
  });

  test('the kernel is restarted: the cell says what goes on, and it is found again', async () => {
    await expect(async () => expect((await model()).rollout).toBe('Complete')).toPass();
    // Versions of a model of that name that was deleted stay in the bucket, and are counted on from.
    const version = String(Number((await model()).version) + 1);
    await runCell(cell('deploy'));
    await expect.poll(model).toMatchObject({ rollout: 'Progressing', version });
    await restartKernel(lab);
    const said = cell('deploy').locator('.jp-OutputArea-output[data-mime-type*=stderr]');
    await expect(said).toHaveText(
      `The kernel ended while this cell was running. InferenceService ${name} goes on in the cluster. ` +
        `In the new kernel, kubeflow_lab.models["${name}"] finds it again.`
    );
    await expect(inPhase('InferenceService', 'Running')).toBeVisible();
    await begin(cell('again'));
    const found = new RegExp(`^${version}\\s+\\['Running', 'Running', 'Running'\\]\\s*$`);
    await expect(outputOf(cell('again'))).toHaveText(found, { timeout: PATIENCE });
  });

  async function model(): Promise<Json> {
    const { body } = await api(page, 'GET', `/api/namespaces/${project}/inferenceservices/${name}`);
    return body.summary ?? {};
  }

  test('the server is restarted: logs go on without a gap, and no line comes twice', async () => {
    await runCell(cell('log'));
    const logs = [card(lab, name, 'TFJob').getByRole('log'), outputOf(cell('log'))];
    const counts = () => Promise.all(logs.map(async log => (await ticksIn(log)).length));
    await expect.poll(async () => Math.min(...(await counts()))).toBeGreaterThan(2);
    const selector = ['--namespace=kubeflow-lab', '--selector=app=kubeflow-lab-server'];
    await kubectl(['delete', 'pod', ...selector, '--wait=true']);
    const before = await counts();
    await expect
      .poll(async () => (await counts()).every((count, index) => count > before[index] + 8), {
        timeout: PATIENCE
      })
      .toBe(true);
    for (const log of logs) {
      const ticks = await ticksIn(log);
      expect(ticks).toEqual(ticks.map((_, index) => index));
    }
    await expect(entry(await openPanel(lab, 'Training jobs'), name, 'Running')).toBeVisible();
  });

  test('the notebook server is stopped: what ended meanwhile is told on return', async () => {
    await lab.close();
    await row(page, server)
      .getByRole('button', { name: `Stop ${server}` })
      .click();
    await expect(row(page, server)).toContainText('Stopped', { timeout: PATIENCE });
    await kubectl(['exec', '--namespace', project, `${name}-chief-0`, '--', 'touch', SIGNAL]);
    for (const { plural } of ENDING) {
      const path = `/api/namespaces/${project}/${plural}/${name}`;
      const phase = async () => (await api(page, 'GET', path)).body.summary.phase;
      await expect.poll(phase, { timeout: PATIENCE }).toBe('Succeeded');
    }
    await row(page, server)
      .getByRole('button', { name: `Start ${server}` })
      .click();
    await open();
    await Promise.all(
      ENDING.map(({ kind }) => {
        const news = lab.getByRole('alert').filter({ hasText: `${kind} ${name}: Succeeded.` });
        return expect(news).toHaveCount(1);
      })
    );
    for (const { kind } of ENDING) {
      await expect(inPhase(kind, 'Succeeded')).toBeVisible();
    }
    await expect(inPhase('InferenceService', 'Running')).toBeVisible();
  });

  test('once deleted, nothing is left', async () => {
    for (const { kind, title } of KINDS) {
      const panel = await openPanel(lab, title);
      await expect(entry(panel, name, title === 'Models' ? 'Running' : 'Succeeded')).toBeVisible();
      await deleteInPanel(panel, { kind, namespace: project, name });
    }
    await expect.poll(leftOver, { timeout: PATIENCE }).toEqual([]);
  });
});

async function restartKernel(lab: Page): Promise<void> {
  await lab.getByRole('menuitem', { name: 'Kernel', exact: true }).click();
  // The item's name has its keys behind it.
  const item = lab.locator('.lm-Menu-itemLabel').getByText('Restart Kernel…', { exact: true });
  await item.click();
  await lab.getByRole('dialog').getByRole('button', { name: 'Confirm Kernel Restart' }).click();
}

/** The numbers in a log's lines, in their order. */
async function ticksIn(log: Locator): Promise<number[]> {
  // Blocks of a log that are out of sight have no inner text.
  const text = (await log.textContent()) ?? '';
  return [...text.matchAll(/\btick (\d+)/g)].map(([, number]) => Number(number));
}

/** Objects in the project that bear the name. */
async function leftOver(): Promise<string[]> {
  const resources = [
    ...['pods', 'jobs.batch', 'configmaps', 'secrets', 'services', 'deployments.apps'],
    ...['replicasets.apps', 'httproutes', 'workflows', 'tfjobs', 'experiments', 'suggestions'],
    ...['trials', 'inferenceservices']
  ];
  const found = await kubectl(['get', resources.join(), '--namespace', project, '--output=name']);
  return found
    .split('\n')
    .filter(object => new RegExp(`/(model-${project}-)?${name}\\b`).test(object));
}
