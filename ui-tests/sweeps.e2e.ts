import { expect, test, type BrowserContext, type Locator, type Page } from '@playwright/test';

import * as elsewhere from './elsewhere';
import {
  card,
  codeCell,
  begin,
  openNotebook,
  openPanel,
  ready,
  runCell,
  sourceOf,
  writeNotebook
} from './jupyterlab';
import { remove, type KubeObject } from './kubectl';
import { detailOf, entry } from './panels';
import { api, removeNotebook, type Json } from './platform';
import { connect, createServer, signIn } from './spawner';
import { run } from './terminal';

const project = 'ada';
const server = 'sweeps';
const file = 'swept.ipynb';
const sweeps = { notebook: 'whole', pipeline: 'runs', form: 'by-form', yaml: 'by-yaml' };
/** The first trial that takes it goes through; the others wait until it is away. */
const TURNSTILE = '/home/jovyan/shared/sweeps';

/** For what takes its time on a machine that has other work. */
const PATIENCE = 3 * 60_000;

const WAIT = `import time
from pathlib import Path

def wait_for_turn(turnstile=Path("${TURNSTILE}")):
    try:
        (turnstile / "first").touch(exist_ok=False)
    except FileNotFoundError:
        return
    except FileExistsError:
        while turnstile.exists():
            time.sleep(0.5)`;
const MODEL = `from sklearn.linear_model import LinearRegression

model = LinearRegression().fit([[0.0], [1.0]], [0.0, score])`;
const magic = (what: 'notebook' | 'pipeline') =>
  `%sweep ${what} --name ${sweeps[what]} --objective "maximize score" --trials 2 --parallel 2`;
const CELLS = [
  { id: 'parameters', source: 'rate = 0.5  # 0.1..0.9', tags: ['parameters'] },
  { id: 'wait', source: WAIT, tags: ['functions'] },
  { id: 'fit', source: 'wait_for_turn()\nscore = 2 * rate', tags: ['step:fit'] },
  { id: 'model', source: MODEL, tags: ['step:model'] },
  { id: 'use', source: 'slope = float(model.coef_[0])', tags: ['step:use'] },
  { id: 'metrics', source: 'print(score)', tags: ['pipeline-metrics'] },
  { id: 'notebook', source: magic('notebook'), tags: ['skip'] },
  { id: 'pipeline', source: magic('pipeline'), tags: ['skip'] }
];

/** Two trials at once: the first reaches the goal, the other goes on for longer than anybody waits. */
function withGoal(name: string, image: string): KubeObject {
  const object = elsewhere.experiment(project, name, image) as Json;
  const [container] = object.spec.trialTemplate.trialSpec.spec.template.spec.containers;
  const x = '${trialParameters.x}';
  container.command[2] = `if [ ${x} = 2 ]; then sleep 600; fi; echo loss=${x}`;
  Object.assign(object.spec, {
    algorithm: { algorithmName: 'grid' },
    maxTrialCount: 2,
    parallelTrialCount: 2,
    parameters: [{ name: 'x', parameterType: 'int', feasibleSpace: { min: '1', max: '2' } }]
  });
  object.spec.objective.goal = 1;
  return object as KubeObject;
}

