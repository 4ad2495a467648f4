/** A pod that reads a volume and ends: made as whoever asks, with no rights of its own. */
import { randomBytes } from 'node:crypto';

import { POD, isNotFound } from '@kubeflow-lab/kube';
import { listOf, podTrouble } from '@kubeflow-lab/resources';
import type { PersistentVolumeClaim, Pod } from '@kubeflow-lab/resources';

import { ProblemError } from '../http/problem.js';
import type { Call } from '../kinds/definition.js';
import { READER } from './script.js';

/** By it the pods are found again, and those that a crash left are taken away. */
export const READER_LABEL = 'lab.kubeflow.org/volume-reader';
/** Kubernetes ends it then, whatever becomes of us. */
const LIFETIME_S = 600;
/** How long somebody waits for it to begin. */
const PATIENCE_MS = 90_000;

/**
 * The lines that the reader prints about a volume. The pod is deleted when they are all read, and when nobody reads on.
 * Throws a problem where it does not begin.
 */
export async function* readerLines(
  call: Call,
  claim: PersistentVolumeClaim,
  args: readonly string[],
  signal: AbortSignal
): AsyncGenerator<string> {
  const { namespace } = call;
  await sweep(call);
  const { kube } = call.caller;
  const pod = await kube.create(
    POD,
    readerPod(claim, call.services.config.images.jupyter[0], args)
  );
  const key = { namespace, name: pod.metadata?.name ?? '' };
  try {
    await begun(call, key.name, signal);
    yield* kube.logs(key, { container: 'reader', follow: true, signal });
  } finally {
    await remove(call, key.name);
  }
}

export function readerPod(
  { metadata }: PersistentVolumeClaim,
  image: string,
  args: readonly string[]
): Pod {
  const { name = '', namespace, uid = '' } = metadata ?? {};
  const owner = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, uid };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `read-${name.slice(0, 40)}-${randomBytes(4).toString('hex')}`,
      namespace,
      labels: { [READER_LABEL]: 'true' },
      ownerReferences: [owner]
    },
    spec: {
      restartPolicy: 'Never',
      activeDeadlineSeconds: LIFETIME_S,
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      // What the Pod Security level "restricted" asks for; our notebooks write as this user and group.
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 1000,
        runAsGroup: 100,
        seccompProfile: { type: 'RuntimeDefault' }
      },
      containers: [
        {
          name: 'reader',
          image,
          imagePullPolicy: 'IfNotPresent',
          command: ['python3', '-I', '-c', READER, ...args],
          resources: {
            requests: { cpu: '10m', memory: '64Mi' },
            limits: { cpu: '1', memory: '256Mi' }
          },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] }
          },
          volumeMounts: [{ name: 'volume', mountPath: '/volume', readOnly: true }]
        }
      ],
      volumes: [{ name: 'volume', persistentVolumeClaim: { claimName: name, readOnly: true } }]
    }
  };
}

/** Resolves when the container writes, or has written; as the cache knows the pod. */
async function begun({ namespace, services }: Call, name: string, signal: AbortSignal) {
  const { events, pods } = services.cache;
  const current = () => pods.store.get({ namespace, name });
  const hasBegun = () => {
    const { running, terminated } = current()?.status?.containerStatuses?.[0]?.state ?? {};
    return running !== undefined || terminated !== undefined;
  };
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  await new Promise<void>((resolve, reject) => {
    const look = () => {
      if (hasBegun() || current()?.status?.phase === 'Failed') {
        end();
        resolve();
      }
    };
    const giveUp = () => {
      end();
      const pod = current();
      const around = { what: 'The reader', events: events.store.list(namespace) };
      const trouble = pod === undefined ? null : podTrouble(pod, around);
      reject(
        new ProblemError(
          504,
          `The volume cannot be read now: ${trouble?.message ?? 'the pod for it does not begin.'}`
        )
      );
    };
    const leave = pods.store.onChange(look);
    const end = () => {
      leave();
      patience.removeEventListener('abort', giveUp);
    };
    patience.addEventListener('abort', giveUp);
    look();
  });
}

/** Takes away what an earlier server left of the pods that have ended. */
async function sweep(call: Call): Promise<void> {
  const left = call.services.cache.pods.store
    .list(call.namespace)
    .filter(
      ({ metadata, status }) =>
        metadata?.labels?.[READER_LABEL] !== undefined &&
        ['Succeeded', 'Failed'].includes(status?.phase ?? '')
    );
  await Promise.all(listOf(left).map(({ metadata }) => remove(call, metadata?.name ?? '')));
}

async function remove({ caller, namespace, services }: Call, name: string): Promise<void> {
  try {
    await caller.kube.delete(POD, { namespace, name }, { gracePeriodSeconds: 0 });
  } catch (error) {
    // It ends by itself, and is taken away the next time.
    if (!isNotFound(error)) {
      services.logger.warn({ reason: String(error), pod: name }, 'a reader of a volume was left');
    }
  }
}
