import { CoreV1Api, loadAllYaml } from '@kubernetes/client-node';
import type { KubeConfig } from '@kubernetes/client-node';
import type { KubeObject } from '@kubeflow-lab/resources';

/**
 * The objects of a YAML manifest.
 * Not for CustomResourceDefinitions: client-node renames their `x-kubernetes-…` fields.
 */
export function parseManifest(text: string): KubeObject[] {
  return loadAllYaml(text) as KubeObject[];
}

export interface ServiceAccountAccess {
  namespace: string;
  name: string;
  /** How long its token is good; the API server may shorten it. */
  seconds: number;
  /** Another address than the cluster's own, such as a proxy's. Plain HTTP only where nobody can listen. */
  server?: string;
}

/**
 * A kubeconfig, as JSON text, with which a program has exactly the rights of a service account.
 * `admin` must be allowed to make tokens for it.
 */
export async function serviceAccountKubeconfig(
  admin: KubeConfig,
  { namespace, name, seconds, server }: ServiceAccountAccess
): Promise<string> {
  const cluster = admin.getCurrentCluster();
  if (cluster === null) {
    throw new Error('The kubeconfig names no current cluster.');
  }
  const { status } = await admin.makeApiClient(CoreV1Api).createNamespacedServiceAccountToken({
    namespace,
    name,
    body: { spec: { audiences: [], expirationSeconds: seconds } }
  });
  const address =
    server === undefined
      ? { server: cluster.server, 'certificate-authority-data': cluster.caData }
      : // client-node takes plain HTTP only so.
        { server, 'insecure-skip-tls-verify': server.startsWith('http://') };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c', cluster: address }],
    users: [{ name: 'u', user: { token: status?.token } }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x'
  });
}
