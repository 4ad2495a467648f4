/**
 * The engines against a real cluster, with the rights that deploy/engines gives them. Installed engines are sent away
 * meanwhile, because they would do the work too; so these files run one after the other (`--runInBand`).
 */
import { CUSTOM_RESOURCE_DEFINITION, DEPLOYMENT, POD, createKubeClient } from '@kubeflow-lab/kube';
import type { Kind, KubeClient } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';
import { customResourceDefinition } from '@kubeflow-lab/schema';
import type { CrdSource } from '@kubeflow-lab/schema';
import { pino } from 'pino';

import { eventually, readObjects, testConfig } from '../../kube/testing/cluster.js';

/** As the administrator of the cluster. */
export const admin = createKubeClient(testConfig());

/** As the engines in the cluster, with their rights. */
export const asEngines = admin.as({
  user: 'system:serviceaccount:kubeflow-lab:kubeflow-lab-engines',
  groups: ['system:serviceaccounts', 'system:authenticated']
});

export const quiet = pino({ level: process.env.LOG_LEVEL ?? 'silent' });

const INSTALLED = { namespace: 'kubeflow-lab', name: 'kubeflow-lab-engines' };
/** Keeps how many replicas there were, also over a test run that was killed. */
const REPLICAS_ANNOTATION = 'lab.kubeflow.org/replicas-before-tests';
const RBAC_KINDS: Record<string, string> = {
  ClusterRole: 'clusterroles',
  ClusterRoleBinding: 'clusterrolebindings'
};

/** Sends installed engines away, and installs the rights of the engines and the kinds that they need. */
export async function installEngines(sources: readonly CrdSource[]): Promise<void> {
  await sendAway();
  for (const object of readObjects('deploy/engines/engines-rbac.yaml')) {
    const plural = RBAC_KINDS[object.kind ?? ''];
    if (plural !== undefined) {
      await admin.apply(rbacKind(object.kind!, plural), object);
    }
  }
  for (const source of sources) {
    await installDefinition(customResourceDefinition(source));
  }
}

/** Lets installed engines come back. */
export async function restoreEngines(): Promise<void> {
  const replicas = (await findInstalled())?.metadata?.annotations?.[REPLICAS_ANNOTATION];
  if (replicas !== undefined) {
    await admin.mergePatch(DEPLOYMENT, INSTALLED, {
      metadata: { annotations: { [REPLICAS_ANNOTATION]: null } },
      spec: { replicas: Number(replicas) }
    });
  }
}

async function sendAway(): Promise<void> {
  const installed = await findInstalled();
  if (installed === undefined) {
    return;
  }
  if ((installed.spec?.replicas ?? 1) > 0) {
    const annotations = { [REPLICAS_ANNOTATION]: String(installed.spec?.replicas ?? 1) };
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

async function findInstalled() {
  const { items } = await admin.list(DEPLOYMENT, {
    namespace: INSTALLED.namespace,
    fieldSelector: `metadata.name=${INSTALLED.name}`
  });
  return items.at(0);
}

function rbacKind(kind: string, plural: string): Kind {
  return { group: 'rbac.authorization.k8s.io', version: 'v1', kind, plural, namespaced: false };
}

async function installDefinition(definition: KubeObject): Promise<void> {
  await admin.apply(CUSTOM_RESOURCE_DEFINITION, definition);
  await eventually(async () => {
    const { status } = (await admin.get(CUSTOM_RESOURCE_DEFINITION, {
      name: definition.metadata!.name!
    })) as KubeObject & { status?: { conditions?: { type: string; status: string }[] } };
    return status?.conditions?.some(c => c.type === 'Established' && c.status === 'True');
  });
}

/** A process that was killed: nothing reaches the cluster any more. */
export class Killed extends Error {}

/**
 * A client whose process is killed at its `at`-th write (from 1), just before that write reaches the cluster or just
 * after. `writes` counts them; without `at` nobody is killed.
 */
export function mortal(client: KubeClient, at = Infinity, before = false) {
  const state = { writes: 0, dead: false };
  const wrap =
    <A extends unknown[], R>(method: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (state.dead) {
        throw new Killed();
      }
      state.writes += 1;
      if (state.writes < at) {
        return method(...args);
      }
      state.dead = true;
      if (!before) {
        await method(...args);
      }
      throw new Killed();
    };
  const wrapped: KubeClient = Object.create(client, {
    create: { value: wrap(client.create.bind(client)) },
    mergePatch: { value: wrap(client.mergePatch.bind(client)) },
    delete: { value: wrap(client.delete.bind(client)) }
  });
  return { client: wrapped, state };
}
