import { expect, test, type Page } from '@playwright/test';

import { takeApiServerAway } from './api-server';
import { create, get, kubectl, notebook, remove } from './kubectl';
import { account, api, origin, type Json } from './platform';
import { createServer, expectError, row, signIn } from './spawner';

/** What goes wrong ends in one sentence where the person is looking, with nothing lost and nothing half-made. */

const project = 'ada';
const stopped = { 'kubeflow-resource-stopped': '2026-01-01T00:00:00Z' };
let image: string;

test.beforeEach(async ({ page }) => {
  await signIn(page, 'ada');
  image ??= (await api(page, 'GET', '/api/settings')).body.images.jupyter[0];
});

/** Opens the form and fills fields whose values are not the usual ones. */
async function fillForm(page: Page): Promise<void> {
  await page.goto(`${origin}/projects/${project}/new`);
  await page.getByLabel('Image', { exact: true }).selectOption({ label: 'Another image …' });
  await page.getByLabel('Name of the image').fill('registry.example/team/jupyter:7');
  await page.getByLabel('CPU (cores)').fill('0.7');
  await page.getByLabel('Memory', { exact: true }).fill('700Mi');
  await page.getByLabel('Size', { exact: true }).fill('3Gi');
}

async function expectFormKept(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'New notebook server' })).toBeVisible();
  await expect(page.getByLabel('Name of the image')).toHaveValue('registry.example/team/jupyter:7');
  await expect(page.getByLabel('CPU (cores)')).toHaveValue('0.7');
  await expect(page.getByLabel('Memory', { exact: true })).toHaveValue('700Mi');
  await expect(page.getByLabel('Size', { exact: true })).toHaveValue('3Gi');
}

const send = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Create server' }).click();

/** What is there of a server that was refused, by its name: nothing. */
async function expectNothingMade(name: string): Promise<void> {
  const kinds = 'notebooks,statefulsets,services,httproutes,persistentvolumeclaims,pods';
  const found = await kubectl(['get', kinds, '--namespace', project, '--output=name']);
  expect(found.split('\n').filter(line => line.includes(name))).toEqual([]);
}

/** Asks the API for a server that differs from a good one in these fields, past the checks of the page. */
function post(page: Page, fields: object): ReturnType<typeof api> {
  const usual = { image, cpu: '0.1', memory: '128Mi', workspace: { mode: 'none' } };
  return api(page, 'POST', `/api/namespaces/${project}/notebooks`, { ...usual, ...fields });
}

test.describe('the name of a new server', () => {
  test.beforeEach(async () => {
    const taken = notebook(project, 'taken', { image });
    await create({ ...taken, metadata: { ...taken.metadata, annotations: stopped } });
  });
  test.afterEach(() => remove(project, 'notebook/taken'));

  const wrong = [
    { what: 'taken', name: 'taken', sentence: /"taken" exists already in project "ada"/ },
    { what: 'invalid', name: 'Räum 1', sentence: /^Use lower-case letters, digits and dashes/ },
    { what: 'too long', name: 'n'.repeat(60), sentence: /has 60 characters; .* at most 52/ }
  ];
  for (const { what, name, sentence } of wrong) {
    test(`that is ${what} is refused at the field, and nothing typed is lost`, async ({ page }) => {
      await fillForm(page);
      await page.getByLabel('Name', { exact: true }).fill(name);
      await send(page);
      await expectError(page, 'Name', sentence);
      await expectFormKept(page);

      await page.reload();
      await expectError(page, 'Name', sentence);
      await expect(page.getByLabel('Name', { exact: true })).toHaveValue(name);
      await expectFormKept(page);

      const answer = await post(page, { name });
      expect([409, 422]).toContain(answer.status);
      expect(answer.body.errors).toMatchObject([{ path: 'name' }]);
      expect(answer.body.errors[0].message).toMatch(sentence);
      const list = await api(page, 'GET', `/api/namespaces/${project}/notebooks`);
      expect(list.body.items.map((item: Json) => item.object.metadata.name)).toEqual(['taken']);
    });
  }
});

