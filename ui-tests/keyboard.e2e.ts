import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Locator, type Page } from '@playwright/test';

import { account, origin, removeNotebook } from './platform';
import { row } from './spawner';

const project = 'ada';
const name = 'tastatur';
/** So many stops of Tab lie between any two parts of a page, at most. */
const STOPS = 60;

test.use({ locale: 'de-DE' });

test('a server from its making to its end, in German and by the keyboard alone', async ({
  page
}) => {
  const { keyboard } = page;
  await page.goto(origin);
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await reach(page.getByLabel('Benutzername'));
  await keyboard.type(project);
  await reach(page.getByLabel('Passwort'));
  await keyboard.type(account('ada').password);
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Notebook-Server', exact: true })).toBeVisible();
  try {
    // Its words depend on whether there is a server already.
    await expect(page.locator('.skeleton-list')).toHaveCount(0);
    await reach(
      page.getByRole('link', { name: /^(Neuer Server|Notebook-Server erstellen)$/ }).first()
    );
    await keyboard.press('Enter');
    await reach(page.getByLabel('Name', { exact: true }));
    await keyboard.type(name);
    await fits(page);
    await keyboard.press('Enter');

    const server = row(page, name);
    await expect(server).toContainText('Läuft', { timeout: 120_000 });
    await fits(page);
    await reach(server.getByRole('button', { name: `${name} stoppen` }));
    await keyboard.press('Enter');
    await expect(server).toContainText('Gestoppt', { timeout: 60_000 });

    await reach(server.getByRole('link', { name, exact: true }));
    await keyboard.press('Enter');
    await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
    await fits(page);
    await page.goBack();

    const remove = server.getByRole('button', { name: `${name} löschen` });
    await reach(remove);
    await keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await expect(dialog.locator(':focus')).toHaveCount(1);
    await keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(remove).toBeFocused();
    await keyboard.press('Enter');
    await reach(dialog.getByRole('button', { name: 'Server löschen' }));
    await keyboard.press('Enter');
    await expect(server).toContainText('Er wird gleich gelöscht.');
    await reach(page.getByRole('button', { name: 'Rückgängig' }));
    await keyboard.press('Enter');
    await expect(server).not.toContainText('Er wird gleich gelöscht.');
    await expect(page.locator('body')).not.toBeFocused();
  } finally {
    await removeNotebook(page, project, name);
  }
});

/** Goes on by Tab until a part has the focus, which can be seen. */
async function reach(part: Locator): Promise<void> {
  await expect(part).toBeVisible();
  const hasFocus = () => part.evaluate(element => element === document.activeElement);
  for (let stops = 0; stops < STOPS && !(await hasFocus()); stops += 1) {
    await part.page().keyboard.press('Tab');
  }
  await expect(part).toBeFocused();
  const isMarked = await part.evaluate(element => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
  });
  expect(isMarked).toBe(true);
}

/** On a phone nothing stands out of the page, though German words are long; and nothing is wrong for a screen reader. */
async function fits(page: Page): Promise<void> {
  const size = page.viewportSize()!;
  await page.setViewportSize({ width: 480, height: 860 });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(480);
  await page.setViewportSize(size);
}
