/** The page by which Kubeflow's central dashboard shows the web app: its host leads one of its paths here. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Express } from 'express';

import type { ServerConfig } from './config.js';

/** `/dashboard/…` is the page for every path of the web app; where no dashboard is known, it is not there. */
export function mountDashboard(
  app: Express,
  { dashboards, origin, spawnerDir }: Pick<ServerConfig, 'dashboards' | 'origin' | 'spawnerDir'>
): void {
  if (dashboards.length === 0) {
    return;
  }
  app.get('/dashboard{/*path}', async (_request, response) => {
    const file = await readFile(join(spawnerDir, 'frame.html'), 'utf8');
    const page = file.replace('%origin%', origin.origin);
    response.set({
      'Cache-Control': 'no-cache',
      'Content-Security-Policy': [
        "default-src 'none'",
        `script-src '${hashOf('script', page)}'`,
        `style-src '${hashOf('style', page)}'`,
        `frame-src ${origin.origin}`,
        `frame-ancestors ${dashboards.join(' ')}`,
        "base-uri 'none'",
        "form-action 'none'"
      ].join('; ')
    });
    response.type('html').send(page);
  });
}

/** Of what stands in the one element of that name. */
function hashOf(element: string, page: string): string {
  const [, text] = new RegExp(`<${element}>([^]*)</${element}>`).exec(page) ?? ['', ''];
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
