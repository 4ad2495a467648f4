import { expect, type Locator, type Page } from '@playwright/test';

/** What a person does in JupyterLab. */

/** Of a notebook file, what the tests look at. */
export interface NotebookFile {
  cells: { id: string; outputs?: { data?: Record<string, unknown> }[] }[];
}

export async function ready(lab: Page): Promise<void> {
  await expect(lab.locator('#jupyterlab-splash')).toHaveCount(0, { timeout: 120_000 });
  await expect(lab.locator('#jp-main-dock-panel')).toBeVisible({ timeout: 60_000 });
}

/** Opens a file of a folder in the home directory through the file browser. */
export async function openFile(lab: Page, folder: string, file: string): Promise<void> {
  const listing = lab.locator('.jp-DirListing-content');
  await listing.getByText(folder, { exact: true }).dblclick();
  await listing.getByText(file, { exact: true }).dblclick();
  await expect(lab.locator('.jp-NotebookPanel:visible')).toBeVisible();
}

/**
 * Runs all cells of the notebook in front. JupyterLab drops the command while it is still connecting to the
 * kernel, so it is given again, as a person would, until the first cell is under way.
 */
export async function runAllCells(lab: Page): Promise<void> {
  const firstPrompt = lab.locator('.jp-NotebookPanel:visible .jp-CodeCell .jp-InputPrompt').first();
  await expect(async () => {
    await lab.getByRole('menuitem', { name: 'Run', exact: true }).click();
    await lab.getByRole('menuitem', { name: 'Run All Cells', exact: true }).click();
    await expect(firstPrompt).toHaveText(/\[(\*|\d+)\]/, { timeout: 5_000 });
  }).toPass({ timeout: 90_000 });
}

export async function save(lab: Page): Promise<void> {
  await lab.keyboard.press('Control+s');
}

/** The card of a training job below its cell. */
export function card(lab: Page, name: string): Locator {
  return lab.getByRole('article', { name: `TFJob ${name}` });
}

/** Reads a file of the server's home folder through the page's own session. */
export async function readNotebook(lab: Page, path: string): Promise<NotebookFile> {
  const base = new URL(lab.url()).pathname.split('/').slice(0, 4).join('/');
  const answer = await lab.evaluate(async url => {
    const response = await fetch(url, { credentials: 'same-origin' });
    return { status: response.status, text: await response.text() };
  }, `${base}/api/contents/${path}?content=1`);
  expect(answer.status).toBe(200);
  return JSON.parse(answer.text).content;
}

export async function theme(
  lab: Page,
  name: 'JupyterLab Light' | 'JupyterLab Dark'
): Promise<void> {
  await lab.getByRole('menuitem', { name: 'Settings', exact: true }).click();
  await lab.locator('.lm-Menu-itemLabel').getByText('Theme', { exact: true }).click();
  await lab.locator('.lm-Menu-itemLabel').getByText(name, { exact: true }).click();
  const light = name === 'JupyterLab Light' ? 'true' : 'false';
  await expect(lab.locator('body')).toHaveAttribute('data-jp-theme-light', light);
}
