/**
 * The controllers against a real cluster, with the rights that deploy/base gives them.
 * The tests hold as well beside an installed controller, but then show less: it would do the work too.
 */
import { CUSTOM_RESOURCE_DEFINITION, NAMESPACE, createKubeClient, keyOf } from '@kubeflow-lab/kube';
import type { Kind, KubeClient, ObjectKey } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';
import { NOTEBOOK_CRD, PROFILE_CRD, customResourceDefinition } from '@kubeflow-lab/schema';
import { pino } from 'pino';

import { eventually, readObjects, testConfig } from '../../kube/testing/cluster.js';

/** As the administrator of the cluster. */
export const admin = createKubeClient(testConfig());

/** As the controller in the cluster: with its rights, and with the name that the admission policy for routes lets through. */
export const asController = admin.as({
  user: 'system:serviceaccount:kubeflow-lab:kubeflow-lab-controller',
  groups: ['system:serviceaccounts', 'system:authenticated']
});

export const quiet = pino({ level: process.env.LOG_LEVEL ?? 'silent' });

const RBAC_KINDS: Record<string, string> = {
  ClusterRole: 'clusterroles',
  ClusterRoleBinding: 'clusterrolebindings'
};

/** Installs what the controllers need and the cluster lacks: CRDs, rights, the kind of a route. */
export async function installPlatform(): Promise<void> {
  for (const source of [NOTEBOOK_CRD, PROFILE_CRD]) {
    await installCrd(customResourceDefinition(source));
  }
  for (const object of readObjects('deploy/base/controller-rbac.yaml')) {
    const plural = RBAC_KINDS[object.kind ?? ''];
    if (plural !== undefined) {
      await admin.apply(rbacKind(object.kind!, plural), object);
    }
  }
  await ensureRoutes();
}

function rbacKind(kind: string, plural: string): Kind {
  return {
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    kind,
    plural,
    namespaced: false
  };
}

async function installCrd(crd: KubeObject): Promise<void> {
  await admin.apply(CUSTOM_RESOURCE_DEFINITION, crd);
  await eventually(async () => {
    const { status } = (await admin.get(CUSTOM_RESOURCE_DEFINITION, {
      name: crd.metadata!.name!
    })) as KubeObject & { status?: { conditions?: { type: string; status: string }[] } };
    return status?.conditions?.some(c => c.type === 'Established' && c.status === 'True');
  });
}

/** A cluster without Gateway API gets a kind of the same name that takes anything. */
async function ensureRoutes(): Promise<void> {
  const name = 'httproutes.gateway.networking.k8s.io';
  const { items } = await admin.list(CUSTOM_RESOURCE_DEFINITION, {
    fieldSelector: `metadata.name=${name}`
  });
  if (items.length > 0) {
    return;
  }
  const names = { kind: 'HTTPRoute', plural: 'httproutes' };
  const openAPIV3Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const version = { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema } };
  const crd: KubeObject & { spec: object } = {
    metadata: {
      name,
      annotations: { 'api-approved.kubernetes.io': 'unapproved, a stand-in for tests' }
    },
    spec: { group: 'gateway.networking.k8s.io', scope: 'Namespaced', names, versions: [version] }
  };
  await installCrd(crd);
}

/** A client that notes what it writes: `<verb> <kind> <namespace>/<name>`. */
export function counting(client: KubeClient): { client: KubeClient; writes: string[] } {
  const writes: string[] = [];
  const counted: KubeClient = Object.create(client, {
    apply: {
      value: (kind: Kind, object: KubeObject, options?: object) => {
        writes.push(`apply ${kind.kind} ${keyOf(object.metadata)}`);
        return client.apply(kind, object, options);
      }
    },
    mergePatch: {
      value: (kind: Kind, key: ObjectKey, patch: unknown, options?: object) => {
        writes.push(`patch ${kind.kind} ${keyOf(key)}`);
        return client.mergePatch(kind, key, patch, options);
      }
    },
    create: {
      value: (kind: Kind, object: KubeObject, options?: object) => {
        writes.push(`create ${kind.kind} ${keyOf(object.metadata)}`);
        return client.create(kind, object, options);
      }
    },
    delete: {
      value: (kind: Kind, key: ObjectKey, options?: object) => {
        writes.push(`delete ${kind.kind} ${keyOf(key)}`);
        return client.delete(kind, key, options);
      }
    }
  });
  return { client: counted, writes };
}

/** Waits until nothing has been written for two seconds. */
export async function settled(writes: string[]): Promise<void> {
  let before = -1;
  await eventually(async () => {
    const quietNow = writes.length === before;
    before = writes.length;
    await new Promise(resolve => setTimeout(resolve, 2000));
    return quietNow && writes.length === before;
  });
}

export async function namespaceGone(name: string): Promise<void> {
  await eventually(async () => {
    const { items } = await admin.list(NAMESPACE, { fieldSelector: `metadata.name=${name}` });
    return items.length === 0 || items[0].metadata?.deletionTimestamp !== undefined;
  });
}
