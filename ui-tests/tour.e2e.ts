import { AxeBuilder } from '@axe-core/playwright';
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
  stepCell
} from './jupyterlab';
import { create, kubectl, remove, shell } from './kubectl';
import { programAsks } from './model-access';
import { deleteInPanel, detailOf, drawOver, entry, pipelineOf, twoPictures } from './panels';
import { api, removeNotebook, type Json } from './platform';
import { connect, createServer, signIn } from './spawner';

const project = 'ada';
const server = 'tour';
const file = 'digits.ipynb';
const notebook = `examples/${file}`;
const objects = `/api/namespaces/${project}`;

/** For what takes its time on a machine that has other work. */
const PATIENCE = 6 * 60_000;

/** Of examples/digits.ipynb: places among the code cells, steps, and the cell of the parameters. */
const places = { parameters: 2, deploy: 12, ask: 13 };
const steps = ['load', 'split', 'forest', 'nearest', 'compare', 'report'];
const parameters = (trees: string, depth: string) =>
  `trees = ${trees}  # 5..120\ndepth = ${depth}  # 3..16\nneighbors = 3\ntest_share = 0.25`;

/** All of the product in one JupyterLab and one notebook, as one person goes through it, and what came of each part. */
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
      ...runs.map(one => `workflow/${nameOf(one)}`),
      ...['xgboostjob/digits-trees', 'experiment/digits-forest', 'inferenceservice/digits'],
      'inferenceservice/digits-of-run',
      ...['workflow', 'tfjob', 'experiment', 'inferenceservice'].map(kind => `${kind}/elsewhere`)
    );
    await removeNotebook(page, project, server);
    await context.close();
  });

  test('cells are drawn as a pipeline; a step that fails says why at its cell', async () => {
    await openNotebook(lab, notebook);
    const { graph, section } = await pipelineOf(lab, file);
    for (const step of steps) {
      await expect(graph.getByRole('button', { name: `${step}: 1 cell` })).toBeVisible();
    }
    await expect(graph.locator('text', { hasText: 'images, labels' })).toBeVisible();

    // The graph follows what is typed, before anything has run.
    const typed = graph.locator('title', { hasText: /^images$/ });
    await insertLine(stepCell(lab, 'report'), 'print(images.shape)');
    await expect(typed).toHaveCount(1);
    await removeLine(stepCell(lab, 'report'));
    await expect(typed).toHaveCount(0);

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
    const { graph, section } = await pipelineOf(lab, file);
    const failed = await latestRun(page);
    await removeLine(stepCell(lab, 'compare'));
    await section.getByRole('button', { name: 'Retry from compare' }).click();
    await expect.poll(async () => nameOf(await latestRun(page))).not.toBe(nameOf(failed));
    // While it runs on the cluster, the cells run here, and begin what the next tests look at.
    await runAllCells(lab);
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
    // The kernel, in which the same cells ran whole, has found the same.
    const best = `${(100 * best_accuracy).toFixed(1)}%`;
    const report = outputOf(stepCell(lab, 'report'));
    await expect(report).toContainText(`read ${best} of the digits`, { timeout: PATIENCE });

    await row(lab.getByRole('region', { name: 'Pipelines' }), nameOf(mended)).click();
    const detail = lab.getByRole('group', { name: /^Steps of the run/ });
    await expect(detail.getByRole('button', { name: 'report: Succeeded' })).toBeVisible();
    await detail.getByRole('button', { name: 'compare: Succeeded' }).click();
    await twoPictures(lab, 'tour-run');

    // Its model is served from the run, without a kernel.
    const value = lab
      .getByRole('region', { name: 'Step compare', exact: true })
      .getByRole('row', { name: 'model' });
    await value.getByRole('button', { name: 'Deploy…' }).click();
    const form = lab.getByRole('dialog');
    await form.getByLabel('Name', { exact: true }).fill('digits-of-run');
    await form.getByRole('button', { name: 'Deploy', exact: true }).click();
    await expect(form).toHaveCount(0);
  });

  test('a cell is trained on three machines', async () => {
    await openPanel(lab, 'Training jobs');
    await notebookTab(lab).click();
    const live = card(lab, 'digits-trees', 'XGBoostJob');
    await expect(live.locator('.kfl-Replica')).toHaveCount(3, { timeout: 60_000 });
    await expect(live.locator('.kfl-Summary [data-phase=Succeeded]')).toBeVisible({
      timeout: PATIENCE
    });
    const accuracy = live.locator('.kfl-Metric', { hasText: 'accuracy' }).locator('dd').first();
    // The job's phase and its log come by different ways: the last line may be a moment behind.
    await expect
      .poll(async () => Number(await accuracy.getAttribute('title')))
      .toBeGreaterThan(0.9);
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
    const panel = await openPanel(lab, 'Sweeps');
    await notebookTab(lab).click();
    const live = card(lab, 'digits-forest', 'Experiment');
    await expect(live.locator('.kfl-Summary [data-phase=Succeeded]')).toBeVisible({
      timeout: PATIENCE
    });
    const { body: sweep } = await api(page, 'GET', `${objects}/experiments/digits-forest`);
    const trials = sweep.summary.trials as Json[];
    expect(trials).toHaveLength(6);
    const values = trials.map(({ metrics }) => Number(metrics.accuracy.value));
    const { best } = sweep.summary;
    expect(Number(best.metrics.accuracy)).toBe(Math.max(...values));

    await row(panel, 'digits-forest').click();
    const detail = detailOf(lab);
    const marked = detail.locator('tr.kfl-mod-best');
    await expect(marked.locator('td').first()).toHaveText(best.trial);
    await expect(marked.getByTitle(best.metrics.accuracy, { exact: true })).not.toHaveCount(0);

    // The later half, chosen in one picture, is all that the others and the table show.
    await drawOver(detail.getByRole('img', { name: 'accuracy of each trial', exact: true }), 0.55);
    await expect(detail.getByText('3 of 6 trials are chosen.')).toBeVisible();
    const named = detail.locator('.kfl-Sweep-table tbody td:first-child');
    await expect(named).toHaveText(trials.slice(3).map(({ name }) => name));
    const other = detail.getByRole('img', { name: 'Parallel coordinates of the trials' });
    const painted = () => other.evaluate(canvas => (canvas as HTMLCanvasElement).toDataURL());
    const chosen = await painted();
    await detail.getByRole('button', { name: 'Show all' }).click();
    await expect(named).toHaveCount(6);
    await expect.poll(painted).not.toBe(chosen);
    for (const tab of ['Compare', 'Overview']) {
      await detail.getByRole('tab', { name: tab }).click();
      const { violations } = await new AxeBuilder({ page: lab }).include('.kfl-Detail').analyze();
      expect(violations.map(({ id, nodes }) => [tab, id, nodes[0].html])).toEqual([]);
    }
    await twoPictures(lab, 'tour-sweep');

    await detail.getByRole('button', { name: 'Apply best values' }).click();
    await notebookTab(lab).click();
    const cell = codeCell(lab, places.parameters);
    await cell.scrollIntoViewIfNeeded();
    await expect
      .poll(() => sourceOf(cell))
      .toBe(parameters(best.parameters.trees, best.parameters.depth));
    await cell.locator('.cm-content').click();
    await lab.keyboard.press('Control+z');
    await expect.poll(() => sourceOf(cell)).toBe(parameters('60', '12'));
  });

  test('a model that is served says what the kernel says, also while its next version takes over', async () => {
    const panel = await openPanel(lab, 'Models');
    const asked = codeCell(lab, places.ask);
    await asked.scrollIntoViewIfNeeded();
    await expect(outputOf(asked)).toHaveText(/^service .*\nnotebook .*\s*$/, { timeout: PATIENCE });
    const [served, local] = (await outputOf(asked).innerText())
      .trim()
      .split('\n')
      .map(line => JSON.parse(line.slice(line.indexOf('['))) as number[]);
    expect(local).toHaveLength(5);
    expect(served).toEqual(local);

    await row(panel, 'digits').click();
    const detail = detailOf(lab);
    await detail.getByRole('button', { name: 'Predict' }).click();
    await expect(detail.getByRole('table', { name: 'Answer' })).toBeVisible();
    await twoPictures(lab, 'tour-model');
    await detail.getByRole('button', { name: 'Show as JSON' }).click();
    const answer = detail.locator('.kfl-Model-test .kfl-Model-answer');
    expect(JSON.parse(await answer.innerText()).predictions).toEqual(local);

    await detail.getByText('Ask it from a program').click();
    const program = (title: RegExp) =>
      detail.locator('figure').filter({ hasText: title }).locator('pre').innerText();
    expect(JSON.parse(await shell(await program(/^curl/))).predictions).toEqual([local[0]]);
    const python = ['exec', '-i', '-n', project, `${server}-0`, '--', 'python', '-i', '-q'];
    expect(await kubectl(python, `${await program(/^Python/)}\n`)).toContain(
      `array([${local[0]}])`
    );
    await programAsks(lab, detail, local[0]);

    const path = `${objects}/inferenceservices/digits`;
    const { body: first } = await api(page, 'GET', path);
    const version = Number(first.summary.version);
    stored = first.summary.model.storageUri;
    const predict = async (name: string) => {
      const data = { protocol: 'v1', body: { instances: first.summary.sample } };
      const asking = `${objects}/inferenceservices/${name}/actions/predict`;
      const { body } = await api(page, 'POST', asking, data);
      return JSON.stringify([body.status, body.body?.predictions]);
    };
    const right = JSON.stringify([200, local]);
    // So does the model of the run, which is the same one, trained on the cluster.
    await expect.poll(() => predict('digits-of-run'), { timeout: PATIENCE }).toBe(right);

    await notebookTab(lab).click();
    await runCell(codeCell(lab, places.deploy));
    const answers = new Set<string>();
    await expect
      .poll(
        async () => {
          answers.add(await predict('digits'));
          const { summary } = (await api(page, 'GET', path)).body;
          return [summary.version, summary.phase];
        },
        { timeout: PATIENCE, intervals: [100] }
      )
      .toEqual([String(version + 1), 'Running']);
    // Every request while the next version took over was answered, and rightly.
    expect([...answers]).toEqual([right]);
    for (const name of ['digits', 'digits-of-run']) {
      await deleteInPanel(panel, { kind: 'inferenceservice', namespace: project, name });
    }
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

    const theirs = { namespace: project, name: 'elsewhere' };
    const runs = await openPanel(lab, 'Pipelines');
    await row(runs, 'elsewhere').click();
    const detail = detailOf(lab);
    await expect(detail.getByRole('button', { name: /^main: Running/ })).toBeVisible();
    await detail.getByRole('tab', { name: 'Log' }).click();
    await expect(detail.getByText('line 2', { exact: true })).toBeVisible();
    await expect(detail.getByText('line 5', { exact: true })).toBeVisible();
    await deleteInPanel(runs, { ...theirs, kind: 'workflow' });

    const others = [
      ['Training jobs', 'tfjob', 'Succeeded'],
      ['Sweeps', 'experiment', 'Succeeded'],
      ['Models', 'inferenceservice', 'Running']
    ] as const;
    for (const [title, kind, phase] of others) {
      const panel = await openPanel(lab, title);
      await expect(entry(panel, 'elsewhere', phase)).toBeVisible({ timeout: 120_000 });
      await deleteInPanel(panel, { ...theirs, kind });
    }
  });
});

const nameOf = (item: Json): string => item.object.metadata.name;

const notebookTab = (lab: Page): Locator => lab.getByRole('tab', { name: file });

async function runsOfNotebook(page: Page): Promise<Json[]> {
  const { body } = await api(page, 'GET', `${objects}/workflows`);
  return (body.items as Json[]).filter(({ summary }) => summary.notebook === notebook);
}

/** The youngest run of the notebook. */
async function latestRun(page: Page): Promise<Json> {
  const runs = await runsOfNotebook(page);
  return runs.sort((a, b) => b.summary.createdAt.localeCompare(a.summary.createdAt))[0];
}
