import { readFile } from 'node:fs/promises';

import { expect, test } from '@playwright/test';

import { create, get, kubectl, notebook, remove } from './kubectl';
import { picture } from './picture';
import { api, origin } from './platform';
import { row, signIn } from './spawner';

/** Several servers at once, and the files of a volume, in a project whose objects somebody made by kubectl. */

const project = 'ada';
const names = ['many-a', 'many-b', 'many-odd'];
let image: string;

test.beforeEach(async ({ page }) => {
  await signIn(page, 'ada');
  image ??= (await api(page, 'GET', '/api/settings')).body.images.jupyter[0];
});

test('servers made by kubectl are stopped and deleted together, and taken back', async ({
  page
}) => {
  const stopped = { annotations: { 'kubeflow-resource-stopped': '2026-01-01T00:00:00Z' } };
  for (const name of names) {
    const object = notebook(project, name, name === 'many-odd' ? { image: 'x y' } : { image });
    await create({ ...object, metadata: { ...object.metadata, ...stopped } });
  }
  try {
    await page.goto(`${origin}/servers`);
    await expect(row(page, 'many-odd')).toContainText('Stopped');
    for (const name of names) {
      await page.getByLabel(`Select ${name}`).check();
    }
    await page.getByRole('button', { name: 'Delete 3 servers' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete 3 servers' }).click();
    await expect(row(page, 'many-a')).toContainText('It is deleted in a moment.');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(row(page, 'many-a')).not.toContainText('It is deleted in a moment.');
    expect((await get(project, 'notebook/many-a')).metadata.deletionTimestamp).toBeUndefined();

    // On a phone all that are shown are ticked at once, too, and a message leaves the end of a form free.
    await page.setViewportSize({ width: 390, height: 844 });
    const all = page.getByLabel('Select all that are shown');
    await all.uncheck();
    await expect(page.getByLabel('Select many-a')).not.toBeChecked();
    await all.check();
    await expect(page.getByLabel('Select many-a')).toBeChecked();
    await all.uncheck();
    for (const name of names) {
      await page.getByLabel(`Select ${name}`).check();
    }
    await page.getByRole('button', { name: 'Delete 3 servers' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete 3 servers' }).click();
    await page.getByLabel('Project').selectOption(project);
    await page.getByRole('link', { name: 'New server' }).click();
    await expect(page.getByRole('region', { name: 'Just done' })).toBeVisible();
    await page.getByRole('button', { name: 'Create server' }).click({ trial: true });

    // What is held back is done when the page is left.
    await page.goto('about:blank');
    await expect
      .poll(() => kubectl(['get', 'notebooks', '--namespace', project, '--output=name']))
      .not.toContain('many-');
  } finally {
    await remove(project, ...names.map(name => `notebook/${name}`));
  }
});

test('files of a volume are looked through and saved, and no link is followed', async ({
  page
}) => {
  const at = { namespace: project };
  await create({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { ...at, name: 'files' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } }
  });
  const script = 'mkdir /v/notes && echo hello > /v/notes/a.txt && ln -s /etc/passwd /v/link';
  await create({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...at, name: 'fill' },
    spec: {
      restartPolicy: 'Never',
      securityContext: { runAsUser: 1000, fsGroup: 100 },
      containers: [
        {
          name: 'fill',
          image,
          imagePullPolicy: 'IfNotPresent',
          command: ['sh', '-c', script],
          volumeMounts: [{ name: 'v', mountPath: '/v' }]
        }
      ],
      volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'files' } }]
    }
  });
  try {
    await expect
      .poll(async () => (await get(project, 'pod/fill')).status.phase, { timeout: 90_000 })
      .toBe('Succeeded');
    await page.goto(`${origin}/projects/${project}/volumes`);
    await expect(page.getByRole('button', { name: 'Files on files' })).toBeVisible();
    await picture(page, 'volumes-light');
    await page.getByRole('button', { name: 'Files on files' }).click();
    const notes = page.getByRole('button', { name: 'notes/' });
    await expect(notes).toBeVisible({ timeout: 90_000 });
    await picture(page, 'files-light');
    await notes.click();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download a.txt' }).click();
    expect(await readFile(await (await saved).path(), 'utf8')).toBe('hello\n');
    await page.getByRole('button', { name: 'The volume' }).click();
    await expect(page.getByRole('button', { name: 'Download link' })).toBeDisabled();
    const path = `/api/namespaces/${project}/persistentvolumeclaims/files/actions/read-file`;
    expect((await api(page, 'POST', path, { path: 'link' })).status).toBe(409);
    const pods = await kubectl(['get', 'pods', '--namespace', project, '--output=name']);
    expect(pods).not.toContain('read-files');
  } finally {
    await remove(project, 'pod/fill');
    await remove(project, 'persistentvolumeclaim/files');
  }
});

