import { expect, type Locator, type Page } from '@playwright/test';

/** What a person does in JupyterLab. */

/** Of a notebook file, what the tests look at. */
export interface NotebookFile {
  cells: { id: string; outputs?: { data?: Record<string, unknown> }[] }[];
}

export async function ready(lab: Page): Promise<void> {
  await expect(lab.locator('#jupyterlab-splash')).toHaveCount(0, { timeout: 120_000 });
  await expect(lab.locator('#jp-main-dock-panel')).toBeVisible({ timeout: 180_000 });
}

/**
 * Loads the page anew, with what was open in it. The address of a notebook is left for that of the whole, because
 * JupyterLab brings what an address names to the front once more when everything else is there.
 */
export async function reload(lab: Page): Promise<void> {
  await lab.goto(`${new URL(lab.url()).origin}${basePath(lab)}/lab`);
  await ready(lab);
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
  const underWay = /\[(\*|\d+)\]/;
  let isGiven = false;
  await expect(async () => {
    const quick = { timeout: 20_000 };
    await confirmKernel(lab);
    // Given twice, it runs the cells twice.
    if (!isGiven || !underWay.test(await firstPrompt.innerText(quick))) {
      await lab.getByRole('menuitem', { name: 'Run', exact: true }).click(quick);
      isGiven = true;
      await lab.getByRole('menuitem', { name: 'Run All Cells', exact: true }).click(quick);
    }
    await expect(firstPrompt).toHaveText(underWay, { timeout: 5_000 });
  }).toPass({ timeout: 180_000 });
}

/** Confirms the kernel that JupyterLab asks for where cells are run before the notebook's kernel has begun. */
async function confirmKernel(lab: Page): Promise<void> {
  const dialog = lab.getByRole('dialog').filter({ hasText: 'Select Kernel' });
  if (await dialog.isVisible()) {
    const button = dialog.getByRole('button', { name: 'Select Kernel', exact: true });
    await button.click({ timeout: 20_000 });
  }
}

export async function save(lab: Page): Promise<void> {
  await lab.keyboard.press('Control+s');
}

/** The card of an object below its cell. */
export function card(lab: Page, name: string, kind = 'TFJob'): Locator {
  return lab.getByRole('article', { name: `${kind} ${name}`, exact: true });
}

/** Reads a file of the server's home folder through the page's own session. */
export async function readNotebook(lab: Page, path: string): Promise<NotebookFile> {
  const answer = await lab.evaluate(
    async url => {
      const response = await fetch(url, { credentials: 'same-origin' });
      return { status: response.status, text: await response.text() };
    },
    `${basePath(lab)}/api/contents/${path}?content=1`
  );
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

/** A code cell of a notebook that a test writes. */
export interface WrittenCell {
  id: string;
  source: string;
  tags?: string[];
}

/** Writes a notebook into the home folder, in place of one of its name, through the page's own session. */
export async function writeNotebook(lab: Page, path: string, cells: WrittenCell[]): Promise<void> {
  const content = {
    cells: cells.map(({ id, source, tags }) => ({
      cell_type: 'code',
      id,
      source,
      metadata: tags ? { tags } : {},
      outputs: [],
      execution_count: null
    })),
    metadata: { kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' } },
    nbformat: 4,
    nbformat_minor: 5
  };
  const status = await lab.evaluate(
    async ([url, body]) => {
      const token = /(?:^|; )_xsrf=([^;]*)/.exec(document.cookie)?.[1] ?? '';
      const headers = { 'Content-Type': 'application/json', 'X-XSRFToken': token };
      return (await fetch(url, { method: 'PUT', headers, body })).status;
    },
    [`${basePath(lab)}/api/contents/${path}`, JSON.stringify({ type: 'notebook', content })]
  );
  expect([200, 201]).toContain(status);
}

/** Opens a notebook by its address, alone in a JupyterLab that was just loaded. */
export async function openNotebook(lab: Page, path: string): Promise<void> {
  await lab.goto(`${new URL(lab.url()).origin}${basePath(lab)}/lab/tree/${path}?reset`);
  await ready(lab);
  await expect(lab.locator('.jp-NotebookPanel:visible .jp-CodeCell').first()).toBeVisible();
}

/** Brings a panel of ours to the front of the side bar. */
export async function openPanel(lab: Page, title: string): Promise<Locator> {
  const panel = lab.getByRole('region', { name: title, exact: true });
  await expect(async () => {
    if (!(await panel.isVisible())) {
      await lab.getByRole('tab', { name: title, exact: true }).click();
    }
    await expect(panel).toBeVisible({ timeout: 2_000 });
  }).toPass();
  return panel;
}

/** What opens an object from the list of a panel. */
export function row(panel: Locator, name: string): Locator {
  return panel.locator(`[data-name="${name}"] .kfl-ItemRow-open`);
}

/** A code cell of the notebook in front, by its place among the code cells. */
export function codeCell(lab: Page, place: number): Locator {
  return lab.locator('.jp-NotebookPanel:visible .jp-CodeCell').nth(place);
}

/** The first cell of a step, in the notebook in front. */
export function stepCell(lab: Page, step: string): Locator {
  return lab.locator(`.jp-NotebookPanel:visible .jp-CodeCell[data-kfl-step^="${step}"]`).first();
}

/** What a cell printed. */
export function outputOf(cell: Locator): Locator {
  return cell.locator('.jp-OutputArea-output[data-mime-type*=stdout]');
}

/** Runs a cell and stays on it. */
export async function runCell(cell: Locator): Promise<void> {
  const keyboard = await editFromStart(cell);
  await keyboard.press('Control+Enter');
}

/** Runs a cell as soon as the kernel takes one: until then JupyterLab drops what it is told. */
export async function begin(cell: Locator): Promise<void> {
  await expect(async () => {
    await confirmKernel(cell.page());
    await runCell(cell);
    const prompt = cell.locator('.jp-InputPrompt');
    await expect(prompt).toHaveText(/\[(\*|\d+)\]/, { timeout: 6_000 });
  }).toPass({ timeout: 180_000 });
}

/** Puts a line before all others of a cell. */
export async function insertLine(cell: Locator, line: string): Promise<void> {
  const keyboard = await editFromStart(cell);
  await keyboard.insertText(`${line}\n`);
}

/** Takes the first line of a cell away. */
export async function removeLine(cell: Locator): Promise<void> {
  const keyboard = await editFromStart(cell);
  await keyboard.press('Shift+ArrowDown');
  await keyboard.press('Delete');
}

async function editFromStart(cell: Locator): Promise<Page['keyboard']> {
  // A cell out of sight has no editor yet.
  await cell.scrollIntoViewIfNeeded();
  await cell.locator('.cm-content').click();
  const { keyboard } = cell.page();
  await keyboard.press('Control+Home');
  return keyboard;
}

/** The text of a cell's editor. */
export async function sourceOf(cell: Locator): Promise<string> {
  return (await cell.locator('.cm-line').allInnerTexts()).join('\n');
}

/** Where a notebook server answers below its origin: `/notebook/PROJECT/NAME`. */
function basePath(lab: Page): string {
  return new URL(lab.url()).pathname.split('/').slice(0, 4).join('/');
}
