/**
 * The controllers against a real cluster, with the rights that deploy/base gives them. An installed controller is sent
 * away meanwhile, because it would do the work too; so these files run one after the other (`--runInBand`).
 */
import {
  CUSTOM_RESOURCE_DEFINITION,
  DEPLOYMENT,
  NAMESPACE,
  POD,
  createKubeClient,
  keyOf
} from '@kubeflow-lab/kube';
import type { Kind, KubeClient, ObjectKey } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';
import {
  NOTEBOOK_CRD,
  PROFILE_CRD,
  TENSORBOARD_CRD,
  customResourceDefinition
} from '@kubeflow-lab/schema';
import { pino } from 'pino';

import { eventually, readObjects, testConfig } from '../../kube/testing/cluster.js';
import { grantedRights, recording } from './rights.js';

/** As the administrator of the cluster. */
export const admin = createKubeClient(testConfig());

const recorded = recording(
  admin.as({
    user: 'system:serviceaccount:kubeflow-lab:kubeflow-lab-controller',
    groups: ['system:serviceaccounts', 'system:authenticated']
  })
);

/** As the controller in the cluster: with its rights, and with the name that the admission policy for routes lets through. */
export const asController = recorded.client;

/** The rights that `asController` was used with in this file. */
export const usedRights = recorded.used;

/** Fails where `asController` was refused anything for want of rights; each suite ends with it. */
export function expectNothingForbidden(): void {
  expect(recorded.forbidden.splice(0)).toEqual([]);
}

/** Fails where one of the rights that deploy/ gives, and that only this file uses, was not used. */
export function expectAllUsed(rights: RegExp): void {
  const granted = [...grantedRights(...RBAC_FILES)].filter(right => rights.test(right));
  expect(granted).not.toEqual([]);
  expect(granted.filter(right => !usedRights.has(right))).toEqual([]);
}

export const quiet = pino({ level: process.env.LOG_LEVEL ?? 'silent' });

/** What gives the controller its rights. */
export const RBAC_FILES = [
  'deploy/base/controller-rbac.yaml',
  'deploy/components/istio-routing/rbac.yaml'
];

const RBAC_KINDS: Record<string, string> = {
  ClusterRole: 'clusterroles',
  ClusterRoleBinding: 'clusterrolebindings'
};

const INSTALLED = { namespace: 'kubeflow-lab', name: 'kubeflow-lab-controller' };
/** Keeps how many replicas there were, also over a test run that was killed. */
const REPLICAS_ANNOTATION = 'lab.kubeflow.org/replicas-before-tests';

/** Sends an installed controller away, and waits until it is gone. */
async function sendAway(): Promise<void> {
  const installed = await findInstalled();
  if (installed === undefined) {
    return;
  }
  const annotations = { [REPLICAS_ANNOTATION]: String(installed.spec?.replicas ?? 1) };
  if ((installed.spec?.replicas ?? 1) > 0) {
    await admin.mergePatch(DEPLOYMENT, INSTALLED, {
      metadata: { annotations },
      spec: { replicas: 0 }
    });
  }
  await eventually(async () => {
    const labelSelector = `app=${INSTALLED.name}`;
    const pods = await admin.list(POD, { namespace: INSTALLED.namespace, labelSelector });
    return pods.items.length === 0;
  }, 60);
}

/** Lets an installed controller come back; fails where the one of the tests lacked a right. */
export async function restorePlatform(): Promise<void> {
  const replicas = (await findInstalled())?.metadata?.annotations?.[REPLICAS_ANNOTATION];
  if (replicas !== undefined) {
    await admin.mergePatch(DEPLOYMENT, INSTALLED, {
      metadata: { annotations: { [REPLICAS_ANNOTATION]: null } },
      spec: { replicas: Number(replicas) }
    });
  }
  expectNothingForbidden();
}

async function findInstalled() {
  const { items } = await admin.list(DEPLOYMENT, {
    namespace: INSTALLED.namespace,
    fieldSelector: `metadata.name=${INSTALLED.name}`
  });
  return items.at(0);
}

/** Installs what the controllers need and the cluster lacks: CRDs, rights, the kind of a route. */
export async function installPlatform(): Promise<void> {
  await sendAway();
  for (const source of [NOTEBOOK_CRD, PROFILE_CRD, TENSORBOARD_CRD]) {
    await installCrd(customResourceDefinition(source));
  }
  for (const file of RBAC_FILES) {
    await applyRights(file);
  }
  await ensureKind('gateway.networking.k8s.io', 'v1', 'HTTPRoute', 'httproutes');
}

/** Gives the controller the rights in a file of deploy/, those of the whole cluster. */
export async function applyRights(file: string): Promise<void> {
  for (const object of readObjects(file)) {
    const plural = RBAC_KINDS[object.kind ?? ''];
    if (plural !== undefined) {
      await admin.apply(rbacKind(object.kind!, plural), object);
    }
  }
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

export async function installCrd(crd: KubeObject): Promise<void> {
  await admin.apply(CUSTOM_RESOURCE_DEFINITION, crd);
  await eventually(async () => {
    const { status } = (await admin.get(CUSTOM_RESOURCE_DEFINITION, {
      name: crd.metadata!.name!
    })) as KubeObject & { status?: { conditions?: { type: string; status: string }[] } };
    return status?.conditions?.some(c => c.type === 'Established' && c.status === 'True');
  });
}

/** A cluster without that kind gets one of the same name that takes anything. */
export async function ensureKind(
  group: string,
  version: string,
  kind: string,
  plural: string
): Promise<void> {
  const name = `${plural}.${group}`;
  const { items } = await admin.list(CUSTOM_RESOURCE_DEFINITION, {
    fieldSelector: `metadata.name=${name}`
  });
  if (items.length > 0) {
    return;
  }
  const openAPIV3Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const versions = [{ name: version, served: true, storage: true, schema: { openAPIV3Schema } }];
  const crd: KubeObject & { spec: object } = {
    metadata: {
      name,
      annotations: { 'api-approved.kubernetes.io': 'unapproved, a stand-in for tests' }
    },
    spec: { group, scope: 'Namespaced', names: { kind, plural }, versions }
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
