import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import { join } from 'node:path';

import type { Express } from 'express';
import type { Logger } from 'pino';

import { IDLE_MS } from '../http/listen.js';

/** A renewed certificate is taken up after this time at most. */
const RENEWAL_MS = 60_000;

interface Certificate {
  cert: string;
  key: string;
}

/**
 * Serves an app over TLS with the certificate in a folder (`tls.crt`, `tls.key`, as Secrets of Kubernetes have them), and
 * with its successors. Resolves when it listens.
 */
export async function listenWithTls(
  app: Express,
  { folder, port }: { folder: string; port: number },
  logger: Logger
): Promise<Server> {
  let certificate = await readCertificate(folder);
  const server = createServer({ ...certificate, keepAliveTimeout: IDLE_MS }, app);
  const renew = async () => {
    const found = await readCertificate(folder);
    if (found.cert !== certificate.cert || found.key !== certificate.key) {
      server.setSecureContext(found);
      certificate = found;
      logger.info('the certificate of the webhook was renewed');
    }
  };
  const timer = setInterval(() => {
    // Between two files that belong together one may still be the old; the next look finds both.
    renew().catch((error: unknown) => logger.warn({ err: error }, 'no new certificate taken'));
  }, RENEWAL_MS);
  timer.unref();
  server.on('close', () => clearInterval(timer));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, resolve);
  });
  return server;
}

async function readCertificate(folder: string): Promise<Certificate> {
  const [cert, key] = await Promise.all(
    ['tls.crt', 'tls.key'].map(file => readFile(join(folder, file), 'utf8'))
  );
  return { cert, key };
}
