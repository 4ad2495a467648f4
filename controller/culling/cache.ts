import { NOTEBOOK, POD, PROFILE } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { NOTEBOOK_NAME_LABEL, listOf } from '@kubeflow-lab/resources';
import type { Notebook, ObjectMeta, Pod, Profile } from '@kubeflow-lab/resources';
import type { Logger } from 'pino';

import { reflect } from '../runtime/index.js';

/** Everything of the cluster that culling reads; of each object only what it reads. */
export function createCullingCache(client: KubeClient, log: Logger) {
  return {
    notebooks: reflect(client, NOTEBOOK, log, { trim: trimNotebook }),
    pods: reflect(client, POD, log, { labelSelector: NOTEBOOK_NAME_LABEL, trim: trimPod }),
    // Kubeflow's Notebook controller may be installed by itself, without Profiles.
    profiles: reflect(client, PROFILE, log, { trim: trimProfile, mayBeMissing: true })
  };
}

export type CullingCache = ReturnType<typeof createCullingCache>;

function trimMetadata(metadata: ObjectMeta = {}): ObjectMeta {
  const { name, namespace, uid, resourceVersion, deletionTimestamp, annotations } = metadata;
  return { name, namespace, uid, resourceVersion, deletionTimestamp, annotations };
}

export function trimNotebook({ apiVersion, kind, metadata, spec, status }: Notebook): Notebook {
  const containers = listOf(spec?.template?.spec?.containers).map(container => ({
    name: container?.name,
    ports: container?.ports,
    resources: container?.resources,
    env: listOf(container?.env).filter(variable => variable?.name?.startsWith('KUBEFLOW_LAB_'))
  }));
  return {
    apiVersion,
    kind,
    metadata: trimMetadata(metadata),
    spec: { template: { spec: { containers } } },
    status: { conditions: status?.conditions, stopsAt: status?.stopsAt }
  };
}

export function trimPod({ apiVersion, kind, metadata, status }: Pod): Pod {
  return {
    apiVersion,
    kind,
    metadata: {
      ...trimMetadata(metadata),
      annotations: undefined,
      creationTimestamp: metadata?.creationTimestamp,
      labels: { [NOTEBOOK_NAME_LABEL]: metadata?.labels?.[NOTEBOOK_NAME_LABEL] ?? '' }
    },
    status: {
      podIP: status?.podIP,
      containerStatuses: listOf(status?.containerStatuses).map(container => ({
        name: container?.name,
        state: { running: container?.state?.running }
      })),
      conditions: listOf(status?.conditions).filter(condition => condition?.type === 'Ready')
    }
  };
}

export function trimProfile({ apiVersion, kind, metadata }: Profile): Profile {
  return { apiVersion, kind, metadata: trimMetadata(metadata) };
}
