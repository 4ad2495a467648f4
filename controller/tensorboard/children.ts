/** What a Tensorboard becomes: a Deployment of one pod, and a Service before it. */
import { TENSORBOARD } from '@kubeflow-lab/kube';
import {
  STOP_ANNOTATION,
  TENSORBOARD_LABEL,
  bucketEnvironment,
  tensorboardPath
} from '@kubeflow-lab/resources';
import type { KubeObject, LogsPath, PodSpec, Service, Tensorboard } from '@kubeflow-lab/resources';

import { controllerReference } from '../runtime/index.js';

/** The port on which TensorBoard listens, and that of the Service. */
const PORT = 6006;
export const SERVICE_PORT = 80;

/** Where a volume with logs is mounted, as in upstream's pods. */
const LOGS_DIRECTORY = '/tensorboard_logs';

export interface BoardSettings {
  image: string;
  /** Where pods reach the server, whose keys sign who asks. */
  serverUrl: string;
}

export type BoardDeployment = KubeObject & {
  spec?: {
    template?: { metadata?: object; spec?: PodSpec & { affinity?: object } };
    [field: string]: unknown;
  };
  status?: BoardDeploymentStatus;
};

export interface BoardDeploymentStatus {
  readyReplicas?: number;
  conditions?: { type?: string; status?: string; lastUpdateTime?: string }[];
}

/** The metadata of a child; names are upstream's, those of the Tensorboard. */
export function childOf(board: Tensorboard, name = board.metadata?.name) {
  const { namespace, name: boardName = '' } = board.metadata ?? {};
  return {
    name,
    namespace,
    labels: { [TENSORBOARD_LABEL]: boardName },
    ownerReferences: [controllerReference(TENSORBOARD, board)]
  };
}

/** The Deployment of a Tensorboard whose logs are at that place; `affinity` of its pod, where it has one. */
export function boardDeployment(
  board: Tensorboard,
  place: LogsPath,
  { image, serverUrl }: BoardSettings,
  affinity?: object
): BoardDeployment {
  const { namespace = '', name = '' } = board.metadata ?? {};
  const labels = { app: name, [TENSORBOARD_LABEL]: name };
  const logdir = place.kind === 'claim' ? LOGS_DIRECTORY : place.uri;
  const path = tensorboardPath(namespace, name);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: childOf(board),
    spec: {
      replicas: board.metadata?.annotations?.[STOP_ANNOTATION] === undefined ? 1 : 0,
      // The old pod may hold a volume that the new one needs.
      strategy: { type: 'Recreate' },
      selector: { matchLabels: labels },
      template: {
        // A sidecar of a mesh would ask for an identity that the gateway's requests do not have.
        metadata: { labels: { ...labels, 'sidecar.istio.io/inject': 'false' } },
        spec: {
          // It reads files; it has nothing to say to the API server.
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: { runAsUser: 1000, runAsNonRoot: true, fsGroup: 100 },
          containers: [
            {
              name: 'tensorboard',
              image,
              imagePullPolicy: 'IfNotPresent',
              command: ['/usr/local/bin/tensorboard'],
              args: [`--logdir=${logdir}`, '--bind_all', `--path_prefix=${path}`],
              env: [
                { name: 'KUBEFLOW_LAB_URL', value: serverUrl },
                { name: 'KUBEFLOW_LAB_AUDIENCE', value: `tensorboard:${namespace}/${name}` }
              ],
              ports: [{ containerPort: PORT }],
              readinessProbe: {
                tcpSocket: { port: PORT },
                periodSeconds: 1,
                failureThreshold: 60
              },
              resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '2Gi' } },
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ['ALL'] }
              },
              terminationMessagePolicy: 'FallbackToLogsOnError',
              ...sourceOf(place).container
            }
          ],
          ...sourceOf(place).pod,
          ...(affinity && { affinity })
        }
      }
    }
  };
}

/** What pod and container need to read the logs. */
function sourceOf(place: LogsPath): { container: object; pod: object } {
  if (place.kind === 'bucket') {
    return { container: { envFrom: bucketEnvironment() }, pod: {} };
  }
  const { claim, path } = place;
  const mount = { name: 'logs', mountPath: LOGS_DIRECTORY, readOnly: true };
  return {
    container: { volumeMounts: [path === '' ? mount : { ...mount, subPath: path }] },
    pod: { volumes: [{ name: 'logs', persistentVolumeClaim: { claimName: claim } }] }
  };
}

/** The Service in front of the pod. */
export function boardService(board: Tensorboard): Service {
  const name = board.metadata?.name ?? '';
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: childOf(board),
    spec: {
      type: 'ClusterIP',
      selector: { app: name, [TENSORBOARD_LABEL]: name },
      ports: [{ name: 'http', port: SERVICE_PORT, targetPort: PORT, protocol: 'TCP' }]
    }
  };
}

/** Two Tensorboards of one namespace never share it; the namespace keeps it readable. */
export function routeName(namespace: string, name: string): string {
  return `tensorboard-${namespace}-${name}`;
}
