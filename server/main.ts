/** The server as a program; in a worker thread, its compiler. */
import { isMainThread } from 'node:worker_threads';

import { createKubeClient, pause } from '@kubeflow-lab/kube';
import { pino } from 'pino';
import type { Logger } from 'pino';

import { listenWithTls } from './admission/listen.js';
import { admissionApp } from './admission/routes.js';
import { CompilerThread, serveTasks } from './compile/compiler.js';
import { readConfig } from './config.js';
import { closeGracefully, httpServer } from './http/listen.js';
import type { Closing } from './http/listen.js';
import { readKeys } from './identity/keys.js';
import type { Keys } from './identity/keys.js';
import { createServer } from './server.js';

const RETRY_MS = 2_000;

async function main(logger: Logger): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => stopping.abort());
  }
  const config = readConfig(process.env);
  const client = createKubeClient();
  const keys = await keysWhenThere(
    () => readKeys(client, config.namespace),
    stopping.signal,
    logger
  );
  if (keys === null) {
    return;
  }
  const server = await createServer({
    config,
    client,
    keys,
    compiler: new CompilerThread(new URL(import.meta.url)),
    logger
  });
  const http = httpServer(server.app);
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(config.port, resolve);
  });
  logger.info({ port: config.port, origin: config.origin.origin }, 'listening');
  const listening: Closing[] = [http];
  if (config.admission !== undefined) {
    listening.push(await listenWithTls(admissionApp(client, logger), config.admission, logger));
  }
  void server.start().then(() => logger.info('ready'));
  await new Promise<void>(resolve => {
    stopping.signal.addEventListener('abort', () => resolve(), { once: true });
    if (stopping.signal.aborted) {
      resolve();
    }
  });
  logger.info('stopping');
  await Promise.all([server.stop(), ...listening.map(server => closeGracefully(server))]);
}

/** Waits for the keys, which the installation may make after the server has started. */
async function keysWhenThere(
  read: () => Promise<Keys>,
  signal: AbortSignal,
  logger: Logger
): Promise<Keys | null> {
  while (!signal.aborted) {
    try {
      return await read();
    } catch (error) {
      logger.warn({ err: error as Error }, 'waiting for the keys');
      await pause(RETRY_MS, signal);
    }
  }
  return null;
}

function runAsProgram(): void {
  const logger = pino({ base: undefined, timestamp: pino.stdTimeFunctions.isoTime });
  main(logger).then(
    () => process.exit(0),
    (error: unknown) => {
      logger.fatal({ err: error }, 'the server cannot run');
      process.exit(1);
    }
  );
}

if (isMainThread) {
  runAsProgram();
} else {
  serveTasks();
}
