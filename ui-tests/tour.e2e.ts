import { expect, test, type BrowserContext, type Locator, type Page } from '@playwright/test';

import * as elsewhere from './elsewhere';
import {
  card,
  codeCell,
  insertLine,
  openNotebook,
  openPanel,
  outputOf,
  ready,
  removeLine,
  row,
  runAllCells,
  runCell,
  sourceOf,
  stepCell,
  theme,
  writeNotebook
} from './jupyterlab';
import { create, kubectl, remove } from './kubectl';
import { picture } from './picture';
import { api, removeNotebook, type Json } from './platform';
import { connect, createServer, signIn } from './spawner';

const project = 'ada';
const server = 'tour';
const notebook = 'examples/digits.ipynb';
const objects = `/api/namespaces/${project}`;

/** For what takes its time on a machine that has other work. */
const PATIENCE = 6 * 60_000;

/** Of examples/digits.ipynb: the place of the cell that trains on three machines among the code cells. */
const TRAINING = 10;
const steps = ['load', 'split', 'forest', 'nearest', 'compare', 'report'];

/** All of the product in one JupyterLab, as one person goes through it, and what came of each part. */
test.describe.serial('the tour', () => {
  test.describe.configure({ timeout: 12 * 60_000 });
  let context: BrowserContext;
  let page: Page;
  let lab: Page;
  /** Where the model lies that was served. */
  let stored: string;

  test.beforeAll(async ({ browser }) => {
    context = await browser.newContext({ viewport: { width: 1360, height: 860 } });
    page = await context.newPage();
    await page.emulateMedia({ colorScheme: 'light' });
    await signIn(page, 'ada');
    await createServer(page, { name: server, cpu: '0.5', memory: '2Gi' });
    lab = await connect(page, server);
    // Leaving a notebook with changes is meant.
    lab.on('dialog', dialog => void dialog.accept());
    await ready(lab);
  });

  test.afterAll(async () => {
    const runs = await runsOfNotebook(page);
    await remove(
      project,
      ...runs.map(run => `workflow/${nameOf(run)}`),
      ...['xgboostjob/digits-trees', 'experiment/tour', 'inferenceservice/tour'],
      ...['workflow', 'tfjob', 'experiment', 'inferenceservice'].map(kind => `${kind}/elsewhere`)
    );
    await removeNotebook(page, project, server);
    await context.close();
  });

  test('cells are drawn as a pipeline; a step that fails says why at its cell', async () => {
    await openNotebook(lab, notebook);
    const { graph, section } = await pipelineOf(lab);
    for (const step of steps) {
      await expect(graph.getByRole('button', { name: `${step}: 1 cell` })).toBeVisible();
    }
    await expect(graph.locator('text', { hasText: 'images, labels' })).toBeVisible();

    await insertLine(stepCell(lab, 'compare'), 'assert forest_accuracy == 1, "not perfect yet"');
    await section.getByRole('button', { name: 'Run on cluster' }).click();
    await expect(graph.getByRole('button', { name: /^compare: Failed/ })).toBeVisible({
      timeout: PATIENCE
    });
    for (const step of ['load', 'split', 'forest', 'nearest']) {
      await expect(graph.getByRole('button', { name: `${step}: Succeeded` })).toBeVisible();
      await expect(stepCell(lab, step)).toHaveAttribute('data-kfl-step', `${step} · Succeeded`);
    }
    const error = stepCell(lab, 'compare').locator('.kfl-CellError');
    await expect(error).toContainText('AssertionError: not perfect yet');
    await stepCell(lab, 'compare').scrollIntoViewIfNeeded();
    await twoPictures(lab, 'tour-pipeline');
  });

  test('mended, the run is finished from that step on, and its result is right', async () => {
    const { graph, section } = await pipelineOf(lab);
    const failed = await latestRun(page);
    await removeLine(stepCell(lab, 'compare'));
    await section.getByRole('button', { name: 'Retry from compare' }).click();
    await expect.poll(async () => nameOf(await latestRun(page))).not.toBe(nameOf(failed));
    await expect(graph.getByRole('button', { name: 'report: Succeeded' })).toBeVisible({
      timeout: PATIENCE
    });
    await expect(stepCell(lab, 'compare').locator('.kfl-CellError')).toHaveCount(0);

    const mended = await latestRun(page);
    const reused = (mended.summary.steps as Json[]).map(one => [one.name, one.reusedFrom]);
    const from = nameOf(failed);
    expect(Object.fromEntries(reused)).toEqual({
      load: from,
      split: from,
      forest: from,
      nearest: from,
      compare: null,
      report: null
    });
    const { forest_accuracy, nearest_accuracy, best_accuracy } = {
      ...failed.summary.metrics,
      ...mended.summary.metrics
    };
    expect(best_accuracy).toBeGreaterThan(0.9);
    expect(best_accuracy).toBe(Math.max(forest_accuracy, nearest_accuracy));

    await row(lab.getByRole('region', { name: 'Pipelines' }), nameOf(mended)).click();
    const detail = lab.getByRole('group', { name: /^Steps of the run/ });
    await expect(detail.getByRole('button', { name: 'report: Succeeded' })).toBeVisible();
    await twoPictures(lab, 'tour-run');
  });

  test('a cell is trained on three machines', async () => {
    await openPanel(lab, 'Training jobs');
    await notebookTab(lab).click();
    await runCell(codeCell(lab, TRAINING));
    const live = card(lab, 'digits-trees', 'XGBoostJob');
    await expect(live.locator('.kfl-Replica')).toHaveCount(3, { timeout: 60_000 });
    await expect(live.locator('.kfl-Summary [data-phase=Succeeded]')).toBeVisible({
      timeout: PATIENCE
    });
    const accuracy = live.locator('.kfl-Metric', { hasText: 'accuracy' }).locator('dd').first();
    expect(Number(await accuracy.getAttribute('title'))).toBeGreaterThan(0.9);
    const { body } = await api(page, 'GET', `${objects}/xgboostjobs/digits-trees/logs?tail=2000`);
    const said = (body.lines as { replica: string; text: string }[]).filter(({ text }) =>
      text.includes('one of 3')
    );
    expect(said.map(({ replica }) => replica).sort()).toEqual(
      ['master-0', 'worker-0', 'worker-1'].map(replica => `digits-trees-${replica}`)
    );
    await live.scrollIntoViewIfNeeded();
    await twoPictures(lab, 'tour-training');
  });

  test('a sweep: the best of the table, its values in the parameters cell and out again', async () => {
    test.setTimeout(6 * 60_000);
    const parameters = 'strength = 0.5  # 0.0001..10 log\nrounds = 40  # 20..80';
    await writeNotebook(lab, 'sweep.ipynb', [
      { id: 'parameters', source: parameters, tags: ['parameters'] },
      {
        id: 'train',
        source: `%%sweep --name tour --objective "maximize accuracy" --trials 4 --parallel 2
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
X, X_test, y, y_test = train_test_split(*load_digits(return_X_y=True), random_state=0)
accuracy = LogisticRegression(C=strength, max_iter=rounds).fit(X / 16, y).score(X_test / 16, y_test)`
      }
    ]);
    await openNotebook(lab, 'sweep.ipynb');
    const panel = await openPanel(lab, 'Sweeps');
    await runAllCells(lab);
    const live = card(lab, 'tour', 'Experiment');
    await expect(live.locator('.kfl-Summary [data-phase=Succeeded]')).toBeVisible({
      timeout: 150_000
    });
    const { body: sweep } = await api(page, 'GET', `${objects}/experiments/tour`);
    const trials = sweep.summary.trials as Json[];
    expect(trials).toHaveLength(4);
    const values = trials.map(({ metrics }) => Number(metrics.accuracy.value));
    const { best } = sweep.summary;
    expect(Number(best.metrics.accuracy)).toBe(Math.max(...values));

    await row(panel, 'tour').click();
    const detail = lab.locator('.kfl-Detail:visible');
    const marked = detail.locator('tr.kfl-mod-best td');
    await expect(marked.first()).toHaveText(best.trial);
    await expect(marked.filter({ hasText: best.metrics.accuracy })).not.toHaveCount(0);
    await twoPictures(lab, 'tour-sweep');

    await detail.getByRole('button', { name: 'Apply best values' }).click();
    await lab.getByRole('tab', { name: 'sweep.ipynb' }).click();
    const { strength, rounds } = best.parameters as Record<string, string>;
    await expect
      .poll(() => sourceOf(codeCell(lab, 0)))
      .toBe(`strength = ${strength}  # 0.0001..10 log\nrounds = ${rounds}  # 20..80`);
    await codeCell(lab, 0).locator('.cm-content').click();
    await lab.keyboard.press('Control+z');
    await expect.poll(() => sourceOf(codeCell(lab, 0))).toBe(parameters);
  });

  test('a model that is served says what the kernel says', async () => {
    test.setTimeout(6 * 60_000);
    await writeNotebook(lab, 'model.ipynb', [
      {
        id: 'train',
        source: `from sklearn.datasets import load_digits
from sklearn.ensemble import RandomForestClassifier
X, y = load_digits(return_X_y=True)
model = RandomForestClassifier(n_estimators=50, random_state=0).fit(X[100:], y[100:])
print(model.predict(X[:5]).tolist())`
      },
      { id: 'deploy', source: "%deploy model --name tour --sample 'X[:5]' --memory 1Gi" },
      {
        id: 'ask',
        source: `import kubeflow_lab
kubeflow_lab.models["tour"].wait()
print(kubeflow_lab.models["tour"].predict(X[:5]).tolist())`
      }
    ]);
    await openNotebook(lab, 'model.ipynb');
    const panel = await openPanel(lab, 'Models');
    await runAllCells(lab);
    await expect(outputOf(codeCell(lab, 2))).toHaveText(/^\[\d(, \d){4}\]\s*$/, {
      timeout: 150_000
    });
    const local = JSON.parse(await outputOf(codeCell(lab, 0)).innerText()) as number[];
    expect(JSON.parse(await outputOf(codeCell(lab, 2)).innerText())).toEqual(local);

    await row(panel, 'tour').click();
    const detail = lab.locator('.kfl-Detail:visible');
    await detail.getByRole('button', { name: 'Predict' }).click();
    await expect(detail.getByRole('table', { name: 'Answer' })).toBeVisible();
    await twoPictures(lab, 'tour-model');
    const json = detail.getByRole('button', { name: 'Show as JSON' });
    await json.click();
    const answer = detail.locator('.kfl-Model-test .kfl-Model-answer');
    expect(JSON.parse(await answer.innerText()).predictions).toEqual(local);

    const path = `${objects}/inferenceservices/tour`;
    const { body: first } = await api(page, 'GET', path);
    const version = Number(first.summary.version);
    stored = first.summary.model.storageUri;
    await lab.getByRole('tab', { name: 'model.ipynb' }).click();
    await runCell(codeCell(lab, 1));
    const answers = new Set<string>();
    await expect
      .poll(
        async () => {
          const data = { protocol: 'v1', body: { instances: first.summary.sample } };
          const { body } = await api(page, 'POST', `${path}/actions/predict`, data);
          answers.add(JSON.stringify([body.status, body.body?.predictions]));
          const { summary } = (await api(page, 'GET', path)).body;
          return [summary.version, summary.phase];
        },
        { timeout: PATIENCE, intervals: [100] }
      )
      .toEqual([String(version + 1), 'Running']);
    // Every request while the next version took over was answered, and rightly.
    expect([...answers]).toEqual([JSON.stringify([200, local])]);
  });

  test('what others make with kubectl is shown, followed and deleted', async () => {
    const { body } = await api(page, 'GET', '/api/settings');
    const [image] = body.images.jupyter as string[];
    await Promise.all([
      create(elsewhere.workflow(project, 'elsewhere', image)),
      create(elsewhere.tfjob(project, 'elsewhere', image)),
      create(elsewhere.experiment(project, 'elsewhere', image)),
      create(elsewhere.inferenceService(project, 'elsewhere', stored))
    ]);

    const runs = await openPanel(lab, 'Pipelines');
    await row(runs, 'elsewhere').click();
    const detail = lab.locator('.kfl-Detail:visible');
    await expect(detail.getByRole('button', { name: /^main: Running/ })).toBeVisible();
    await detail.getByRole('tab', { name: 'Log' }).click();
    await expect(detail.getByText('line 2', { exact: true })).toBeVisible();
    await expect(detail.getByText('line 5', { exact: true })).toBeVisible();
    await deleteInPanel(lab, runs, 'workflow', 'elsewhere');

    const others = [
      ['Training jobs', 'tfjob', 'Succeeded'],
      ['Sweeps', 'experiment', 'Succeeded'],
      ['Models', 'inferenceservice', 'Running']
    ] as const;
    for (const [title, kind, phase] of others) {
      const panel = await openPanel(lab, title);
      const state = panel.locator(`[data-name="elsewhere"] [data-phase=${phase}]`).first();
      await expect(state).toBeVisible({ timeout: 120_000 });
      await deleteInPanel(lab, panel, kind, 'elsewhere');
    }
  });
});

