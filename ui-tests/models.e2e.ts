import { expect, test, type BrowserContext, type Locator, type Page } from '@playwright/test';

import * as elsewhere from './elsewhere';
import {
  codeCell,
  openNotebook,
  openPanel,
  outputOf,
  ready,
  runCell,
  sourceOf,
  writeNotebook
} from './jupyterlab';
import { create, remove } from './kubectl';
import { detailOf, entry } from './panels';
import { api, removeNotebook } from './platform';
import { connect, createServer, signIn } from './spawner';
import { run } from './terminal';

const project = 'ada';
const server = 'models';
const file = 'fitted.ipynb';
const names = { variable: 'line', function: 'row-sums', job: 'left-by-a-job' };

/** For what takes its time on a machine that has other work. */
const PATIENCE = 3 * 60_000;

const FIT = `from sklearn.linear_model import LinearRegression

X = [[0.0], [1.0], [2.0]]
line = LinearRegression().fit(X, [1.0, 3.0, 5.0])
print("fitted")`;
const SUM = `def row_sums(rows):
    return [float(sum(row)) for row in rows]`;
const CELLS = [
  { id: 'fit', source: FIT },
  { id: 'sum', source: SUM }
];

/** What a notebook or a job has made is served by the form of the panel. */
test.describe.serial('new models', () => {
  test.describe.configure({ timeout: 8 * 60_000 });
  let context: BrowserContext;
  let page: Page;
  let lab: Page;
  let form: Locator;

  test.beforeAll(async ({ browser }) => {
    context = await browser.newContext({ viewport: { width: 1360, height: 860 } });
    page = await context.newPage();
    await signIn(page, project);
    await createServer(page, { name: server, cpu: '0.5', memory: '1Gi' });
    lab = await connect(page, server);
    // Leaving a notebook with changes is meant.
    lab.on('dialog', dialog => void dialog.accept());
    await ready(lab);
    await writeNotebook(lab, file, CELLS);
    await openNotebook(lab, file);
    form = lab.getByRole('dialog');
  });

  test.afterAll(async () => {
    await remove(
      project,
      ...Object.values(names).map(name => `inferenceservice/${name}`),
      `tfjob/${names.job}`
    );
    await removeNotebook(page, project, server);
    await context.close();
  });

  const openForm = async (source: string) => {
    const panel = await openPanel(lab, 'Models');
    await panel.getByRole('button', { name: 'New model…' }).click();
    await form.getByLabel(source).click();
  };
  const deploy = async () => {
    await form.getByRole('button', { name: 'Deploy', exact: true }).click();
    await expect(form).toHaveCount(0);
  };
  const answers = (name: string, instances: number[][]) => async () => {
    const path = `/api/namespaces/${project}/inferenceservices/${name}/actions/predict`;
    const { body } = await api(page, 'POST', path, { protocol: 'v1', body: { instances } });
    return body.body?.predictions ?? body.detail ?? body.body;
  };

  test('a variable', async () => {
    await runCell(codeCell(lab, 0));
    await expect(outputOf(codeCell(lab, 0))).toHaveText(/fitted/, { timeout: PATIENCE });
    await openForm('A variable of the notebook');
    await form.getByLabel('Variable', { exact: true }).fill(names.variable);
    await expect(form.getByLabel('Name', { exact: true })).toHaveValue(names.variable);
    await form.getByLabel('Sample rows, to try it with').fill('X[:2]');
    await deploy();
    expect(await sourceOf(codeCell(lab, 2))).toBe('%deploy line --name line --sample X[:2]');
    await expect
      .poll(answers(names.variable, [[3], [10]]), { timeout: PATIENCE })
      .toEqual([expect.closeTo(7, 9), expect.closeTo(21, 9)]);
  });

  test('a function of a cell', async () => {
    await openForm('A function of a cell');
    await form.getByLabel('Function', { exact: true }).selectOption('row_sums');
    await expect(form.getByLabel('Name', { exact: true })).toHaveValue(names.function);
    await deploy();
    expect(await sourceOf(codeCell(lab, 1))).toBe(`%%serve --name row-sums\n${SUM}`);
    await expect
      .poll(
        answers(names.function, [
          [1, 2],
          [3, 4]
        ]),
        { timeout: PATIENCE }
      )
      .toEqual([3, 7]);
  });

  test('what a training job has stored', async () => {
    const folder = `/home/jovyan/shared/models/${names.job}`;
    const save = `import joblib, os; from sklearn.linear_model import LinearRegression as Line
os.makedirs("${folder}", exist_ok=True)
joblib.dump(Line().fit([[0.0], [1.0]], [0.0, 4.0]), "${folder}/model.joblib")`;
    await run(project, server, ['python', '-c', save]);
    const { body } = await api(page, 'GET', '/api/settings');
    await create(elsewhere.tfjob(project, names.job, body.images.jupyter[0] as string));
    const panel = await openPanel(lab, 'Training jobs');
    await entry(panel, names.job, 'Succeeded').click({ timeout: PATIENCE });
    await detailOf(lab).getByRole('button', { name: 'Deploy its model…' }).click();
    await expect(form.getByLabel('Address', { exact: true })).toHaveValue(
      `pvc://shared/models/${names.job}`
    );
    await form.getByLabel('Format', { exact: true }).fill('sklearn');
    await deploy();
    await expect
      .poll(answers(names.job, [[3]]), { timeout: PATIENCE })
      .toEqual([expect.closeTo(12, 9)]);
  });
});
