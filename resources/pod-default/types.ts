import type { Container, EnvVar, KubeObject, Volume, VolumeMount } from '../common/object.js';

/** kubeflow.org/v1alpha1 PodDefault: what a pod whose labels match the selector gets at its admission. */
export interface PodDefault extends KubeObject {
  spec?: {
    selector?: {
      matchLabels?: Record<string, string>;
      matchExpressions?: { key: string; operator: string; values?: string[] }[];
    };
    desc?: string;
    env?: EnvVar[];
    envFrom?: unknown[];
    volumes?: Volume[];
    volumeMounts?: VolumeMount[];
    initContainers?: Container[];
    sidecars?: Container[];
    tolerations?: unknown[];
    imagePullSecrets?: { name?: string }[];
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    serviceAccountName?: string;
    automountServiceAccountToken?: boolean;
    command?: string[];
    args?: string[];
  };
}
