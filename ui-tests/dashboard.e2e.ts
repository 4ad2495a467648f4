import { expect, test, type Page } from '@playwright/test';

import { shownInFrame } from './frame';
import { startFramed, type Framed } from './framed';
import { create, kubectl, notebook, remove } from './kubectl';
import { account, origin } from './platform';

/** The web app inside Kubeflow's central dashboard. Ada may look at grace's project. */

const binding = ['--namespace', 'grace', 'rolebinding', 'of-the-dashboard'];
const STOPPED = { annotations: { 'kubeflow-resource-stopped': '2026-01-01T00:00:00Z' } };
let framed: Framed;

test.beforeAll(async () => {
  framed = await startFramed();
  await kubectl(['create', ...binding, '--clusterrole=kubeflow-view', '--user=ada']);
  for (const project of ['ada', 'grace']) {
    const object = notebook(project, `of-${project}`, { image: 'none' });
    await create({ ...object, metadata: { ...object.metadata, ...STOPPED } });
  }
});

test.afterAll(async () => {
  for (const project of ['ada', 'grace']) {
    await remove(project, `notebook/of-${project}`);
  }
  await kubectl(['delete', ...binding, '--ignore-not-found']);
  await framed?.end();
});

/** The address that the dashboard reads of what it frames. */
const shown = (page: Page): string => page.frames()[1].url();

test('it shows the project that is selected there, or all of them', async ({ page }) => {
  await page.goto(framed.dashboard);
  const app = page.frameLocator('iframe').frameLocator('iframe');
  await app.getByLabel('User name').fill('ada');
  await app.getByLabel('Password').fill(account('ada').password);
  await app.getByRole('button', { name: 'Sign in' }).click();

  const server = (name: string) => app.getByRole('link', { name, exact: true });
  await expect(server('of-ada')).toBeVisible();
  await expect(server('of-grace')).toHaveCount(0);
  // Where the dashboard chooses, there is no second choice.
  await expect(app.getByLabel('Project', { exact: true })).toHaveCount(0);

  const select = page.getByLabel('Namespace');
  await select.selectOption('grace');
  await expect(server('of-grace')).toBeVisible();
  await expect(server('of-ada')).toHaveCount(0);
  await select.selectOption('All namespaces');
  await expect(server('of-grace')).toBeVisible();
  await expect(server('of-ada')).toBeVisible();

  await select.selectOption('ada');
  await app.getByRole('link', { name: 'Volumes', exact: true }).click();
  await expect(app.getByRole('heading', { name: 'Volumes', exact: true })).toBeVisible();
  expect(shown(page)).toBe(`${framed.dashboard}/jupyter/projects/ada/volumes`);
  await select.selectOption('grace');
  await expect.poll(() => shown(page)).toBe(`${framed.dashboard}/jupyter/projects/grace/volumes`);
});

test('only the dashboard that the installation names may frame it', async ({ page }) => {
  const inFrame = async (around: string, address: string): Promise<string> => {
    await page.goto(around);
    return shownInFrame(page, address);
  };
  const refused = 'chrome-error://chromewebdata/';
  expect(await inFrame(framed.dashboard, `${framed.app}/signin`)).toBe(`${framed.app}/signin`);
  for (const address of [`${framed.app}/signin`, `${framed.app}/dashboard/`]) {
    expect([address, await inFrame(framed.stranger, address)]).toEqual([address, refused]);
  }
  expect(await inFrame(framed.stranger, `${framed.stranger}/jupyter/`)).toBe(refused);
  expect(await inFrame(framed.dashboard, origin)).toBe(refused);
});
