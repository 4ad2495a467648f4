import { expect, test, type Page } from '@playwright/test';

import { remove } from './kubectl';
import { api, removeNotebook, type Json } from './platform';
import { createServer, row, signIn } from './spawner';
import { execute, run } from './terminal';

const project = 'ada';
const server = 'examples';

/** The short notebooks of the image, and what they print of their results; the best of a sweep is looked up. */
const SHORT: [name: string, says: RegExp][] = [
  ['digits-sweep', / was best, with an accuracy of /],
  ['digits-pipeline', /The .* read 9\d\.\d% of the digits correctly/],
  ['trees-distributed', /40 trees with an accuracy of 9\d\.\d%/],
  ['digits-model', /service {2}(\[.*\])\nnotebook \1/]
];

/** What is begun from a terminal: by the magics of a notebook that nobody looks at, and by the command. */
const RUNS = [
  { notebook: 'examples/digits-pipeline.ipynb', trees: '200' },
  { notebook: 'examples/digits.ipynb', trees: '20' }
];

test.describe('the example notebooks', () => {
  test.afterAll(async ({ browser }) => {
    const page = await browser.newPage();
    await signIn(page, project);
    await remove(
      project,
      ...(await runs(page)).map(({ object }) => `workflow/${object.metadata.name}`),
      ...['xgboostjob/trees', 'experiment/digits-sweep', 'inferenceservice/digits-model']
    );
    await removeNotebook(page, project, server);
    await page.close();
  });

  test('each does its part by itself, without JupyterLab', async ({ page }) => {
    test.setTimeout(10 * 60_000);
    await signIn(page, project);
    await createServer(page, { name: server, cpu: '0.5', memory: '2Gi' });
    await expect(row(page, server)).toContainText('Running', { timeout: 120_000 });

    const [log, ...printed] = await Promise.all([
      run(project, server, [
        ...['kubeflow-lab', 'submit', 'examples/digits.ipynb'],
        ...['--name', 'digits-by-command', '--param', 'trees=20', '--wait']
      ]),
      ...SHORT.map(([name]) => execute(project, server, `examples/${name}.ipynb`))
    ]);
    SHORT.forEach(([name, says], index) => expect(printed[index], name).toMatch(says));
    expect(printed[0]).toContain(await bestOf(page, 'digits-sweep'));
    expect(log).toContain('of the digits correctly');
    const made = await runs(page);
    for (const { notebook, trees } of RUNS) {
      const found = made.find(({ summary }) => summary.notebook === notebook);
      expect(found?.summary).toMatchObject({ phase: 'Succeeded', parameters: { trees } });
      expect(found?.summary.metrics.best_accuracy).toBeGreaterThan(0.9);
    }
  });
});

/** A sentence of the notebook with the best trial of a sweep, which is the best of the table of all. */
async function bestOf(page: Page, sweep: string): Promise<string> {
  const { body } = await api(page, 'GET', `/api/namespaces/${project}/experiments/${sweep}`);
  const { best, trials } = body.summary;
  const values = (trials as Json[]).map(({ metrics }) => Number(metrics.accuracy.value));
  return `${best.trial} was best, with an accuracy of ${(100 * Math.max(...values)).toFixed(1)}%`;
}

/** The runs of the examples. */
async function runs(page: Page): Promise<Json[]> {
  const { body } = await api(page, 'GET', `/api/namespaces/${project}/workflows`);
  const notebooks = RUNS.map(({ notebook }) => notebook);
  return (body.items as Json[]).filter(({ summary }) => notebooks.includes(summary.notebook));
}