test.describe('what a new server asks for', () => {
  test.afterEach(async () => {
    await kubectl(['delete', 'storageclass', 'fleeting', '--ignore-not-found']);
    await remove(project, 'notebook/odd', 'persistentvolumeclaim/odd-workspace');
  });

  test('an image that does not exist is told in the list', async ({ page }) => {
    await createServer(page, { name: 'odd', image: 'localhost/no-such-image:1', memory: '128Mi' });
    const server = row(page, 'odd');
    const message = server.locator('.state-message');
    await expect(message).toContainText('localhost/no-such-image:1', { timeout: 60_000 });
    await expect(message).toContainText('check its name and tag');
    await expect(server).toContainText('Pending');
    await expect(server.getByRole('link', { name: /^Connect/ })).toHaveCount(0);
  });

  test('a storage class that is gone is told at its field, also after a reload', async ({
    page
  }) => {
    await create({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'fleeting' },
      provisioner: 'example.com/none'
    });
    await fillForm(page);
    await page.getByLabel('Name', { exact: true }).fill('odd');
    await page.getByLabel('Storage class').selectOption('fleeting');
    await kubectl(['delete', 'storageclass', 'fleeting']);
    await send(page);
    const sentence = /There is no storage class "fleeting"; the cluster has local-path/;
    await expectError(page, 'Storage class', sentence);
    await expectFormKept(page);
    await expectNothingMade('odd');

    await page.reload();
    await expect(page.getByLabel('Storage class')).toHaveValue('fleeting');
    await send(page);
    await expectError(page, 'Storage class', sentence);
    await expectFormKept(page);
    await page.getByLabel('Storage class').selectOption({ label: 'local-path (default)' });
    await send(page);
    await expect(row(page, 'odd')).toBeVisible();
  });

  test('more memory than the node has is told at its field', async ({ page }) => {
    await page.goto(`${origin}/projects/${project}/new`);
    await page.getByLabel('Name', { exact: true }).fill('odd');
    // Before anything is sent, the cluster says what it thinks of it, and its pod.
    await expect(page.getByText('The cluster takes this.')).toBeVisible();
    await page.getByLabel('Memory', { exact: true }).fill('900Gi');
    await send(page);
    const sentence = /No node of the cluster has 900Gi of memory; the largest has [\d.]+Gi/;
    await expectError(page, 'Memory', sentence);
    const answer = await post(page, { name: 'odd', memory: '900Gi' });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ path: 'memory' }]);
    expect(answer.body.errors[0].message).toMatch(sentence);
    await expectNothingMade('odd');
  });

  test('more memory than the node has, asked for by kubectl, is told in the list', async ({
    page
  }) => {
    const resources = { requests: { memory: '900Gi' } };
    await create(notebook(project, 'odd', { image, resources }), 'ada');
    const server = row(page, 'odd');
    await expect(server.locator('.state-message')).toHaveText(
      'No node has 900Gi memory free for the server; ask for less, or stop something else.'
    );
    await expect(server).toContainText('Pending');
  });
});

test.describe('a Notebook that the rules of the project forbid', () => {
  test.afterEach(() => remove(project, 'notebook/rogue'));

  const hostPath = { name: 'host', hostPath: { path: '/' } };
  const rogues = [
    { what: 'privileged', container: { securityContext: { privileged: true } }, pod: {} },
    { what: 'hostPath', container: {}, pod: { volumes: [hostPath] } },
    { what: 'hostNetwork', container: {}, pod: { hostNetwork: true } }
  ];
  for (const { what, container, pod } of rogues) {
    test(`${what}: the list says so, and no pod is made`, async ({ page }) => {
      await create(notebook(project, 'rogue', { image, ...container }, pod), 'ada');
      const server = row(page, 'rogue');
      await expect(server).toContainText('Failed', { timeout: 60_000 });
      await expect(server.locator('.state-message')).toContainText(
        "The project's security rules do not allow the server: "
      );
      const why = what === 'hostNetwork' ? 'host namespaces' : what;
      await expect(server.locator('.state-message')).toContainText(new RegExp(why, 'i'));
      const pods = await kubectl(['get', 'pods', '-n', project, '-l', 'notebook-name=rogue']);
      expect(pods).toBe('');
    });
  }
});

