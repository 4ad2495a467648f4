/** The engines that run Workflows and Experiments where no Argo and no Katib does. */
import type { Server } from 'node:http';

import { POD, createKubeClient } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import {
  LeaderElection,
  createMetrics,
  fenced,
  lead,
  serveHealth
} from '@kubeflow-lab/controller/runtime';
import { pino } from 'pino';

import { readConfig } from './config.js';
import type { Config } from './config.js';
import { watchDefinitions } from './definitions.js';
import { EngineHost } from './host.js';
import type { Engine } from './host.js';
import { createExperimentEngine, serveReports } from './experiment/index.js';
import { createCronEngine, createWorkflowEngine } from './workflow/index.js';

const LEASE_NAME = 'kubeflow-lab-engines';
/** How long the work in progress may take to end once the process is told to stop. */
const STOP_MS = 10_000;

const config = readConfig(process.env);
const log = pino({ level: config.logLevel, name: 'engines' });
const metrics = createMetrics();
const kube = createKubeClient();
const election = new LeaderElection({
  client: kube,
  namespace: config.leaseNamespace,
  name: LEASE_NAME,
  log
});
// What the engines write counts only while this process leads.
const client = fenced(kube, () => election.leads);
const stopping = new AbortController();

/** Every engine of this program; a new one is a new entry. */
async function createEngines(definitions: ReturnType<typeof watchDefinitions>): Promise<Engine[]> {
  const artifactsImage = config.artifactsImage ?? (await ownImage(client, config));
  const common = { client, log, metrics };
  const standsAside = (definition: string) => () => !definitions.isOurs(definition);
  return [
    {
      definitions: ['workflows.argoproj.io'],
      runnable: createWorkflowEngine({
        ...common,
        artifactsImage,
        standsAside: standsAside('workflows.argoproj.io')
      })
    },
    {
      definitions: ['workflows.argoproj.io', 'cronworkflows.argoproj.io'],
      runnable: createCronEngine({
        ...common,
        standsAside: standsAside('cronworkflows.argoproj.io')
      })
    },
    {
      definitions: ['experiments.kubeflow.org', 'suggestions.kubeflow.org', 'trials.kubeflow.org'],
      runnable: createExperimentEngine({
        ...common,
        suggestionAddress: config.suggestionAddress,
        collectorImage: artifactsImage,
        standsAside: standsAside('experiments.kubeflow.org')
      })
    }
  ];
}

/** The image of the pod that this program runs in: the container beside a step runs another program of it. */
async function ownImage(reader: KubeClient, { leaseNamespace, podName }: Config): Promise<string> {
  const pod = await reader.get(POD, { namespace: leaseNamespace, name: podName });
  const image = pod.spec?.containers?.[0]?.image;
  if (image === undefined) {
    throw new Error(`The pod ${leaseNamespace}/${podName} has no image.`);
  }
  return image;
}

async function leadOnce(host: EngineHost): Promise<number> {
  const start = () => {
    metrics.leader.set({ name: LEASE_NAME }, 1);
    host.lead();
  };
  const end = await lead(election, { start, stop: () => host.stop() }, stopping.signal);
  metrics.leader.set({ name: LEASE_NAME }, 0);
  if (end === 'lost') {
    log.error('Leadership lost');
  }
  return end === 'lost' ? 1 : 0;
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
  const definitions = watchDefinitions(client, log);
  const host = new EngineHost(await createEngines(definitions), definitions, log);
  const health: Server = await serveHealth(config.port, metrics.registry, {
    notReady: () => host.notReady()
  });
  // Not only while this process leads: a program whose report finds nobody ends with an error.
  const reports = await serveReports(kube, `0.0.0.0:${config.reportsPort}`, log);
  log.info({ port: config.port, reportsPort: reports.port }, 'Starting');
  host.start();
  const code = await leadOnce(host);
  await reports.stop();
  health.closeAllConnections();
  log.info('Stopped');
  process.exit(code);
}

main().catch((error: unknown) => {
  log.fatal({ err: error }, 'Cannot run');
  process.exit(1);
});
