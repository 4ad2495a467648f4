import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import request from 'supertest';

import { startServer } from './testing/harness.js';

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

it('is the page between a dashboard and the web app, with one script and one frame', async () => {
  const dashboards = ['https://kubeflow.example.org'];
  const { config, server } = await startServer(undefined, { dashboards });
  writeFileSync(
    join(config.spawnerDir, 'frame.html'),
    '<style>a{}</style><iframe data-origin="%origin%"></iframe><script>run()</script>'
  );
  for (const path of ['/dashboard', '/dashboard/', '/dashboard/projects/ada/volumes']) {
    const { headers, text } = await request(server.app).get(path).expect(200);
    expect(text).toContain('<iframe data-origin="http://localhost:8081">');
    expect(headers['content-security-policy'].split('; ')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        `script-src ${hash('run()')}`,
        `style-src ${hash('a{}')}`,
        'frame-src http://localhost:8081',
        'frame-ancestors https://kubeflow.example.org'
      ])
    );
    expect(headers['x-frame-options']).toBeUndefined();
  }
  await server.stop();
});

it('is nothing where no dashboard is known', async () => {
  const { server } = await startServer();
  await request(server.app).get('/dashboard/').expect(404);
  await server.stop();
});
