import type {
  Container,
  Notebook,
  ObjectMeta,
  PodSpec,
  Service,
  StatefulSet
} from '@kubeflow-lab/resources';
import {
  HOME_DIRECTORY,
  NOTEBOOK_NAME_LABEL,
  NOTEBOOK_PORT,
  RESTART_ANNOTATION,
  STATEFULSET_LABEL,
  STOP_ANNOTATION,
  listOf,
  notebookPath
} from '@kubeflow-lab/resources';
import { NOTEBOOK } from '@kubeflow-lab/kube';

import { controllerReference } from '../runtime/index.js';

/** The port of the Service of every notebook. */
export const SERVICE_PORT = 80;
/** The group of images that write to their home folder with gid 100 (users), as upstream's do. */
const DEFAULT_FS_GROUP = 100;

interface Named {
  name: string;
  namespace: string;
}

/** A notebook's name and namespace; every object of the API server has both. */
export function namesOf({ metadata }: Notebook): Named {
  return { name: metadata?.name ?? '', namespace: metadata?.namespace ?? '' };
}

export interface StatefulSetSettings {
  /** Whether pods that say nothing of it get the group of the images for their volumes; default true. */
  addFsGroup?: boolean;
  /** Value of the last restart that was asked for; a new one makes a new pod. */
  restart?: string;
}

/** Labels and annotations by which a queue admits a workload stand on the StatefulSet as well as on its pod. */
const QUEUE_PREFIXES = ['kueue.x-k8s.io/'];

/** The StatefulSet that runs a notebook, with the names, labels and environment of upstream's controller. */
export function statefulSetFor(
  notebook: Notebook,
  { addFsGroup = true, restart }: StatefulSetSettings = {}
): StatefulSet {
  const { name, namespace } = namesOf(notebook);
  const stopped = notebook.metadata?.annotations?.[STOP_ANNOTATION] !== undefined;
  const ownLabels = { [STATEFULSET_LABEL]: name, [NOTEBOOK_NAME_LABEL]: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: {
      name,
      namespace,
      ...queueMetadata(notebook),
      ownerReferences: [controllerReference(NOTEBOOK, notebook)]
    },
    spec: {
      replicas: stopped ? 0 : 1,
      selector: { matchLabels: { [STATEFULSET_LABEL]: name } },
      template: {
        metadata: {
          // Ours last: the selectors of the StatefulSet and the Service depend on them.
          labels: { ...notebook.metadata?.labels, ...ownLabels },
          annotations: {
            ...podAnnotations(notebook),
            ...(restart === undefined ? {} : { [RESTART_ANNOTATION]: restart })
          }
        },
        spec: podSpec(notebook, { name, namespace }, addFsGroup)
      }
    }
  };
}

/** The Service in front of a notebook's pod. */
export function serviceFor(notebook: Notebook): Service {
  const { name, namespace } = namesOf(notebook);
  const container = listOf(notebook.spec?.template?.spec?.containers)[0];
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, ownerReferences: [controllerReference(NOTEBOOK, notebook)] },
    spec: {
      type: 'ClusterIP',
      selector: { [STATEFULSET_LABEL]: name },
      ports: [
        {
          // The prefix tells meshes the protocol; NOTEBOOK_NAME_MAX keeps it within 63 characters.
          name: `http-${name}`,
          port: SERVICE_PORT,
          targetPort: listOf(container?.ports)[0]?.containerPort ?? NOTEBOOK_PORT,
          protocol: 'TCP'
        }
      ]
    }
  };
}

/**
 * What of the annotations goes to the pod: not the bookkeeping of kubectl and of notebooks, and not the stop time, which
 * would change the pod of a notebook that is only being stopped.
 */
function podAnnotations(notebook: Notebook): Record<string, string> {
  const kept = Object.entries(notebook.metadata?.annotations ?? {}).filter(
    ([key]) => !key.includes('kubectl') && !key.includes('notebook') && key !== STOP_ANNOTATION
  );
  return Object.fromEntries(kept);
}

function queueMetadata({ metadata }: Notebook): Pick<ObjectMeta, 'labels' | 'annotations'> {
  const ofQueue = (all: Record<string, string> | undefined) =>
    Object.entries(all ?? {}).filter(([key]) => QUEUE_PREFIXES.some(p => key.startsWith(p)));
  const labels = ofQueue(metadata?.labels);
  const annotations = ofQueue(metadata?.annotations);
  return {
    ...(labels.length > 0 ? { labels: Object.fromEntries(labels) } : {}),
    ...(annotations.length > 0 ? { annotations: Object.fromEntries(annotations) } : {})
  };
}

/** The CRD keeps pod specs as they are, so that their fields may be of any type; what is odd the API server refuses. */
function podSpec(notebook: Notebook, names: Named, addFsGroup: boolean): PodSpec {
  const spec = notebook.spec?.template?.spec ?? {};
  const [first, ...others] = listOf(spec.containers);
  const securityContext =
    spec.securityContext ?? (addFsGroup ? { fsGroup: DEFAULT_FS_GROUP } : undefined);
  return {
    ...spec,
    ...(securityContext === undefined ? {} : { securityContext }),
    containers: first === undefined ? [] : [mainContainer(first, names), ...others]
  };
}

function mainContainer(container: Container, { name, namespace }: Named): Container {
  return {
    ...container,
    workingDir: container.workingDir ?? HOME_DIRECTORY,
    ports: container.ports ?? [
      { containerPort: NOTEBOOK_PORT, name: 'notebook-port', protocol: 'TCP' }
    ],
    env: withPrefix(container.env, notebookPath(namespace, name))
  };
}

/** A prefix that the notebook brings itself is kept. */
function withPrefix(env: Container['env'], prefix: string): Container['env'] {
  if (env !== undefined && !Array.isArray(env)) {
    return env;
  }
  return listOf(env).some(variable => variable?.name === 'NB_PREFIX')
    ? env
    : [...listOf(env), { name: 'NB_PREFIX', value: prefix }];
}
