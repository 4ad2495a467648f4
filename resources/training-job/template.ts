import { bucketEnvironment } from '../bucket/index.js';
import { withCpuRequest } from '../common/amount.js';
import type { PodTemplateSpec } from '../common/object.js';
import { SHARED_CLAIM } from '../notebook/types.js';
import { plainTrainJob } from './nodes.js';
import { TRAINING_API_VERSION } from './types.js';
import type { TrainingJob, TrainingJobKind } from './types.js';

/** A pod as we make them: it says nothing yet of image and command, and has the least amounts. */
export function plainTemplate(kind: TrainingJobKind): PodTemplateSpec {
  return {
    metadata: {
      // A sidecar would keep the pod from ever ending.
      labels: { 'sidecar.istio.io/inject': 'false' }
    },
    spec: {
      // The launcher's rights, which the operator gives it, are those of an account of its own.
      ...(kind.runners === undefined ? { serviceAccountName: 'default-editor' } : {}),
      enableServiceLinks: false,
      // The same user and group as notebooks have, so that both can write what lies on a shared volume.
      securityContext: { fsGroup: 100, runAsUser: 1000, runAsNonRoot: true },
      containers: [
        {
          name: kind.container,
          imagePullPolicy: 'IfNotPresent',
          envFrom: bucketEnvironment(),
          resources: withCpuRequest(),
          ports: [{ ...kind.port }],
          // The last lines of a replica that failed stand in its status, where they say why.
          terminationMessagePolicy: 'FallbackToLogsOnError',
          securityContext: { allowPrivilegeEscalation: false }
        }
      ]
    }
  };
}

/** A job to begin a form with: one replica of each role that it needs, or of the first. */
export function plainJob(kind: TrainingJobKind, name: string): TrainingJob {
  if (kind.trainer !== undefined) {
    return plainTrainJob(name);
  }
  const roles = kind.required.length > 0 ? kind.required : kind.roles.slice(0, 1);
  const template = plainTemplate(kind);
  return {
    apiVersion: TRAINING_API_VERSION,
    kind: kind.kind,
    metadata: { name },
    spec: {
      // Pods stay when the job has ended: their logs are its record.
      runPolicy: { cleanPodPolicy: 'None' },
      [kind.replicaSpecs]: Object.fromEntries(
        roles.map(role => [role, { replicas: 1, restartPolicy: 'Never', template }])
      )
    }
  };
}

/** Where a form mounts the project's volume, as the magics do. */
export const SHARED_VOLUME = { claim: SHARED_CLAIM, path: '/home/jovyan/shared' } as const;
