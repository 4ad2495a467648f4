import { expect, type Locator, type Page } from '@playwright/test';

import { account, origin } from './platform';

/** What a person does in the web app, in their words. */

export async function signIn(page: Page, user: 'ada' | 'grace'): Promise<void> {
  const { password } = account(user);
  await page.goto(origin);
  await page.getByLabel('User name').fill(user);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Notebook servers', exact: true })).toBeVisible();
}

export interface NewServer {
  name: string;
  image?: string;
  cpu?: string;
  memory?: string;
}

/** Fills the form and sends it; the page is then the list, or the form with what was refused. */
export async function createServer(page: Page, server: NewServer): Promise<void> {
  await page
    .getByRole('link', { name: /New server|Create a notebook server/ })
    .first()
    .click();
  await page.getByLabel('Name', { exact: true }).fill(server.name);
  if (server.image) {
    await page.getByLabel('Image', { exact: true }).selectOption({ label: 'Another image …' });
    await page.getByLabel('Name of the image').fill(server.image);
  }
  if (server.cpu) {
    await page.getByLabel('CPU (cores)').fill(server.cpu);
  }
  if (server.memory) {
    await page.getByLabel('Memory', { exact: true }).fill(server.memory);
  }
  await page.getByRole('button', { name: 'Create server' }).click();
}

/** The row of a server in the list. */
export function row(page: Page, name: string): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
}

/** Waits until a server can be opened and opens it as a person does; gives the new tab. */
export async function connect(page: Page, name: string): Promise<Page> {
  const link = page.getByRole('link', { name: new RegExp(`^Connect to ${name}`) });
  await expect(link).toBeVisible({ timeout: 120_000 });
  const opened = page.context().waitForEvent('page');
  await link.click();
  const tab = await opened;
  await tab.setViewportSize({ width: 1360, height: 860 });
  return tab;
}

/** Deletes a server through its dialog. */
export async function deleteServer(
  page: Page,
  name: string,
  volume: 'keep' | 'delete'
): Promise<void> {
  await row(page, name)
    .getByRole('button', { name: `Delete ${name}` })
    .click();
  const dialog = page.getByRole('dialog');
  if (volume === 'delete') {
    await dialog.getByRole('radio', { name: /^Delete the volume/ }).check();
  }
  await dialog
    .getByRole('button', {
      name: volume === 'delete' ? 'Delete server and volume' : 'Delete server'
    })
    .click();
  await page.getByRole('button', { name: 'Delete now' }).click();
  await expect(row(page, name)).toHaveCount(0, { timeout: 90_000 });
}

/** The sentence below a field that says what is wrong with it, found as a screen reader finds it. */
export async function expectError(page: Page, label: string, sentence: RegExp): Promise<void> {
  const control = page.getByLabel(label, { exact: true });
  await expect(control).toHaveAttribute('aria-invalid', 'true');
  await expect(control).toHaveAccessibleDescription(sentence);
}
