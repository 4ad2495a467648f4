import { expect, test, type Page } from '@playwright/test';

import { create, get, kubectl, remove } from './kubectl';
import { api, origin } from './platform';
import { signIn } from './spawner';
import { addSnapshots, growingClass, removeSnapshots } from './storage';

/** A volume that is made, enlarged and kept in a snapshot, where no driver does the last two. */

const project = 'ada';
const volume = 'grows';
const storage = 'growing';
const snapshot = 'kept';

const rowIn = (page: Page, table: string, name: string) =>
  page.getByRole('table', { name: table }).getByRole('row').filter({ hasText: name });

/** Loads the lists anew until they hold what is expected of them. */
async function refreshed(page: Page, expected: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expected();
  }).toPass({ timeout: 60_000 });
}

/** A pod that mounts the volume, for which it is made, and ends. */
async function use(image: string): Promise<void> {
  const container = { name: 'use', image, imagePullPolicy: 'IfNotPresent', command: ['true'] };
  await create({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: project, name: 'use' },
    spec: {
      restartPolicy: 'Never',
      containers: [{ ...container, volumeMounts: [{ name: 'v', mountPath: '/v' }] }],
      volumes: [{ name: 'v', persistentVolumeClaim: { claimName: volume } }]
    }
  });
}

test('a volume is enlarged, kept in a snapshot and made again from it', async ({ page }) => {
  await signIn(page, 'ada');
  const image = (await api(page, 'GET', '/api/settings')).body.images.jupyter[0] as string;
  const dialog = page.getByRole('dialog');
  const soon = { timeout: 2_000 };
  try {
    await create(growingClass(storage));
    await page.goto(`${origin}/projects/${project}/volumes`);
    await page.getByRole('button', { name: 'New volume' }).click();
    await dialog.getByLabel('Name').fill(volume);
    await dialog.getByLabel('Size').fill('1Gi');
    await dialog.getByLabel('Storage class').selectOption(storage);
    await dialog.getByRole('button', { name: 'Create volume' }).click();
    const line = rowIn(page, 'Volumes', volume);
    await expect(line).toContainText('Waits for its first use');
    await use(image);
    await refreshed(page, () => expect(line).toContainText('Ready', soon));

    await page.getByRole('button', { name: `Enlarge ${volume}` }).click();
    await dialog.getByLabel('New size').fill('2Gi');
    await dialog.getByRole('button', { name: 'Enlarge' }).click();
    await expect(line).toContainText('It waits for its driver to enlarge it to 2Gi.');
    await expect(line.getByRole('cell', { name: '1Gi', exact: true })).toBeVisible();
    const { spec, status } = await get(project, `pvc/${volume}`);
    expect([spec.resources.requests.storage, status.capacity.storage]).toEqual(['2Gi', '1Gi']);

    const take = page.getByRole('button', { name: `Snapshot of ${volume}` });
    await expect(page.getByText(/it does not know the kind VolumeSnapshot/)).toBeVisible();
    await expect(take).toHaveCount(0);
    await addSnapshots('plain');
    await refreshed(page, () => expect(take).toBeVisible(soon));
    await take.click();
    await dialog.getByLabel('Name').fill(snapshot);
    await dialog.getByRole('button', { name: 'Take snapshot' }).click();
    const kept = rowIn(page, 'Snapshots', snapshot);
    await expect(kept).toContainText('Is being taken');
    const again = page.getByRole('button', { name: `New volume from ${snapshot}` });
    await expect(again).toHaveAccessibleDescription('The snapshot is not ready.');
    expect((await get(project, `volumesnapshot/${snapshot}`)).spec).toEqual({
      volumeSnapshotClassName: 'plain',
      source: { persistentVolumeClaimName: volume }
    });

    // By hand, what a driver would write once it has taken it.
    const taken = JSON.stringify({ status: { readyToUse: true, restoreSize: '1Gi' } });
    const object = ['--namespace', project, `volumesnapshot/${snapshot}`];
    await kubectl(['patch', ...object, '--type=merge', '--patch', taken]);
    await refreshed(page, () => expect(kept).toContainText('Ready', soon));
    await again.click();
    await expect(dialog.getByLabel('Name')).toHaveValue(snapshot);
    await expect(dialog.getByLabel('Size')).toHaveValue('1Gi');
    await dialog.getByLabel('Storage class').selectOption(storage);
    await dialog.getByRole('button', { name: 'Create volume' }).click();
    await expect(rowIn(page, 'Volumes', snapshot)).toContainText('Waits for its first use');
    expect((await get(project, `pvc/${snapshot}`)).spec).toMatchObject({
      storageClassName: storage,
      dataSource: { kind: 'VolumeSnapshot', name: snapshot }
    });
  } finally {
    await removeSnapshots();
    await remove(project, 'pod/use');
    await remove(project, `pvc/${volume}`, `pvc/${snapshot}`, `storageclass/${storage}`);
  }
});
