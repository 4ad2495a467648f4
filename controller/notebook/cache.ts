import {
  EVENT,
  NAMESPACE,
  NOTEBOOK,
  PERSISTENT_VOLUME_CLAIM,
  POD,
  SERVICE,
  STATEFUL_SET,
  keyOf,
  withoutManagedFields
} from '@kubeflow-lab/kube';
import type { KubeClient, Reflector } from '@kubeflow-lab/kube';
import type { KubeEvent, KubeObject, Pod } from '@kubeflow-lab/resources';
import { NOTEBOOK_NAME_LABEL } from '@kubeflow-lab/resources';
import type { Logger } from 'pino';

import { reflect } from '../runtime/index.js';
import type { Routing } from './routing/index.js';

/** Files events under `<kind>/<namespace>/<name>` of what they are about. */
export function aboutKey(kind: string, namespace: string, name: string): string {
  return `${kind}/${keyOf({ namespace, name })}`;
}

function byInvolvedObject({ involvedObject: about }: KubeEvent): readonly string[] {
  return [aboutKey(about?.kind ?? '', about?.namespace ?? '', about?.name ?? '')];
}

/** The specs of pods are large, and only a little of them explains a trouble. */
function trimPod(pod: Pod): Pod {
  const trimmed = withoutManagedFields(pod);
  const containers = trimmed.spec?.containers?.map(({ name, image, resources }) => ({
    name,
    image,
    resources
  }));
  return { ...trimmed, spec: { containers, volumes: trimmed.spec?.volumes } };
}

/** Everything of the cluster that the Notebook controller reads. */
export function createNotebookCache(client: KubeClient, routing: Routing | null, log: Logger) {
  return {
    notebooks: reflect(client, NOTEBOOK, log),
    statefulSets: reflect(client, STATEFUL_SET, log),
    services: reflect(client, SERVICE, log),
    routes: routing === null ? null : reflect(client, routing.kind, log),
    pods: reflect(client, POD, log, { labelSelector: NOTEBOOK_NAME_LABEL, trim: trimPod }),
    events: reflect(client, EVENT, log, {
      fieldSelector: 'type=Warning',
      indexers: { about: byInvolvedObject }
    }),
    claims: reflect(client, PERSISTENT_VOLUME_CLAIM, log),
    namespaces: reflect(client, NAMESPACE, log)
  };
}

export type NotebookCache = ReturnType<typeof createNotebookCache>;

export function reflectorsOf(cache: NotebookCache): Reflector<KubeObject>[] {
  return Object.values(cache).filter(reflector => reflector !== null) as Reflector<KubeObject>[];
}
