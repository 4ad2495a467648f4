import { expect, test, type Page } from '@playwright/test';

import {
  begin,
  card,
  codeCell,
  insertLine,
  openNotebook,
  ready,
  removeLine,
  stepCell
} from './jupyterlab';
import { remove } from './kubectl';
import { pipelineOf } from './panels';
import { api, origin, removeNotebook, type Json } from './platform';
import { connect, createServer, row, signIn } from './spawner';
import { execute, run } from './terminal';

const project = 'ada';
const server = 'examples';

/** For what takes its time on a machine that has other work. */
const PATIENCE = 5 * 60_000;

/** The short notebooks of the image, and what they print of their results; the best of a sweep is looked up. */
const SHORT: [name: string, says: RegExp][] = [
  ['digits-sweep', / was best, with an accuracy of /],
  ['digits-pipeline', /The .* read 9\d\.\d% of the digits correctly/],
  ['trees-distributed', /40 trees with an accuracy of 9\d\.\d%/],
  ['digits-model', /service {2}(\[.*\])\nnotebook \1/]
];
const SHORT_PIPELINE = 'examples/digits-pipeline.ipynb';

const LONG_PIPELINE = 'examples/titanic-style.ipynb';
/** What it has before the step that compares the models; the cell that submits it is the last one. */
const BEFORE = ['load', 'explore', 'clean', 'features', 'split'];
const MODELS = ['logistic', 'forest', 'boosting', 'nearest', 'bayes'];
const SUBMITS = 16;
const BY_COMMAND = 'titanic-by-command';

test.describe.serial('the example notebooks', () => {
  test.describe.configure({ timeout: 10 * 60_000 });

  test.beforeAll(async ({ browser }) => {
    const page = await browser.newPage();
    await signIn(page, project);
    await createServer(page, { name: server, cpu: '0.5', memory: '2Gi' });
    await expect(row(page, server)).toContainText('Running', { timeout: 120_000 });
    await page.close();
  });

  test.afterAll(async ({ browser }) => {
    const page = await browser.newPage();
    await signIn(page, project);
    const made = [...(await runsOf(page, SHORT_PIPELINE)), ...(await runsOf(page, LONG_PIPELINE))];
    await remove(
      project,
      ...made.map(one => `workflow/${nameOf(one)}`),
      ...['xgboostjob/trees', 'experiment/digits-sweep', 'inferenceservice/digits-model']
    );
    await removeNotebook(page, project, server);
    await page.close();
  });

  test('each does its part by itself, without JupyterLab', async ({ page }) => {
    await signIn(page, project);
    const printed = await Promise.all(
      SHORT.map(([name]) => execute(project, server, `examples/${name}.ipynb`))
    );
    SHORT.forEach(([name, says], index) => expect(printed[index], name).toMatch(says));
    expect(printed[0]).toContain(await bestOf(page, 'digits-sweep'));
    const [made] = await runsOf(page, SHORT_PIPELINE);
    expect(made.summary).toMatchObject({ phase: 'Succeeded', parameters: { trees: '200' } });
    expect(made.summary.metrics.best_accuracy).toBeGreaterThan(0.9);
  });

  test('one of twelve steps: from a terminal, by its magic, and from the panel with a step that fails and is mended', async ({
    page
  }) => {
    await signIn(page, project);
    const submit = ['kubeflow-lab', 'submit', LONG_PIPELINE, '--name', BY_COMMAND];
    const command = Promise.allSettled([
      run(project, server, [...submit, '--param', 'trees=300', '--wait'])
    ]);
    // Once its run is there, the command has read the file, which is changed below.
    await expect.poll(() => namesOf(page)).toContain(BY_COMMAND);

    const lab = await connect(page, server);
    // Leaving a notebook with changes is meant.
    lab.on('dialog', dialog => void dialog.accept());
    await ready(lab);
    await openNotebook(lab, LONG_PIPELINE);
    await begin(codeCell(lab, SUBMITS));
    await expect.poll(() => namesOf(page), { timeout: PATIENCE }).toHaveLength(2);
    const byMagic = (await namesOf(page)).find(name => name !== BY_COMMAND)!;

    const { graph, section } = await pipelineOf(lab, 'titanic-style.ipynb');
    await insertLine(stepCell(lab, 'compare'), 'assert forest_scores["accuracy"] > 1, "not yet"');
    await section.getByRole('button', { name: 'Run on cluster' }).click();
    await expect(graph.getByRole('button', { name: /^compare: Failed/ })).toBeVisible({
      timeout: PATIENCE
    });
    for (const step of [...BEFORE, ...MODELS]) {
      await expect(graph.getByRole('button', { name: `${step}: Succeeded` })).toBeVisible();
      await expect(stepCell(lab, step)).toHaveAttribute('data-kfl-step', `${step} · Succeeded`);
    }
    const error = stepCell(lab, 'compare').locator('.kfl-CellError');
    await expect(error).toContainText('AssertionError: not yet');
    const failed = (await namesOf(page)).find(name => name !== BY_COMMAND && name !== byMagic)!;
    expect(await executedBy(page, failed, 'compare')).toMatchObject({
      outputs: [{ output_type: 'error', ename: 'AssertionError', evalue: 'not yet' }]
    });

    await removeLine(stepCell(lab, 'compare'));
    await section.getByRole('button', { name: 'Retry from compare' }).click();
    await expect(graph.getByRole('button', { name: 'report: Succeeded' })).toBeVisible({
      timeout: PATIENCE
    });
    await expect(error).toHaveCount(0);
    const known = [BY_COMMAND, byMagic, failed];
    const mended = (await namesOf(page)).find(name => !known.includes(name))!;
    const { steps, metrics } = await summaryOf(page, mended);
    const reused = (steps as Json[]).map(one => [one.name, one.reusedFrom]);
    expect(Object.fromEntries(reused)).toEqual({
      ...Object.fromEntries([...BEFORE, ...MODELS].map(step => [step, failed])),
      compare: null,
      report: null
    });
    expect(metrics.best_recall).toBeGreaterThan(0.9);

    const magic = card(lab, byMagic, 'Workflow');
    await codeCell(lab, SUBMITS).scrollIntoViewIfNeeded();
    await expect(magic.locator('.kfl-Summary [data-phase=Succeeded]')).toBeVisible({
      timeout: PATIENCE
    });
    const [ended] = await command;
    expect(ended).toMatchObject({ status: 'fulfilled' });
    const log = (ended as PromiseFulfilledResult<string>).value;
    expect(log).toMatch(/Of \d+ malignant ones it finds \d+;/);
    const [one, other] = [await summaryOf(page, BY_COMMAND), await summaryOf(page, byMagic)];
    expect(one).toMatchObject({ phase: 'Succeeded', parameters: { trees: '300' } });
    expect([other.phase, other.parameters, other.metrics]).toEqual([
      one.phase,
      one.parameters,
      one.metrics
    ]);
    const { outputs } = await executedBy(page, BY_COMMAND, 'report');
    const [said] = outputs[0].text.split('\n');
    expect(log).toContain(said);
    expect(await logWithoutPod(page, BY_COMMAND, 'report')).toContain(said);
  });
});

