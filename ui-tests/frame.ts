import { expect, type Page } from '@playwright/test';

/** Where a frame in a page has got to that shows an address; an error of the browser's where it may not be shown. */
export async function shownInFrame(page: Page, address: string): Promise<string> {
  const loaded = await page.evaluateHandle(
    url =>
      new Promise<HTMLIFrameElement>(resolve => {
        const frame = document.createElement('iframe');
        frame.addEventListener('load', () => resolve(frame));
        frame.src = url;
        document.body.replaceChildren(frame);
      }),
    address
  );
  const frame = (await loaded.contentFrame())!;
  // The page hears of the load by another way than Playwright does of the address, and may be first.
  await expect.poll(() => frame.url()).not.toBe('');
  return frame.url();
}
