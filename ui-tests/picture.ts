import type { Page } from '@playwright/test';
import { fileURLToPath } from 'node:url';

/**
 * Takes a picture of a page. The documentation's pictures are made by the tests that show what is on them:
 * with KUBEFLOW_LAB_PICTURES=1 they are written to docs/images, else beside the test results.
 */
export async function picture(page: Page, name: string): Promise<void> {
  const folder =
    process.env.KUBEFLOW_LAB_PICTURES === '1' ? '../docs/images' : './test-results/pictures';
  await page.screenshot({
    path: fileURLToPath(new URL(`${folder}/${name}.png`, import.meta.url)),
    animations: 'disabled',
    caret: 'hide'
  });
}
