import type { Server } from 'node:http';

import { createKubeClient } from '@kubeflow-lab/kube';
import { pino } from 'pino';

import { createBucketController } from './bucket/index.js';
import { readConfig } from './config.js';
import type { ControllerName } from './config.js';
import { createCulling } from './culling/index.js';
import { createModelRouteController } from './model-route/index.js';
import { createNotebookController, createRouting } from './notebook/index.js';
import { createProfileController } from './profile/index.js';
import {
  LeaderElection,
  createMetrics,
  fenced,
  lead,
  leaseTimes,
  serveHealth
} from './runtime/index.js';
import type { Runnable } from './runtime/index.js';
import { reflectServers } from './servers.js';
import { boardRouting, createTensorboardController } from './tensorboard/index.js';
import { watchUpstream } from './upstream.js';

const LEASE_NAME = 'kubeflow-lab-controller';
/** How long the work in progress may take to end once the process is told to stop. */
const STOP_MS = 10_000;

const config = readConfig(process.env, process.argv.slice(2));
const log = pino({ level: config.logLevel, name: 'controller' });
const metrics = createMetrics();
const kube = createKubeClient(undefined, {
  onAnswer: ({ method, host, status }) =>
    metrics.requests.inc({ method, host, code: status === null ? '<error>' : String(status) })
});
const stopping = new AbortController();

const election = new LeaderElection({
  client: kube,
  namespace: config.leaseNamespace,
  name: LEASE_NAME,
  log,
  ...leaseTimes(config.leaseSeconds)
});

// What the controllers write counts only while this process leads.
const client = fenced(kube, () => election.leads);

const servers = reflectServers(client, log);
const upstream = watchUpstream(client, log);
/** Null: there is nothing to do for it in this installation. */
const make: Record<ControllerName, () => Runnable | null> = {
  notebook: () =>
    createNotebookController({
      client,
      servers,
      log,
      metrics,
      routing: createRouting(config.routing),
      addFsGroup: config.addFsGroup,
      standsAside: upstream.isActive
    }),
  culling: () =>
    config.culling.enabled
      ? createCulling(config.culling, {
          client,
          servers,
          log,
          metrics,
          standsAside: upstream.isActive
        })
      : null,
  profile: () =>
    createProfileController({ client, log, metrics, sharedVolume: config.sharedVolume }),
  bucket: () =>
    createBucketController({
      client,
      log,
      metrics,
      service: { namespace: config.leaseNamespace, name: config.bucketService },
      reclaim: config.bucketReclaim
    }),
  // Models have an address where the platform has a gateway of the Gateway API.
  'model-route': () =>
    config.routing.strategy === 'gateway-api'
      ? createModelRouteController({ client, log, metrics, gateway: config.routing.gateway })
      : null,
  tensorboard: () => {
    const routing = boardRouting(config.routing);
    return routing !== null && config.tensorboardImage !== ''
      ? createTensorboardController({
          client,
          log,
          metrics,
          routing,
          settings: { image: config.tensorboardImage, serverUrl: config.culling.serverUrl },
          culling: config.culling.enabled ? config.culling.settings : undefined
        })
      : null;
  }
};
const controllers = config.controllers
  .map(name => make[name]())
  .filter(controller => controller !== null);

function notReady(): string | null {
  const waiting = [upstream.reflector, ...controllers.flatMap(c => c.reflectors)]
    .filter(reflector => !reflector.hasSynced)
    .map(reflector => reflector.kind.plural);
  return waiting.length === 0 ? null : `Waiting for ${[...new Set(waiting)].join(', ')}.`;
}

async function leadOnce(): Promise<number> {
  const start = () => {
    metrics.leader.set({ name: LEASE_NAME }, 1);
    // Not awaited: a kind that is not installed yet must keep neither the others nor the renewals waiting.
    controllers.forEach(controller => void startController(controller));
  };
  const end = await lead(election, { start, stop: stopControllers }, stopping.signal);
  metrics.leader.set({ name: LEASE_NAME }, 0);
  if (end === 'lost') {
    log.error('Leadership lost');
  }
  return end === 'lost' ? 1 : 0;
}

async function startController(controller: Runnable): Promise<void> {
  await upstream.reflector.synced;
  await controller.start();
  log.info({ controller: controller.name }, 'Started');
}

async function stopControllers(): Promise<void> {
  await Promise.all([upstream.reflector.stop(), ...controllers.map(c => c.stop())]);
}

function onSignal(signal: NodeJS.Signals): void {
  log.info({ signal }, 'Stopping');
  stopping.abort();
  setTimeout(() => {
    log.error('Work in progress did not end in time');
    process.exit(1);
  }, STOP_MS).unref();
}

async function main(): Promise<void> {
  process.once('SIGTERM', onSignal);
  process.once('SIGINT', onSignal);
  const ports = [config.port, ...(config.metricsPort === null ? [] : [config.metricsPort])];
  const servers: Server[] = await Promise.all(
    ports.map(port => serveHealth(port, metrics.registry, { notReady }))
  );
  log.info({ routing: config.routing, ports }, 'Starting');
  upstream.reflector.start();
  controllers.forEach(controller => controller.watch());
  const code = await leadOnce();
  servers.forEach(server => server.closeAllConnections());
  log.info('Stopped');
  process.exit(code);
}

main().catch((error: unknown) => {
  log.fatal({ err: error }, 'Cannot run');
  process.exit(1);
});
