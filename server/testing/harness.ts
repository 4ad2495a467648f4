/** A whole server over an API in memory. */
import { generateKeyPairSync, randomBytes, scryptSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { pino } from 'pino';
import request from 'supertest';

import { directCompiler } from '../compile/compiler.js';
import type { ServerConfig } from '../config.js';
import { createServer } from '../server.js';
import type { Server } from '../server.js';
import { MemoryClient } from './memory-client.js';

export const ORIGIN = 'http://localhost:8081';
export const PAGE = '<!doctype html><title>spawner</title>';

/** A hash as the installation writes them, with parameters that cost little. */
export function hashOf(password: string): string {
  const salt = randomBytes(16);
  const hash = scryptSync(password, salt, 32, { N: 1024, r: 8, p: 1 });
  return `scrypt$1024$8$1$${salt.toString('base64')}$${hash.toString('base64')}`;
}

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const identityPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

const base64 = (text: string) => Buffer.from(text).toString('base64');

export interface Harness {
  client: MemoryClient;
  server: Server;
  config: ServerConfig;
  /** Lines that the server logged. */
  log: string[];
  /** Signs in; answers the Cookie header of the session. */
  signIn(user: string): Promise<string>;
}

/**
 * Two people, ada and bob, with a project each; both may do everything in their own and nothing else.
 * @param prepare changes the API before the server meets it
 * @param settings those that differ
 */
export async function startServer(
  prepare: (client: MemoryClient) => void = () => {},
  settings: Partial<ServerConfig> = {}
): Promise<Harness> {
  const client = new MemoryClient();
  prepare(client);
  const namespace = 'kubeflow-lab';
  const accounts = Object.fromEntries(['ada', 'bob'].map(u => [u, base64(hashOf(`${u}-secret`))]));
  client.put('secrets', {
    metadata: { namespace, name: 'kubeflow-lab-accounts' },
    data: accounts
  } as object);
  for (const user of ['ada', 'bob']) {
    client.put('namespaces', {
      metadata: { name: user, labels: { 'app.kubernetes.io/part-of': 'kubeflow-profile' } }
    });
  }
  client.put('nodes', {
    metadata: { name: 'node' },
    status: { allocatable: { cpu: '4', memory: '8Gi' } }
  } as object);
  client.put('storageclasses', {
    metadata: {
      name: 'fast',
      annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' }
    }
  });
  client.world.allow = ({ user, namespace: project }) => user === project;
  const spawnerDir = mkdtempSync(join(tmpdir(), 'kubeflow-lab-spawner-'));
  writeFileSync(join(spawnerDir, 'index.html'), PAGE);
  const config: ServerConfig = {
    origin: new URL(ORIGIN),
    notebookDomain: 'localhost',
    serverUrl: 'http://server',
    dashboards: [],
    gitHosts: [],
    images: {
      jupyter: ['jupyter:1'],
      tensorflow: ['tensorflow:1'],
      xgboost: ['xgboost:1'],
      pytorch: ['pytorch:1'],
      mpi: ['mpi:1']
    },
    bucketEndpoints: [],
    uploadLimit: 1024 * 1024,
    modelLimit: { perSecond: 500, burst: 1000 },
    canaryDrainMs: 0,
    activatorUrl: 'http://activator-service.knative-serving.svc',
    port: 0,
    namespace,
    spawnerDir,
    ...settings
  };
  const log: string[] = [];
  const logger = pino({ level: 'info' }, { write: line => log.push(line) });
  const keys = { session: randomBytes(32), identityPem };
  const server = await createServer({ config, client, keys, compiler: directCompiler, logger });
  await server.start();
  return {
    client,
    server,
    config,
    log,
    async signIn(user) {
      const answer = await request(server.app)
        .post('/api/session')
        .set('X-Kubeflow-Lab', '1')
        .send({ username: user, password: `${user}-secret` })
        .expect(200);
      return answer.headers['set-cookie'][0].split(';')[0];
    }
  };
}
