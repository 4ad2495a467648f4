import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { httpServer } from '../http/listen.js';
import { kinds } from '../kinds/index.js';
import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';
import { fuzz } from '../testing/schemathesis.js';

/** Of `npm run fuzz`, ten minutes. */
const SECONDS = Number(process.env.FUZZ_SECONDS ?? 25);

let harness: Harness;
let http: Server;

beforeAll(async () => {
  harness = await startServer(client => {
    for (const { resource } of kinds) {
      const { group, kind, plural, version } = resource;
      const put = () =>
        client.put(plural, {
          apiVersion: `${group}/${version}`,
          kind,
          metadata: { namespace: 'ada', name: 'first', creationTimestamp: '2026-01-01T00:00:00Z' }
        });
      put();
      // What was deleted is there again: else whatever is asked of it from then on would be answered by 404.
      client.world.listeners.add((changed, { type, object }) => {
        if (changed === plural && type === 'DELETED' && object.metadata?.name === 'first') {
          // Not before the others have been told of the end.
          queueMicrotask(put);
        }
      });
    }
  });
  http = httpServer(harness.server.app);
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  http.closeAllConnections();
  http.close();
  await harness.server.stop();
});

it(
  'answers whatever is sent to it as its document says, and never with an error of its own',
  async () => {
    const { code, said } = await fuzz({
      origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
      headers: { Cookie: await harness.signIn('ada'), 'X-Kubeflow-Lab': '1' },
      parameters: { namespace: 'ada', name: 'first' },
      without: [
        // They end the session of all the others, or do not end.
        'signOut',
        'openStream',
        // There is no bucket here, which the answer says with 503.
        'versionsInferenceService',
        'rollbackInferenceService',
        'canaryInferenceService',
        'promoteInferenceService',
        'modelsWorkflow',
        'listFiles',
        'readFile',
        'writeFile',
        'deleteFile'
      ],
      seconds: SECONDS,
      seed: process.env.FUZZ_SECONDS ? null : 1
    });
    if (code !== 0) {
      throw new Error(said);
    }
  },
  (SECONDS + 120) * 1000
);
