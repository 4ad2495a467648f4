import type { Response } from 'express';

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;'
};
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, character => ESCAPES[character]);

/** Where the answer has no policy of its own, as on a notebook's host: there is nothing to load or to run. */
const POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A plain page with one sentence and a way on; both are text, not markup. */
export function sendPage(
  response: Response,
  status: number,
  title: string,
  sentence: string,
  home: string
): void {
  if (!response.hasHeader('Content-Security-Policy')) {
    response.set('Content-Security-Policy', POLICY);
  }
  response.status(status).type('html').send(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escapeHtml(title)}</title></head>
<body><main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(sentence)}</p><p><a href="${escapeHtml(home)}">Back to your notebook servers</a></p></main></body>
</html>
`);
}
