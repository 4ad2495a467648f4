import { expect, type Locator, type Page } from '@playwright/test';

import { shell } from './kubectl';
import { origin, type Json } from './platform';

/**
 * A program that asks a model from outside: makes a token in the model's tab, asks with the very lines that are shown, and
 * revokes the token. @param right what the model says of the first row of its sample
 */
export async function programAsks(lab: Page, detail: Locator, right: unknown): Promise<void> {
  const access = detail.getByRole('region', { name: 'Access' });
  await access.getByRole('button', { name: 'New token…' }).click();
  await access.getByRole('textbox', { name: 'Client' }).fill('shop');
  await access.getByLabel('Good for').selectOption('7 days');
  await access.getByRole('button', { name: 'Make token' }).click();
  const made = access.getByRole('group', { name: 'Token of shop' });
  const text = (title: RegExp) =>
    made.locator('figure').filter({ hasText: title }).locator('pre').innerText();
  const curl = await text(/^curl/);
  const ask = async (command: string) => JSON.parse(await shell(command)) as Json;
  expect((await ask(curl)).predictions).toEqual([right]);
  const python = `python3 - <<'END'\n${await text(/^Python/)}\nEND`;
  expect(JSON.parse(await shell(python))).toEqual([right]);
  // The same token, shown to the platform's API in the model's stead.
  const [token] = curl.split('\n');
  const session = `curl --silent ${origin}/api/session --header "Authorization: Bearer $TOKEN"`;
  expect(await ask(`${token}\n${session}`)).toMatchObject({ status: 401 });

  await made.getByRole('button', { name: 'Done' }).click();
  await access.getByRole('button', { name: 'Revoke the token of shop' }).click();
  await lab.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(access.getByText(/^No program has a token/)).toBeVisible();
  expect(await ask(curl)).toMatchObject({ status: 401 });
}
