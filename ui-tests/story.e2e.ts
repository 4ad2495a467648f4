import { readFile } from 'node:fs/promises';

import { expect, test, type BrowserContext, type Page } from '@playwright/test';

import {
  card,
  openFile,
  openPanel,
  readNotebook,
  ready,
  reload,
  runAllCells,
  save,
  theme
} from './jupyterlab';
import { kubectl, remove } from './kubectl';
import { detailOf } from './panels';
import { api, removeNotebook } from './platform';
import { picture } from './picture';
import { connect, createServer, deleteServer, row, signIn } from './spawner';

const server = 'work';
const notebook = 'examples/digits-distributed.ipynb';

interface TrainingJobCard {
  snapshot: { summary: { phase: string } } | null;
}

/** One person's first day: from the empty list to a trained model, and back to nothing but a volume. */
test.describe.serial('from sign-in to a distributed training job', () => {
  let context: BrowserContext;
  let page: Page;
  let lab: Page;

  test.beforeAll(async ({ browser }) => {
    context = await browser.newContext({ viewport: { width: 1360, height: 860 } });
    page = await context.newPage();
    await page.emulateMedia({ colorScheme: 'light' });
  });

  test.afterAll(async () => {
    await api(page, 'DELETE', '/api/namespaces/ada/tfjobs/digits');
    await removeNotebook(page, 'ada', server);
    // The volume that was kept on purpose would be in the way of the next run on the same cluster.
    await remove('ada', `persistentvolumeclaim/${server}-workspace`);
    await context.close();
  });

  test('signs in and finds an empty list that says what to do', async () => {
    await page.goto('/');
    await expect(page.getByRole('heading', { name: 'Sign in to Kubeflow Lab' })).toBeVisible();
    await picture(page, 'sign-in-light');
    await signIn(page, 'ada');
    await expect(page.getByRole('heading', { name: 'No notebook servers yet' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Create a notebook server' })).toBeVisible();
  });

  test('creates a server and watches it come up', async () => {
    await createServer(page, { name: server, cpu: '0.5', memory: '2Gi' });
    await expect(row(page, server)).toBeVisible();
    await expect(row(page, server).locator('.state-message')).not.toBeEmpty();
    await expect(row(page, server)).toContainText('Running', { timeout: 120_000 });
    await picture(page, 'servers-light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture(page, 'servers-dark');
    await page.emulateMedia({ colorScheme: 'light' });
  });

  test('is told when the server stops unless it is used, where it has an idle time', async () => {
    const idleTime = 'lab.kubeflow.org/notebook-idle-time';
    const annotate = (annotation: string) =>
      kubectl(['annotate', '--namespace', 'ada', `notebook/${server}`, annotation]);
    await annotate(`${idleTime}=2h`);
    await expect(row(page, server)).toContainText(/stops at .*\d\d.\d\d.* unless used/i);
    await annotate(`${idleTime}-`);
    await expect(row(page, server)).not.toContainText('unless used');
  });

  test('sees on its page what another size would restart, and what it writes', async () => {
    await page.getByRole('link', { name: server, exact: true }).click();
    await page.getByRole('button', { name: `Change size or image of ${server}` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Memory').fill('3Gi');
    await dialog.getByRole('button', { name: 'Show what changes' }).click();
    await expect(dialog.getByText('2Gi → 3Gi')).toBeVisible();
    await expect(dialog.getByLabel('Restart it now')).toBeVisible();
    await picture(page, 'change-light');
    await dialog.getByRole('button', { name: 'Cancel' }).click();

    await page.getByRole('link', { name: 'Logs' }).click();
    await expect(page.getByRole('log')).toContainText('is running at');
    await page.getByRole('searchbox').fill('is running at');
    await expect(page.getByText(/^1 of \d+ lines$/)).toBeVisible();
    await page.getByRole('searchbox').fill('');
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download' }).click();
    expect(await readFile(await (await saved).path(), 'utf8')).toContain('is running at');
    await page.goto('/projects/ada');
  });

  test('connects to a JupyterLab of its own origin, with the extension', async () => {
    lab = await connect(page, server);
    await ready(lab);
    const address = new URL(lab.url());
    expect(address.pathname).toMatch(new RegExp(`^/notebook/ada/${server}/lab`));
    expect(address.hostname).toMatch(/^nb-[0-9a-f]{16}\./);
    expect(address.search).not.toContain('kubeflow-lab-code');
    await expect(lab.locator('.jp-LauncherCard', { hasText: /Training/ }).first()).toBeVisible();
    await lab.getByRole('tab', { name: 'Training jobs' }).click();
    await expect(lab.getByRole('heading', { name: 'No training jobs yet' })).toBeVisible();
  });

  test('trains on two replicas from a cell and sees the accuracy', async () => {
    test.setTimeout(10 * 60_000);
    await lab.getByRole('tab', { name: /File Browser/ }).click();
    await openFile(lab, 'examples', 'digits-distributed.ipynb');
    await runAllCells(lab);

    const live = card(lab, 'digits');
    await expect(live).toBeVisible({ timeout: 60_000 });
    await expect(live.locator('.kfl-Replica')).toHaveCount(2, { timeout: 60_000 });
    await expect(live.locator('.kfl-Summary [data-phase=Succeeded]')).toBeVisible({
      timeout: 6 * 60_000
    });
    const accuracy = live.locator('.kfl-Metric', { hasText: 'accuracy' }).locator('dd').first();
    // The job's phase and its log come by different ways: the last line may be a moment behind.
    await expect
      .poll(async () => Number(await accuracy.getAttribute('title')))
      .toBeGreaterThan(0.9);

    await lab.getByRole('tab', { name: 'Training jobs' }).click();
    const panel = lab.getByRole('region', { name: 'Training jobs' });
    await expect(panel.getByText('digits', { exact: true })).toBeVisible();
    await expect(panel.locator('[data-phase=Succeeded]')).toBeVisible();
  });

  test('both replicas took part in one cluster, by their own logs', async () => {
    const { body } = await api(page, 'GET', '/api/namespaces/ada/tfjobs/digits/logs?tail=2000');
    const lines = body.lines as { replica: string; text: string }[];
    for (const replica of ['chief-0', 'worker-0']) {
      const own = lines.filter(line => line.replica.endsWith(replica)).map(line => line.text);
      expect(own.join('\n'), replica).toMatch(/one of 2 replicas in sync/);
    }
  });

  test('the card is right after a reload, and saved for who opens the file later', async () => {
    await card(lab, 'digits').scrollIntoViewIfNeeded();
    await picture(lab, 'jupyterlab-light');
    await theme(lab, 'JupyterLab Dark');
    await picture(lab, 'jupyterlab-dark');
    await theme(lab, 'JupyterLab Light');
    await lab.locator('.jp-NotebookPanel:visible .jp-Notebook').click({ position: { x: 3, y: 3 } });
    await save(lab);
    await expect
      .poll(async () => {
        const saved = await readNotebook(lab, notebook);
        const outputs = saved.cells.flatMap(cell => cell.outputs ?? []);
        const found = outputs
          .map(output => output.data?.['application/vnd.kubeflow-lab.card+json'])
          .find(data => data !== undefined) as TrainingJobCard | undefined;
        return found?.snapshot?.summary?.phase;
      })
      .toBe('Succeeded');
    await reload(lab);
    await expect(card(lab, 'digits').locator('.kfl-Summary [data-phase=Succeeded]')).toBeVisible({
      timeout: 60_000
    });
  });

  test('sees the curves of what the job printed, and of the event files that it wrote', async () => {
    const panel = await openPanel(lab, 'Training jobs');
    const detail = detailOf(lab);
    // A page that was just loaded again brings the notebook to the front once more, when all of it is there.
    await expect(async () => {
      await panel.locator('[data-name="digits"] .kfl-ItemRow-open').click();
      await detail.getByRole('tab', { name: 'Curves' }).click({ timeout: 5_000 });
    }).toPass();
    await expect(detail.getByRole('figure', { name: 'Course of loss' })).toBeVisible();
    const files = detail.getByRole('heading', { name: /^Event files in .*logs\/digits/ });
    await expect(files).toBeVisible({ timeout: 30_000 });
    await expect(detail.getByRole('figure', { name: 'Course of epoch_accuracy' })).toBeVisible();
  });

  test('stops and starts again with the files still there', async () => {
    test.setTimeout(6 * 60_000);
    await lab.close();
    await row(page, server)
      .getByRole('button', { name: `Stop ${server}` })
      .click();
    await expect(row(page, server)).toContainText('Stopped', { timeout: 120_000 });
    await row(page, server)
      .getByRole('button', { name: `Start ${server}` })
      .click();
    lab = await connect(page, server);
    await ready(lab);
    const saved = await readNotebook(lab, notebook);
    expect(JSON.stringify(saved)).toContain('vnd.kubeflow-lab.card+json');
    await lab.close();
  });

  test('deletes it, and only the volume that was kept is left', async () => {
    await deleteServer(page, server, 'keep');
    const { body } = await api(page, 'GET', '/api/namespaces/ada/persistentvolumeclaims');
    const names = (body.items as { name: string }[]).map(claim => claim.name).sort();
    expect(names).toEqual(['shared', `${server}-workspace`]);
    const notebooks = await api(page, 'GET', '/api/namespaces/ada/notebooks');
    expect(notebooks.body.items).toEqual([]);
  });
});