test.describe('a training job', () => {
  const path = `/api/namespaces/${project}/tfjobs`;
  test.afterEach(() => remove(project, 'tfjob/lost'));

  test('whose image does not exist is Pending with the reason, never Running', async ({ page }) => {
    const made = await api(page, 'POST', path, {
      name: 'lost',
      image: 'localhost/no-such-image:1',
      replicas: [
        { role: 'Chief', count: 1 },
        { role: 'Worker', count: 1 }
      ],
      code: { cells: [{ id: 'a', source: 'print(1)' }], modules: [], parameters: {} },
      resources: { cpu: '50m', memory: '64Mi' },
      env: [],
      volumes: []
    });
    expect(made.status).toBe(201);
    const phases = new Set<string>();
    await expect
      .poll(
        async () => {
          const { summary } = (await api(page, 'GET', `${path}/lost`)).body;
          phases.add(summary.phase);
          return [summary.phase, summary.reason, summary.message].join(' | ');
        },
        { timeout: 60_000, intervals: [250] }
      )
      .toMatch(/^Pending \| ImagePull \| The image localhost\/no-such-image:1 .*check its name/);
    expect([...phases]).not.toContain('Running');
    const { replicas } = (await api(page, 'GET', `${path}/lost`)).body.summary;
    expect(replicas.map((replica: Json) => replica.phase)).not.toContain('Running');
  });
});

test.describe('while the API server is away for half a minute', () => {
  const away = 30_000;
  const counting = 'i=0; while :; do echo "count $i"; i=$((i+1)); sleep 0.2; done';
  let bringBack: () => void = () => undefined;

  test.beforeEach(async () => {
    await create(notebook(project, 'counter', { image, command: ['sh', '-c', counting] }));
  });
  test.afterEach(async () => {
    bringBack();
    await expect(() => kubectl(['get', '--raw', '/readyz'])).toPass({ timeout: 60_000 });
    await remove(project, 'notebook/counter');
    // The cluster's own controllers are well again when they have removed it.
    await kubectl(['wait', '-n', project, '--for=delete', '--timeout=120s', 'pod/counter-0']);
  });

  /** The numbers that the counter has written, as the page shows them. */
  async function counted(log: Page): Promise<number[]> {
    const text = await log.getByRole('log').innerText();
    return [...text.matchAll(/^count (\d+)$/gm)].map(([, number]) => Number(number));
  }

  /** How often the container of the platform's server was started again. */
  const restarts = (): Promise<string> =>
    kubectl([
      'get',
      'pods',
      '--namespace=kubeflow-lab',
      '--selector=app=kubeflow-lab-server',
      '--output=jsonpath={.items[*].status.containerStatuses[*].restartCount}'
    ]);

  test('the list and the log stay, a change is refused with a sentence, and all goes on afterwards', async ({
    page,
    context
  }) => {
    const list = page;
    const server = row(list, 'counter');
    await expect(server).toContainText('Running', { timeout: 60_000 });
    const log = await context.newPage();
    await log.goto(`${origin}/projects/${project}/notebooks/counter/logs`);
    await expect.poll(async () => (await counted(log)).length).toBeGreaterThan(5);

    const restartsBefore = await restarts();
    bringBack = takeApiServerAway();
    const since = Date.now();
    await server.getByRole('button', { name: 'Stop counter' }).click();
    await expect(server.getByRole('alert')).toContainText(
      'The Kubernetes API does not answer at the moment; try again in a few seconds.'
    );
    await expect(server).toContainText('Running');
    // A page that is loaded meanwhile shows the same.
    const second = await context.newPage();
    await second.goto(`${origin}/projects/${project}`);
    await expect(row(second, 'counter')).toContainText('Running');
    await second.close();

    await expect.poll(() => Date.now() - since, { timeout: 2 * away }).toBeGreaterThan(away);
    await expect(server).toContainText('Running');
    const before = await counted(log);
    bringBack();

    // From before to after without a gap: the last number shown before is far behind.
    await expect
      .poll(async () => (await counted(log)).at(-1), { timeout: 60_000 })
      .toBeGreaterThan(before.at(-1)! + (0.8 * away) / 250);
    const numbers = await counted(log);
    expect(numbers).toEqual(numbers.map((_, index) => numbers[0] + index));

    // It did so by itself, not because it was started again.
    expect(await restarts()).toBe(restartsBefore);

    // What others change is seen again, and what was refused can be done now.
    await kubectl(['annotate', 'notebook', 'counter', '-n', project, 'note=seen']);
    await server.getByRole('button', { name: 'Stop counter' }).click();
    await expect(server).toContainText('Stopped', { timeout: 60_000 });
    await expect(list.getByRole('status').filter({ hasText: 'connection is lost' })).toHaveCount(0);
    expect((await get(project, 'notebook/counter')).metadata.annotations).toMatchObject({
      note: 'seen',
      'kubeflow-resource-stopped': expect.any(String)
    });
    expect((await api(log, 'GET', '/api/session')).body.user).toBe(account('ada').user);
  });
});