/** Deletes an object from the list of a panel, as a person does, and sees that it is gone. */
async function deleteInPanel(lab: Page, panel: Locator, kind: string, name: string): Promise<void> {
  const listed = panel.locator(`[data-name="${name}"]`);
  await listed.getByRole('button', { name: `Delete ${name}` }).click();
  await lab.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(listed).toHaveCount(0, { timeout: 60_000 });
  const left = ['get', kind, name, '--namespace', project, '--output=name', '--ignore-not-found'];
  await expect.poll(() => kubectl(left), { timeout: 60_000 }).toBe('');
}

const nameOf = (item: Json): string => item.object.metadata.name;

const notebookTab = (lab: Page): Locator => lab.getByRole('tab', { name: 'digits.ipynb' });

/** The notebook in front as a pipeline, in the side bar. */
async function pipelineOf(lab: Page): Promise<{ section: Locator; graph: Locator }> {
  const panel = await openPanel(lab, 'Pipelines');
  const section = panel.getByRole('region', { name: 'Pipeline of digits.ipynb' });
  return { section, graph: section.getByRole('group', { name: 'Steps of the notebook' }) };
}

async function runsOfNotebook(page: Page): Promise<Json[]> {
  const { body } = await api(page, 'GET', `${objects}/workflows`);
  return (body.items as Json[]).filter(({ summary }) => summary.notebook === notebook);
}

/** The youngest run of the notebook. */
async function latestRun(page: Page): Promise<Json> {
  const runs = await runsOfNotebook(page);
  return runs.sort((a, b) => b.summary.createdAt.localeCompare(a.summary.createdAt))[0];
}

async function twoPictures(lab: Page, name: string): Promise<void> {
  await picture(lab, `${name}-light`);
  await theme(lab, 'JupyterLab Dark');
  await picture(lab, `${name}-dark`);
  await theme(lab, 'JupyterLab Light');
}
