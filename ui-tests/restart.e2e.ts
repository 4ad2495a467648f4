import { expect, test } from '@playwright/test';

import { create, get, kubectl, notebook, remove } from './kubectl';
import { api, origin, type Json } from './platform';
import { row, signIn } from './spawner';

/** What restarts pods: one server, several at once, and several that get another size. Theirs only wait. */

const project = 'ada';
const names = ['again-a', 'again-b'];

/** The uid of each server's pod, in their order; '' where none runs. */
async function running(): Promise<string[]> {
  const pods = ['get', 'pods', '--namespace', project, '--output=json'];
  const { items } = JSON.parse(await kubectl([...pods, '-l', `notebook-name in (${names})`]));
  return names.map(name => {
    const pod = items.find(({ metadata }: Json) => metadata.name === `${name}-0`);
    return pod?.status.phase === 'Running' ? pod.metadata.uid : '';
  });
}

/** Waits until the pods that run are others than before at these places, and the same elsewhere; gives theirs. */
async function restarted(before: string[], places: number[]): Promise<string[]> {
  let now = before;
  await expect(async () => {
    now = await running();
    const others = now.flatMap((uid, place) => (uid !== before[place] ? [place] : []));
    expect([others, now.includes('')]).toEqual([places, false]);
  }).toPass({ timeout: 60_000 });
  return now;
}

const memoryOf = async (name: string): Promise<string> =>
  (await get(project, `pod/${name}-0`)).spec.containers[0].resources.requests.memory;

test('one server restarts, several at once, and several with another size', async ({ page }) => {
  await signIn(page, 'ada');
  const image = (await api(page, 'GET', '/api/settings')).body.images.jupyter[0] as string;
  const command = ['sleep', 'infinity'];
  const memory = ['64Mi', '32Mi'];
  for (const [place, name] of names.entries()) {
    const resources = { requests: { cpu: '10m', memory: memory[place] } };
    await create(notebook(project, name, { image, command, resources }));
  }
  try {
    const first = await restarted(['', ''], [0, 1]);
    await page.goto(`${origin}/projects/${project}/notebooks/${names[0]}`);
    await page.getByRole('button', { name: `Restart ${names[0]}` }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('what they hold in memory is lost');
    await dialog.getByRole('button', { name: 'Restart 1 server' }).click();
    await expect(page.getByText('1 server is being restarted.').first()).toBeVisible();
    const second = await restarted(first, [0]);

    await page.getByRole('link', { name: 'Notebook servers' }).first().click();
    const select = async (): Promise<void> => {
      for (const name of names) {
        await expect(row(page, name)).toContainText('Running');
        await page.getByLabel(`Select ${name}`).check();
      }
    };
    await select();
    await page.getByRole('button', { name: 'Restart 2 servers' }).click();
    await dialog.getByRole('button', { name: 'Restart 2 servers' }).click();
    await expect(page.getByText('2 servers are being restarted.').first()).toBeVisible();
    const third = await restarted(second, [0, 1]);
    expect(await Promise.all(names.map(memoryOf))).toEqual(memory);

    await select();
    await page.getByRole('button', { name: 'Change 2 servers' }).click();
    await dialog.getByLabel('Memory').fill('96Mi');
    await dialog.getByRole('button', { name: 'Show what changes' }).click();
    const planned = dialog.getByRole('list', { name: 'What it would change' });
    for (const [place, name] of names.entries()) {
      const line = planned.getByRole('listitem').filter({ hasText: name });
      await expect(line).toContainText(`${memory[place]} → 96Mi`);
      await expect(line).toContainText('runs on as it is until it restarts');
    }
    await dialog.getByLabel('Restart them now').check();
    await expect(dialog).toContainText('2 servers restart at once');
    await dialog.getByRole('button', { name: 'Change 2 servers' }).click();
    await expect(page.getByText('2 servers were changed.').first()).toBeVisible();
    await restarted(third, [0, 1]);
    expect(await Promise.all(names.map(memoryOf))).toEqual(['96Mi', '96Mi']);
  } finally {
    await remove(project, ...names.map(name => `notebook/${name}`));
  }
});
