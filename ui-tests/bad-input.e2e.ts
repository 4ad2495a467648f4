import { expect, test, type BrowserContext, type Locator, type Page } from '@playwright/test';

import {
  codeCell,
  openNotebook,
  openPanel,
  ready,
  reload,
  row,
  runAllCells,
  stepCell,
  writeNotebook
} from './jupyterlab';
import { create, remove } from './kubectl';
import { entry } from './panels';
import { api, removeNotebook, type Json } from './platform';
import { connect, createServer, signIn } from './spawner';

const project = 'ada';
const server = 'bad';
const LOCK = 'cannot be stored for the next step. A lock belongs to the process that made it';

/** What is wrong is said where it is, in words; nothing is lost, and nothing is left behind. */
test.describe('what goes wrong in JupyterLab', () => {
  let context: BrowserContext;
  let page: Page;
  let lab: Page;

  test.beforeAll(async ({ browser }) => {
    context = await browser.newContext({ viewport: { width: 1360, height: 860 } });
    page = await context.newPage();
    await signIn(page, 'ada');
    await createServer(page, { name: server, cpu: '0.5', memory: '1Gi' });
    await create({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'bad-taken-predictor', namespace: project },
      spec: { ports: [{ port: 80 }] }
    });
    lab = await connect(page, server);
    // Leaving a notebook with changes is meant.
    lab.on('dialog', dialog => void dialog.accept());
    await ready(lab);
  });

  test.afterAll(async () => {
    const runs = (await runsOf(page)).map(({ object }) => `workflow/${object.metadata.name}`);
    await remove(project, 'service/bad-taken-predictor', 'workflow/bad-hooks', ...runs);
    await removeNotebook(page, project, server);
    await context.close();
  });

  test('a notebook that is no pipeline says so at its cells, and at the parameter while one types', async () => {
    await writeNotebook(lab, 'broken.ipynb', [
      { id: 'p', source: 'n = 3', tags: ['parameters'] },
      { id: 'load', source: 'data = [n, 2', tags: ['step:load'] },
      { id: 'one', source: 'x = 1', tags: ['step:one', 'prev:two'] },
      { id: 'two', source: 'y = 1', tags: ['step:two', 'prev:one'] },
      { id: 'far', source: 'z = n', tags: ['step:far', 'prev:nowhere'] }
    ]);
    await openNotebook(lab, 'broken.ipynb');
    const panel = await openPanel(lab, 'Pipelines');
    const said = [
      ['load', /^Line 1: A bracket that is opened here is never closed/],
      ['one', /^The steps one and two wait for each other/],
      ['far', /^far is to run after nowhere, and there is no such step/]
    ] as const;
    for (const [step, sentence] of said) {
      await expect(stepCell(lab, step)).toHaveAttribute('data-kfl-step', `${step} · Problem`);
      await expect(stepCell(lab, step).getByRole('listitem')).toHaveText(sentence);
    }
    await expect(panel.getByRole('list', { name: 'Problems' }).getByRole('listitem')).toHaveCount(
      said.length
    );
    await expect(panel.getByRole('button', { name: 'Run on cluster' })).toBeDisabled();

    const field = panel.getByLabel('n', { exact: true });
    await field.fill('1.5');
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(panel.getByRole('list', { name: 'Problems' })).toContainText(
      'The parameter n takes a value of type int, not "1.5".'
    );
  });

  test('a value that cannot be stored is told at its cell, to whoever reloaded meanwhile', async () => {
    await writeNotebook(lab, 'lock.ipynb', [
      {
        id: 'make',
        source: 'import threading\nlock = threading.Lock()',
        tags: ['step:make']
      },
      { id: 'use', source: 'print(lock)', tags: ['step:use'] }
    ]);
    await openNotebook(lab, 'lock.ipynb');
    const panel = await openPanel(lab, 'Pipelines');
    await panel.getByRole('button', { name: 'Run on cluster' }).click();
    await expect.poll(async () => (await runsOf(page)).length).toBe(1);
    const [{ object }] = await runsOf(page);
    const { name } = object.metadata;
    await expect(row(panel, name)).toBeVisible();
    await reload(lab);

    await expect(stepCell(lab, 'make')).toContainText(LOCK, { timeout: 60_000 });
    await expect(stepCell(lab, 'use')).toHaveAttribute('data-kfl-step', 'use · Stopped');
    const news = lab.getByRole('alert').filter({ hasText: `Workflow ${name}: Failed.` });
    await expect(news).toHaveCount(1);
    await news.getByRole('button', { name: 'Show' }).click();
    const detail = lab.getByRole('region', { name: 'Step make' });
    await expect(detail.getByLabel('Error')).toContainText(LOCK);
  });

  test('a magic says in one sentence what it cannot do', async () => {
    await writeNotebook(lab, 'magics.ipynb', [
      { id: 'p', source: 'lr = 0.1  # 0.5..0.1', tags: ['parameters'] },
      {
        id: 'sweep',
        source: '%%sweep --name bad --objective "maximize accuracy"\naccuracy = lr',
        tags: ['raises-exception']
      },
      { id: 'model', source: 'model = {"no": "model"}' },
      { id: 'deploy', source: '%deploy model --name bad', tags: ['raises-exception'] },
      {
        id: 'fit',
        source:
          'from sklearn.linear_model import LinearRegression\nmodel = LinearRegression().fit([[1], [2]], [1, 2])'
      },
      { id: 'taken', source: '%deploy model --name bad-taken', tags: ['raises-exception'] }
    ]);
    await openNotebook(lab, 'magics.ipynb');
    await runAllCells(lab);
    const said = [
      [1, 'the range of lr is empty: 0.1 is not above 0.5.'],
      [3, 'An object of type dict cannot be deployed; %deploy takes fitted models of scikit-learn'],
      [5, 'There is a Service named "bad-taken-predictor" in the project that belongs to something']
    ] as const;
    for (const [place, sentence] of said) {
      const output = codeCell(lab, place).locator('.jp-OutputArea-output');
      await expect(output).toContainText(sentence, { timeout: 60_000 });
      await expect(output).not.toContainText('Traceback');
    }
    for (const plural of ['experiments', 'inferenceservices']) {
      const { body } = await api(page, 'GET', `/api/namespaces/${project}/${plural}`);
      const names = body.items.map((item: Json) => item.object.metadata.name);
      expect(names.filter((name: string) => name.startsWith('bad'))).toEqual([]);
    }
  });

  test('YAML that cannot be made is told at its line or in the words of the cluster, and stays', async () => {
    const panel = await openPanel(lab, 'Pipelines');
    const dialog = await newFromYaml(lab, panel);
    const text = dialog.getByLabel('Object in YAML');
    const wrong = [
      ['kind: [Workflow', /^Line 1: This is not YAML/],
      ['kind: Pod\napiVersion: v1\nmetadata: {name: bad}', /^Line 1: This is a Pod \(v1\)/],
      [
        'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: Bad_Name}\nspec: {}',
        /Kubernetes does not accept the pipeline run: metadata\.name/
      ]
    ] as const;
    for (const [yaml, sentence] of wrong) {
      await text.fill(yaml);
      await dialog.getByRole('button', { name: 'Create' }).click();
      await expect(dialog.getByRole('alert')).toContainText(sentence);
    }
    await reload(lab);
    const again = await newFromYaml(lab, await openPanel(lab, 'Pipelines'));
    await expect(again.getByLabel('Object in YAML')).toHaveValue(wrong[2][0]);
  });

  test('what nothing here does is refused at its place, not passed over', async () => {
    await create({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Workflow',
      metadata: { name: 'bad-hooks', namespace: project },
      spec: {
        entrypoint: 'main',
        synchronization: { mutexes: [{ name: 'one' }] },
        templates: [{ name: 'main', container: { image: 'nobody/knows', command: ['true'] } }]
      }
    });
    const panel = await openPanel(lab, 'Pipelines');
    await expect(entry(panel, 'bad-hooks', 'Failed')).toBeVisible();
    await expect(panel.locator('[data-name="bad-hooks"]')).toContainText(
      'spec.synchronization: is not supported by the embedded engine'
    );
  });
});

async function newFromYaml(lab: Page, panel: Locator): Promise<Locator> {
  await panel.getByRole('button', { name: 'New from YAML…' }).click();
  return lab.getByRole('dialog');
}

/** The runs of the notebook that these tests run. */
async function runsOf(page: Page): Promise<Json[]> {
  const { body } = await api(page, 'GET', `/api/namespaces/${project}/workflows`);
  return (body.items as Json[]).filter(({ summary }) => summary.notebook === 'lock.ipynb');
}