const nameOf = (item: Json): string => item.object.metadata.name;

/** A sentence of the notebook with the best trial of a sweep, which is the best of the table of all. */
async function bestOf(page: Page, sweep: string): Promise<string> {
  const { body } = await api(page, 'GET', `/api/namespaces/${project}/experiments/${sweep}`);
  const { best, trials } = body.summary;
  const values = (trials as Json[]).map(({ metrics }) => Number(metrics.accuracy.value));
  return `${best.trial} was best, with an accuracy of ${(100 * Math.max(...values)).toFixed(1)}%`;
}

async function runsOf(page: Page, notebook: string): Promise<Json[]> {
  const { body } = await api(page, 'GET', `/api/namespaces/${project}/workflows`);
  return (body.items as Json[]).filter(({ summary }) => summary.notebook === notebook);
}

/** The names of the runs of the long pipeline. */
async function namesOf(page: Page): Promise<string[]> {
  return (await runsOf(page, LONG_PIPELINE)).map(nameOf);
}

async function summaryOf(page: Page, name: string): Promise<Json> {
  const { body } = await api(page, 'GET', `/api/namespaces/${project}/workflows/${name}`);
  return body.summary;
}

/** The last cell in the executed notebook of a step. */
async function executedBy(page: Page, name: string, step: string): Promise<Json> {
  const { steps } = await summaryOf(page, name);
  const { executed } = (steps as Json[]).find(one => one.name === step);
  const address = `${origin}/api/namespaces/${project}/files/${executed}`;
  const { cells } = await (await page.request.get(address)).json();
  return cells.at(-1);
}

/** What a step printed, as it is told when its pod is gone. */
async function logWithoutPod(page: Page, name: string, step: string): Promise<string[]> {
  const { steps } = await summaryOf(page, name);
  const { pod } = (steps as Json[]).find(one => one.name === step);
  await remove(project, `pod/${pod}`);
  const path = `/api/namespaces/${project}/workflows/${name}/logs?part=${step}`;
  const { body } = await api(page, 'GET', path);
  return (body.lines as Json[]).map(({ text }) => text);
}