/** Sweeps by each way in which one is begun, and what is done with them while they run. */
test.describe.serial('sweeps', () => {
  test.describe.configure({ timeout: 8 * 60_000 });
  let context: BrowserContext;
  let page: Page;
  let lab: Page;
  let panel: Locator;
  const cell = (id: string): Locator =>
    codeCell(
      lab,
      CELLS.findIndex(one => one.id === id)
    );

  test.beforeAll(async ({ browser }) => {
    context = await browser.newContext({ viewport: { width: 1360, height: 860 } });
    page = await context.newPage();
    await signIn(page, project);
    await createServer(page, { name: server, cpu: '0.5', memory: '1Gi' });
    lab = await connect(page, server);
    // Leaving a notebook with changes is meant.
    lab.on('dialog', dialog => void dialog.accept());
    await ready(lab);
    await run(project, server, ['rm', '-rf', TURNSTILE]);
    await writeNotebook(lab, file, CELLS);
    await openNotebook(lab, file);
    panel = await openPanel(lab, 'Sweeps');
  });

  test.afterAll(async () => {
    await run(project, server, ['rm', '-rf', TURNSTILE]);
    await remove(
      project,
      ...Object.values(sweeps).map(name => `experiment/${name}`),
      `inferenceservice/${sweeps.pipeline}`
    );
    await removeNotebook(page, project, server);
    await context.close();
  });

  const sweep = async (name: string): Promise<Json> =>
    (await api(page, 'GET', `/api/namespaces/${project}/experiments/${name}`)).body.summary;
  const trialsThat = async (name: string, phase: string): Promise<number> =>
    // It may not be there yet.
    (((await sweep(name))?.trials ?? []) as Json[]).filter(trial => trial.phase === phase).length;

  test('of a whole notebook, and of its pipeline, by magics', async () => {
    await begin(cell('notebook'));
    await runCell(cell('pipeline'));
    for (const name of [sweeps.notebook, sweeps.pipeline]) {
      const live = card(lab, name, 'Experiment').locator('.kfl-Summary [data-phase=Succeeded]');
      await expect(live).toBeVisible({ timeout: PATIENCE });
      const { trials } = await sweep(name);
      expect(trials).toHaveLength(2);
      for (const { parameters, metrics } of trials as Json[]) {
        expect(Number(metrics.score.value)).toBeCloseTo(2 * Number(parameters.rate), 12);
      }
    }
  });

  test('the model of the best trial of a pipeline is served', async () => {
    const { best } = await sweep(sweeps.pipeline);
    await entry(panel, sweeps.pipeline, 'Succeeded').click();
    await detailOf(lab).getByRole('button', { name: 'Deploy its model…' }).click();
    const form = lab.getByRole('dialog');
    await expect(form.getByLabel('Run', { exact: true })).toHaveValue(best.trial);
    await expect(form.getByLabel('Value', { exact: true })).toHaveValue('model/model');
    await form.getByLabel('Name', { exact: true }).fill(sweeps.pipeline);
    await form.getByRole('button', { name: 'Deploy', exact: true }).click();
    await expect(form).toHaveCount(0);
    const path = `/api/namespaces/${project}/inferenceservices/${sweeps.pipeline}/actions/predict`;
    const answer = async () =>
      (await api(page, 'POST', path, { protocol: 'v1', body: { instances: [[10]] } })).body.body
        ?.predictions;
    await expect
      .poll(answer, { timeout: PATIENCE })
      .toEqual([expect.closeTo(10 * Number(best.metrics.score), 9)]);
    await lab.getByRole('tab', { name: file }).click();
  });

  test('of a cell, by the form: changed while it runs, stopped, its best value in the notebook', async () => {
    await run(project, server, ['mkdir', '-p', TURNSTILE]);
    await cell('metrics').locator('.cm-content').click();
    await cell('fit').locator('.cm-content').click({ button: 'right' });
    await lab.getByRole('menuitem', { name: 'New Sweep of This Cell…' }).click();
    const form = lab.getByRole('form', { name: 'New sweep' });
    await expect(form.getByRole('group', { name: 'Parameter rate' })).toBeVisible();
    await form.getByLabel('Name', { exact: true }).fill(sweeps.form);
    await form.getByLabel('Metric', { exact: true }).fill('score');
    await form.getByLabel('In all', { exact: true }).fill('6');
    await form.getByLabel('At once', { exact: true }).fill('1');
    // A notice of what has ended may lie over it.
    await form.getByRole('button', { name: 'Start' }).press('Enter');

    const detail = detailOf(lab);
    await expect.poll(() => trialsThat(sweeps.form, 'Running'), { timeout: PATIENCE }).toBe(1);
    await expect.poll(() => trialsThat(sweeps.form, 'Succeeded'), { timeout: PATIENCE }).toBe(1);
    await detail.getByRole('button', { name: 'Change budget…' }).click();
    const dialog = lab.getByRole('dialog');
    // The dialog takes the focus to its first field, and with it what is typed until then.
    await expect(dialog.getByLabel('In all')).toBeFocused();
    await dialog.getByLabel('At once').fill('2');
    await dialog.getByRole('button', { name: 'Change', exact: true }).click();
    await expect.poll(() => trialsThat(sweeps.form, 'Running'), { timeout: PATIENCE }).toBe(2);

    await detail.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect(detail.locator('.kfl-Summary [data-phase=Succeeded]')).toBeVisible({
      timeout: PATIENCE
    });
    await expect.poll(() => trialsThat(sweeps.form, 'Running'), { timeout: PATIENCE }).toBe(0);
    const { best, trials } = await sweep(sweeps.form);
    expect((trials as Json[]).filter(({ phase }) => phase === 'Succeeded')).toHaveLength(1);

    await detail.getByRole('button', { name: 'Apply best values' }).click();
    await lab.locator('.lm-TabBar-tab', { hasText: file }).first().click();
    await expect
      .poll(() => sourceOf(cell('parameters')))
      .toBe(`rate = ${best.parameters.rate}  # 0.1..0.9`);
  });

  test('from YAML, with a goal: what is left over is stopped', async () => {
    const { body } = await api(page, 'GET', '/api/settings');
    await panel.getByRole('button', { name: 'New from YAML…' }).click();
    const dialog = lab.getByRole('dialog');
    const manifest = withGoal(sweeps.yaml, body.images.jupyter[0]);
    await dialog.getByRole('textbox').fill(JSON.stringify(manifest));
    await dialog.getByRole('button', { name: 'Create' }).click();
    await expect(entry(panel, sweeps.yaml, 'Succeeded')).toBeVisible({ timeout: PATIENCE });
    expect(await trialsThat(sweeps.yaml, 'Running')).toBe(1);
    const detail = detailOf(lab);
    await panel.locator(`[data-name="${sweeps.yaml}"] .kfl-ItemRow-open`).click();
    const button = detail.getByRole('button', { name: 'Stop left-over trials' });
    await button.click();
    await expect(button).toHaveCount(0, { timeout: PATIENCE });
    expect(await trialsThat(sweeps.yaml, 'Running')).toBe(0);
    expect((await sweep(sweeps.yaml)).best.parameters).toEqual({ x: '1' });
  });
});