test('form and YAML follow each other, and what only the YAML says is made', async ({ page }) => {
  const name = 'with-yaml';
  await create({
    apiVersion: 'kubeflow.org/v1alpha1',
    kind: 'PodDefault',
    metadata: { namespace: project, name: 'proxy' },
    spec: {
      desc: 'The way out',
      selector: { matchLabels: { proxy: 'yes' } },
      env: [{ name: 'PROXY', value: 'http://proxy' }]
    }
  });
  await page.goto(`${origin}/projects/${project}/new`);
  const yaml = page.getByLabel('What will be made, as YAML, to change');
  await expect(yaml).toHaveValue(/kind: Notebook/);
  await page.getByLabel('Name', { exact: true }).fill(name);
  await expect(yaml).toHaveValue(new RegExp(`name: ${name}-workspace`));
  const change = async (from: string, to: string) =>
    yaml.fill((await yaml.inputValue()).replace(from, to));
  await change('labels:\n', 'labels:\n    team: a\n');
  await change('  annotations:\n', "  annotations:\n    kubeflow-resource-stopped: '2026-01-01'\n");
  await change('memory: 1Gi', 'memory: 512Mi');
  await change(
    '      containers:\n',
    `      containers:\n        - {name: side, image: '${image}'}\n`
  );
  await expect(page.getByLabel('Memory', { exact: true })).toHaveValue('512Mi');
  await page.getByLabel('Memory', { exact: true }).fill('768Mi');
  await expect(page.getByText('The cluster takes this.')).toBeVisible();
  await expect(page.getByText(/^Also in the YAML.*label team=a.*container side/)).toBeVisible();
  await yaml.evaluate(area => area.scrollTo(0, 0));
  await picture(page, 'create-light');
  try {
    await page.getByRole('button', { name: 'Create server' }).click();
    await expect(row(page, name)).toContainText('Stopped');
    const { metadata, spec } = await get(project, `notebook/${name}`);
    expect(metadata.labels).toMatchObject({ team: 'a' });
    expect(spec.template.spec.containers).toMatchObject([
      { name, resources: { requests: { memory: '768Mi' } } },
      { name: 'side' }
    ]);

    // On its page the YAML is changed, too, and what somebody else changes meanwhile is not overwritten.
    await page.goto(`${origin}/projects/${project}/notebooks/${name}/yaml`);
    await page.getByRole('button', { name: 'Edit' }).click();
    const object = page.getByLabel('The object as YAML, to change');
    await object.fill((await object.inputValue()).replace('team: a', 'team: b'));
    await page.getByRole('button', { name: 'Show what changes' }).click();
    await expect(page.getByText('team: b').first()).toBeVisible();
    await kubectl(['label', '--namespace', project, `notebook/${name}`, 'by=kubectl']);
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect(page.getByText(/^The object was changed meanwhile/)).toBeVisible();
    await page.getByRole('button', { name: 'Take it in' }).click();
    await page.getByRole('button', { name: 'Show what changes' }).click();
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect
      .poll(async () => (await get(project, `notebook/${name}`)).metadata.labels)
      .toMatchObject({ team: 'b', by: 'kubectl' });

    // Another one like it has its size and what no form says, under a name of its own.
    await page.getByRole('button', { name: `Make a server like ${name}` }).click();
    await expect(yaml).toHaveValue(/name: side/);
    await expect(page.getByLabel('Memory', { exact: true })).toHaveValue('768Mi');
    await expect(page.getByLabel('Name', { exact: true })).not.toHaveValue(name);
    await expect(page.getByText('sets the variables PROXY')).toBeVisible();
    await expect(page.getByText('The cluster takes this.')).toBeVisible();

    // A PodDefault that contradicts the form is said as that, also in German.
    await page.getByRole('button', { name: 'Add a variable' }).click();
    await page.getByLabel('Variable 1: name').fill('PROXY');
    await page.getByLabel('The way out').check();
    await expect(page.getByText(/PodDefault "proxy" sets the variable "PROXY"/)).toBeVisible();
    await page.getByRole('button', { name: 'Account of ada' }).click();
    await page.getByLabel('Deutsch').click();
    await expect(page.getByText(/PodDefault „proxy“ setzt die Variable „PROXY“/)).toBeVisible();
  } finally {
    await remove(project, `notebook/${name}`, `pvc/${name}-workspace`, 'poddefault/proxy');
  }
});
