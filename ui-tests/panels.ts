import { expect, type Locator, type Page } from '@playwright/test';

import { openPanel, theme } from './jupyterlab';
import { kubectl } from './kubectl';
import { picture } from './picture';

/** What a person does in the panels beside the notebook. */

/** A notebook in front as a pipeline, by the name of its file: the section of the side bar, and the graph in it. */
export async function pipelineOf(
  lab: Page,
  file: string
): Promise<{ section: Locator; graph: Locator }> {
  const panel = await openPanel(lab, 'Pipelines');
  const section = panel.getByRole('region', { name: `Pipeline of ${file}` });
  return { section, graph: section.getByRole('group', { name: 'Steps of the notebook' }) };
}

/** The tab of an object in front. */
export function detailOf(lab: Page): Locator {
  return lab.locator('.kfl-Detail:visible');
}

/** What a panel's list says of an object that is in a phase. */
export function entry(panel: Locator, name: string, phase: string): Locator {
  return panel.locator(`[data-name="${name}"] [data-phase=${phase}]`).first();
}

/** Deletes an object from the list of a panel, and sees that the cluster has it no more. */
export async function deleteInPanel(
  panel: Locator,
  object: { kind: string; namespace: string; name: string }
): Promise<void> {
  const { kind, namespace, name } = object;
  const listed = panel.locator(`[data-name="${name}"]`);
  await listed.getByRole('button', { name: `Delete ${name}` }).click();
  await panel.page().getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(listed).toHaveCount(0, { timeout: 60_000 });
  const left = ['get', kind, name, '--namespace', namespace, '--output=name', '--ignore-not-found'];
  await expect.poll(() => kubectl(left), { timeout: 60_000 }).toBe('');
}

/** Closes what JupyterLab has told of, which lies over the page. */
async function closeNotifications(lab: Page): Promise<void> {
  const buttons = lab.getByTitle('Hide notification');
  await expect(async () => {
    if ((await buttons.count()) > 0) {
      await buttons.first().click({ timeout: 2_000 });
    }
    await expect(buttons).toHaveCount(0, { timeout: 1_000 });
  }).toPass();
}

/** A picture in each of JupyterLab's own themes. */
export async function twoPictures(lab: Page, name: string): Promise<void> {
  await closeNotifications(lab);
  await picture(lab, `${name}-light`);
  await theme(lab, 'JupyterLab Dark');
  await picture(lab, `${name}-dark`);
  await theme(lab, 'JupyterLab Light');
}

/** Draws the pointer over all that a picture shows from a share of its width on. */
export async function drawOver(shown: Locator, from: number): Promise<void> {
  await shown.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await shown.boundingBox())!;
  const { mouse } = shown.page();
  await mouse.move(x + width * from, y + 1);
  await mouse.down();
  // Below its axis, so that the least value is in it, too.
  await mouse.move(x + width - 1, y + height - 12, { steps: 4 });
  await mouse.up();
}
