/** Helpers of the integration tests, which run against the real cluster that `KUBECONFIG` names. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import type { AddressInfo } from 'node:net';

import { CoreV1Api, KubeConfig, loadAllYaml } from '@kubernetes/client-node';
import type { KubeObject } from '@kubeflow-lab/resources';

import type { KubeClient } from '../client.js';
import { isNotFound } from '../errors.js';
import { NAMESPACE } from '../kinds.js';
import { createKubeClient } from '../kube-client.js';

export function testConfig(): KubeConfig {
  const file = process.env.KUBECONFIG;
  if (!file) {
    throw new Error('Set KUBECONFIG to the kubeconfig of a cluster for tests.');
  }
  const config = new KubeConfig();
  config.loadFromFile(file);
  return config;
}

/**
 * The objects of a YAML file; its path begins at the root of the repository.
 * Not for CustomResourceDefinitions: client-node renames their `x-kubernetes-…` fields.
 */
export function readObjects(file: string): KubeObject[] {
  return loadAllYaml(readFileSync(file, 'utf8')) as KubeObject[];
}

/** A name that no other test uses. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(4).toString('hex')}`;
}

/** Makes a namespace of a test's own; `labels` as a Profile's namespace has them where routes are wanted. */
export async function createNamespace(
  client: KubeClient,
  labels: Record<string, string> = {}
): Promise<string> {
  const name = uniqueName('itest');
  await client.create(NAMESPACE, { metadata: { name, labels } });
  return name;
}

export async function deleteNamespace(client: KubeClient, name: string): Promise<void> {
  await client.delete(NAMESPACE, { name }).catch((error: unknown) => {
    if (!isNotFound(error)) {
      throw error;
    }
  });
}

/** A token of a service account, for an hour. */
export async function serviceAccountToken(
  namespace: string,
  name: string,
  audience: string
): Promise<string> {
  const api = testConfig().makeApiClient(CoreV1Api);
  const { status } = await api.createNamespacedServiceAccountToken({
    namespace,
    name,
    body: { spec: { audiences: [audience], expirationSeconds: 3600 } }
  });
  return status?.token ?? '';
}

/** Asks until `probe` neither throws nor answers false or undefined; fails with what it said last. */
export async function eventually<T>(
  probe: () => Promise<T | false | undefined>,
  seconds = 30
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  let last: unknown = 'it never came true';
  while (Date.now() < deadline) {
    try {
      const answer = await probe();
      if (answer !== false && answer !== undefined) {
        return answer;
      }
    } catch (error) {
      last = error;
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error(`Waited ${seconds} s in vain: ${String(last)}`);
}

/** A way to the API server that can be cut: `client` goes through it. */
export interface CuttableLine {
  client: KubeClient;
  /** Breaks every connection and takes no new one. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function cuttableLine(): Promise<CuttableLine> {
  const config = testConfig();
  const cluster = config.getCurrentCluster()!;
  const target = new URL(cluster.server);
  const sockets = new Set<net.Socket>();
  let open = true;
  const server = net.createServer(near => {
    if (!open) {
      near.destroy();
      return;
    }
    const far = net.connect(Number(target.port || 443), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near]
    ]) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const proxied = new KubeConfig();
  proxied.loadFromClusterAndUser(
    {
      ...cluster,
      server: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
      tlsServerName: 'kubernetes'
    },
    config.getCurrentUser()!
  );
  const cut = () => {
    open = false;
    sockets.forEach(socket => socket.destroy());
  };
  return {
    client: createKubeClient(proxied),
    cut,
    mend: () => {
      open = true;
    },
    close: async () => {
      cut();
      await new Promise(resolve => server.close(resolve));
    }
  };
}
