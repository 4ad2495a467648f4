import { join } from 'node:path';

import express from 'express';
import type { Express } from 'express';

/** The spawner: its files, and its one page for the addresses that it draws itself. */
export function mountSpawner(app: Express, folder: string): void {
  const page = join(folder, 'index.html');
  const drawn = ['/', '/signin', '/open', '/servers', '/projects', '/projects/{*rest}'];
  app.get(drawn, (_request, response) => {
    response.set('Cache-Control', 'no-cache').sendFile(page, { dotfiles: 'allow' });
  });
  app.use(express.static(folder, { index: false, redirect: false }));
}
