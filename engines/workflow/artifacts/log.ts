import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { LOG_READER_PATH } from '../pod/names.js';
import type { PlannedLog } from './plan.js';
import type { Storage } from './storage.js';

/** A step does not wait for its log longer than this, where nothing comes. */
const SILENCE_MS = 30_000;

/** Brings all that a container has printed to a file. */
export type LogReader = (log: PlannedLog, file: string) => Promise<void>;

/** Keeps the step's log. Throws where it cannot be read or stored. */
export async function keepLog(log: PlannedLog, storage: Storage, read: LogReader): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'log-'));
  try {
    const file = join(folder, 'main.log');
    await read(log, file);
    await storage.upload(file, log.to);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Asks the API server, with the rights of the step's service account: only the kubelet has the output of another
 * container.
 */
export function apiLogReader(env: Record<string, string | undefined>): LogReader {
  return async ({ namespace, pod, container }, file) => {
    const [token, ca] = await Promise.all([
      readFile(join(LOG_READER_PATH, 'token'), 'utf8'),
      readFile(join(LOG_READER_PATH, 'ca.crt'), 'utf8')
    ]);
    const path = `/api/v1/namespaces/${namespace}/pods/${pod}/log?container=${container}`;
    await new Promise<void>((resolve, reject) => {
      const request = get(
        {
          host: env.KUBERNETES_SERVICE_HOST,
          port: env.KUBERNETES_SERVICE_PORT,
          path,
          ca,
          timeout: SILENCE_MS,
          headers: { authorization: `Bearer ${token.trim()}` }
        },
        response => {
          if (response.statusCode !== 200) {
            response.resume();
            reject(new Error(`the API server answers ${response.statusCode}.`));
            return;
          }
          pipeline(response, createWriteStream(file)).then(resolve, reject);
        }
      );
      request.on('timeout', () => request.destroy(new Error('the API server does not answer.')));
      request.on('error', reject);
    });
  };
}
