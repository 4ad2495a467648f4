import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  CUSTOM_RESOURCE_DEFINITION,
  NAMESPACE,
  SERVICE_ACCOUNT,
  parseManifest,
  serviceAccountKubeconfig
} from '@kubeflow-lab/kube';
import type { Kind, KubeClient, KubeConfig } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';
import { NOTEBOOK_CRD, PROFILE_CRD, customResourceDefinition } from '@kubeflow-lab/schema';

const ACCOUNT = { namespace: 'kubeflow-lab', name: 'kubeflow-lab-controller' };
/** Longer than any run. */
const TOKEN_SECONDS = 6 * 3600;

const rbac = (kind: string, namespaced: boolean): Kind => ({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind,
  plural: `${kind.toLowerCase()}s`,
  namespaced
});
const RBAC: Record<string, Kind> = {
  ClusterRole: rbac('ClusterRole', false),
  ClusterRoleBinding: rbac('ClusterRoleBinding', false),
  Role: rbac('Role', true),
  RoleBinding: rbac('RoleBinding', true)
};

/** A kind of routes that takes anything, for a cluster without the Gateway API. */
const ROUTE_STAND_IN: KubeObject & { spec: object } = {
  metadata: {
    name: 'httproutes.gateway.networking.k8s.io',
    annotations: { 'api-approved.kubernetes.io': 'unapproved, a stand-in for tests' }
  },
  spec: {
    group: 'gateway.networking.k8s.io',
    scope: 'Namespaced',
    names: { kind: 'HTTPRoute', plural: 'httproutes' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }
        }
      }
    ]
  }
};

/** Puts into a cluster what the controller needs to run outside of it: kinds, its account and its rights. */
export async function installController(admin: KubeClient, root: string): Promise<void> {
  await admin.apply(NAMESPACE, { metadata: { name: ACCOUNT.namespace } });
  await admin.apply(SERVICE_ACCOUNT, { metadata: ACCOUNT });
  const text = await readFile(join(root, 'deploy/base/controller-rbac.yaml'), 'utf8');
  for (const object of parseManifest(text)) {
    await admin.apply(RBAC[object.kind ?? ''], object);
  }
  for (const source of [NOTEBOOK_CRD, PROFILE_CRD]) {
    await installKind(admin, customResourceDefinition(source));
  }
  await installMissing(admin, ROUTE_STAND_IN);
}

async function installMissing(admin: KubeClient, definition: KubeObject): Promise<void> {
  const fieldSelector = `metadata.name=${definition.metadata?.name}`;
  const { items } = await admin.list(CUSTOM_RESOURCE_DEFINITION, { fieldSelector });
  if (items.length === 0) {
    await installKind(admin, definition);
  }
}

async function installKind(admin: KubeClient, definition: KubeObject): Promise<void> {
  const name = definition.metadata?.name ?? '';
  await admin.apply(CUSTOM_RESOURCE_DEFINITION, definition);
  for (;;) {
    const { status } = (await admin.get(CUSTOM_RESOURCE_DEFINITION, { name })) as KubeObject & {
      status?: { conditions?: { type: string; status: string }[] };
    };
    if (
      status?.conditions?.some(({ type, status }) => type === 'Established' && status === 'True')
    ) {
      return;
    }
    await sleep(100);
  }
}

/**
 * A kubeconfig, as text, with which a program has exactly the controller's rights.
 * @param server another address than the cluster's own, such as a proxy's
 */
export function controllerKubeconfig(admin: KubeConfig, server?: string): Promise<string> {
  return serviceAccountKubeconfig(admin, { ...ACCOUNT, seconds: TOKEN_SECONDS, server });
}
