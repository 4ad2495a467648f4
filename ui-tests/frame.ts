import type { Page } from '@playwright/test';

/** Where a frame in a page has got to that shows an address; an error of the browser's where it may not be shown. */
export async function shownInFrame(page: Page, address: string): Promise<string> {
  await page.evaluate(
    url =>
      new Promise(resolve => {
        const frame = document.createElement('iframe');
        frame.addEventListener('load', resolve);
        frame.src = url;
        document.body.replaceChildren(frame);
      }),
    address
  );
  return page.frames()[1].url();
}
