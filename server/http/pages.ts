import type { Response } from 'express';

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;'
};
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, character => ESCAPES[character]);

/** A plain page with one sentence and a way on; both are text, not markup. */
export function sendPage(
  response: Response,
  status: number,
  title: string,
  sentence: string,
  home: string
): void {
  response.status(status).type('html').send(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escapeHtml(title)}</title></head>
<body><main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(sentence)}</p><p><a href="${escapeHtml(home)}">Back to your notebook servers</a></p></main></body>
</html>
`);
}
