import { expect, test, type BrowserContext, type Page } from '@playwright/test';

import { openPanel, ready, row, theme } from './jupyterlab';
import { remove } from './kubectl';
import { picture } from './picture';
import { api, removeNotebook } from './platform';
import { connect, createServer, signIn } from './spawner';

const project = 'ada';
const server = 'training';
const name = 'by-form';
const queued = 'in-queue';
const job = `/api/namespaces/${project}/pytorchjobs/${name}`;

/** Replicas that find each other by the variables they got; the master ends when the worker has come. */
const meeting = [
  'import os, socket',
  "rank, master, port = (os.environ[name] for name in ['RANK', 'MASTER_ADDR', 'MASTER_PORT'])",
  "print('rank=' + rank, master, flush=True)",
  "place = ('0.0.0.0' if rank == '0' else master, int(port))",
  "socket.create_server(place).accept() if rank == '0' else socket.create_connection(place, 60)"
].join('; ');

/** A training job from the form to its end, and once more. */
test.describe('training by form', () => {
  let context: BrowserContext;
  let page: Page;
  let lab: Page;

  test.beforeAll(async ({ browser }) => {
    context = await browser.newContext({ viewport: { width: 1360, height: 860 } });
    page = await context.newPage();
    await signIn(page, 'ada');
    await createServer(page, { name: server, cpu: '0.5', memory: '1Gi' });
    lab = await connect(page, server);
    await ready(lab);
  });

  test.afterAll(async () => {
    await remove(project, `pytorchjob/${name}`);
    await remove(project, `pytorchjob/${queued}`);
    await removeNotebook(page, project, server);
    await context.close();
  });

  test('shows who will talk to whom, runs, ends, and runs again', async () => {
    const { body } = await api(page, 'GET', '/api/settings');
    const panel = await openPanel(lab, 'Training jobs');
    await panel.getByRole('button', { name: 'New training job…' }).click();
    const form = lab.getByRole('form', { name: 'New training job' });
    await form.getByLabel('Kind', { exact: true }).selectOption('PyTorchJob');
    await form.getByLabel('Name', { exact: true }).fill(name);
    await form.getByRole('radio', { name: 'A command' }).check();
    await form
      .getByRole('textbox', { name: 'Command', exact: true })
      .fill(`python -c "${meeting}"`);
    await form.getByLabel('Image', { exact: true }).fill(body.images.jupyter[0]);
    await form.getByRole('spinbutton', { name: 'Master' }).fill('1');
    await form.getByRole('spinbutton', { name: 'Worker' }).fill('1');

    const drawing = form.getByRole('group', { name: `Replicas of ${name} and who talks to whom` });
    await drawing.getByRole('button', { name: 'Worker 0' }).click();
    const variables = form.getByRole('region', { name: 'What a replica will find' });
    await expect(variables).toContainText(`MASTER_ADDR${name}-master-0`);
    await picture(lab, 'training-form-light');
    await theme(lab, 'JupyterLab Dark');
    await picture(lab, 'training-form-dark');
    await theme(lab, 'JupyterLab Light');

    await form.getByRole('button', { name: 'Check' }).click();
    await expect(form.getByText('The cluster would take it. Nothing has been made.')).toBeVisible();
    await form.getByRole('button', { name: 'Start' }).click();
    const detail = lab.locator('.kfl-Detail:visible');
    const succeeded = detail.locator('.kfl-Summary [data-phase=Succeeded]');
    await expect(succeeded).toBeVisible({ timeout: 60_000 });
    await detail.getByRole('tab', { name: 'Log' }).click();
    // The variables that were shown are those that the replica found.
    await expect(detail.getByText(`rank=1 ${name}-master-0`)).toBeVisible();
    const { uid } = (await api(page, 'GET', job)).body.object.metadata;

    await detail.getByRole('button', { name: 'Run again' }).click();
    await lab.getByRole('button', { name: 'Delete and run again' }).click();
    await expect
      .poll(async () => (await api(page, 'GET', job)).body.object?.metadata?.uid ?? uid)
      .not.toBe(uid);
    await expect(succeeded).toBeVisible({ timeout: 60_000 });

    await row(panel, name).press('Tab');
    await lab.keyboard.press('Enter');
    await lab.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await expect(row(panel, name)).toHaveCount(0);
    expect((await api(page, 'GET', job)).status).toBe(404);
  });

  test('asks for no more than is free, and gets its place in a queue', async () => {
    const { body } = await api(page, 'GET', '/api/settings');
    const panel = await openPanel(lab, 'Training jobs');
    await panel.getByRole('button', { name: 'New training job…' }).click();
    const form = lab.getByRole('form', { name: 'New training job' });
    await form.getByLabel('Kind', { exact: true }).selectOption('PyTorchJob');
    await form.getByLabel('Name', { exact: true }).fill(queued);
    await form.getByRole('radio', { name: 'A command' }).check();
    await form.getByRole('textbox', { name: 'Command', exact: true }).fill('python --version');
    await form.getByLabel('Image', { exact: true }).fill(body.images.jupyter[0]);
    const workers = form.getByRole('spinbutton', { name: 'Worker' });
    await workers.fill('99');
    const cpu = form.getByLabel('CPU', { exact: true });
    await cpu.fill('1');
    const left = form.getByRole('table', { name: 'Asked for, of what is left now' });
    const ofCpu = left.getByRole('row', { name: /^CPU 100 of / });
    await expect(ofCpu).toHaveClass(/kfl-mod-over/);
    await expect(form.getByText(/and the replicas ask for 100 CPU together/).first()).toBeVisible();
    await workers.fill('0');
    await cpu.fill('100m');
    await expect(left.getByRole('row', { name: /^CPU 0\.1 of / })).not.toHaveClass(/kfl-mod-over/);

    await form.getByText('Queue, priority, end').click();
    await form.getByLabel('Queue of Kueue').fill('team');
    await form.getByRole('button', { name: 'Start' }).click();
    await expect(lab.locator('.kfl-Detail:visible')).toContainText(queued);
    const made = await api(page, 'GET', `/api/namespaces/${project}/pytorchjobs/${queued}`);
    const { labels } = made.body.object.metadata;
    expect(labels).toEqual({ 'kueue.x-k8s.io/queue-name': 'team' });
  });
});
