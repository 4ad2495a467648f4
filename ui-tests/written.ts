import { expect, type Page } from '@playwright/test';

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
  const base = new URL(lab.url()).pathname.split('/').slice(0, 4).join('/');
  const status = await lab.evaluate(
    async ([url, body]) => {
      const token = /(?:^|; )_xsrf=([^;]*)/.exec(document.cookie)?.[1] ?? '';
      const headers = { 'Content-Type': 'application/json', 'X-XSRFToken': token };
      return (await fetch(url, { method: 'PUT', headers, body })).status;
    },
    [`${base}/api/contents/${path}`, JSON.stringify({ type: 'notebook', content })]
  );
  expect([200, 201]).toContain(status);
}
