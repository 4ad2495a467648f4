/** The server listening on this machine, at work on the cluster of the integration tests. */
import { randomBytes } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import type { Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { ROLE_BINDING, SECRET, createKubeClient, secretData } from '@kubeflow-lab/kube';
import type { Kind, KubeClient } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';
import { pino } from 'pino';

import { createNamespace, deleteNamespace, testConfig } from '../../kube/testing/cluster.js';
import { directCompiler } from '../compile/compiler.js';
import type { ServerConfig } from '../config.js';
import { ACCOUNTS_SECRET } from '../identity/accounts.js';
import { createServer } from '../server.js';
import { ORIGIN, hashOf, identityPem } from './harness.js';

/** As the administrator of the cluster. */
export const admin = createKubeClient(testConfig());

const ROLE: Kind<KubeObject & { rules?: object[] }> = {
  ...ROLE_BINDING,
  kind: 'Role',
  plural: 'roles'
};
const PASSWORD = 'secret';

export interface ListeningServer {
  /** Where it answers. */
  origin: string;
  /** Signs in; answers the Cookie header of the session. */
  signIn(user: string): Promise<string>;
  /** Gives more people a local account. */
  addPeople(users: readonly string[]): Promise<void>;
  /** Ends it, and deletes the namespace that it took for the platform's. */
  close(): Promise<void>;
}

export interface ListeningOptions {
  /** Who has a local account. */
  people?: readonly string[];
  /** The server's way to the cluster. */
  client?: KubeClient;
  /** What differs from the settings of the other tests. */
  config?: Partial<ServerConfig>;
}

/** Starts a server with a platform namespace of its own. */
export async function startListening({
  people = [],
  client = admin,
  config = {}
}: ListeningOptions = {}): Promise<ListeningServer> {
  const namespace = await createNamespace(admin);
  const accounts = { namespace, name: ACCOUNTS_SECRET };
  const hashes = (users: readonly string[]) =>
    secretData(Object.fromEntries(users.map(user => [user, hashOf(PASSWORD)])));
  await admin.create(SECRET, { metadata: accounts, data: hashes(people) });
  const server = await createServer({
    client,
    keys: { session: randomBytes(32), identityPem },
    compiler: directCompiler,
    logger: pino({ level: 'silent' }),
    config: {
      origin: new URL(ORIGIN),
      notebookDomain: 'localhost',
      serverUrl: 'http://server',
      dashboards: [],
      gitHosts: [],
      images: { jupyter: [], tensorflow: [], xgboost: [], pytorch: [], mpi: [] },
      bucketEndpoints: [],
      uploadLimit: 1024,
      modelLimit: { perSecond: 500, burst: 1000 },
      canaryDrainMs: 2000,
      activatorUrl: 'http://activator-service.knative-serving.svc',
      port: 0,
      namespace,
      spawnerDir: '.',
      ...config
    }
  });
  await server.start();
  const http = createHttpServer(server.app);
  const origin = await listen(http);
  return {
    origin,
    signIn: user => signIn(origin, user),
    addPeople: async users => {
      await admin.mergePatch(SECRET, accounts, { data: hashes(users) });
    },
    close: async () => {
      await server.stop();
      http.closeAllConnections();
      http.close();
      await deleteNamespace(admin, namespace);
    }
  };
}

async function listen(http: HttpServer): Promise<string> {
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}

async function signIn(origin: string, username: string): Promise<string> {
  const answer = await fetch(`${origin}/api/session`, {
    method: 'POST',
    headers: { 'X-Kubeflow-Lab': '1', 'Content-Type': 'application/json' },
    body: JSON.stringify({ username, password: PASSWORD })
  });
  if (answer.status !== 200) {
    throw new Error(`${username} could not sign in: ${answer.status} ${await answer.text()}`);
  }
  return answer.headers.getSetCookie()[0].split(';')[0];
}

/** Lets somebody do in a namespace what the rules say. */
export async function grant(namespace: string, user: string, rules: object[]): Promise<void> {
  const metadata = { namespace, name: user };
  await admin.create(ROLE, { metadata, rules });
  await admin.create(ROLE_BINDING, {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: user },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }]
  } as KubeObject);
}
