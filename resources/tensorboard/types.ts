import type { KubeObject } from '../common/object.js';

export const TENSORBOARD_API_VERSION = 'tensorboard.kubeflow.org/v1alpha1';

/** On the pods of a TensorBoard: its name. */
export const TENSORBOARD_LABEL = 'lab.kubeflow.org/tensorboard';

/** The reason of the event by which a Tensorboard says that a name that it needs is somebody else's. */
export const NAME_TAKEN_REASON = 'NameTaken';

/** Upstream's object; its status is what its controller has found. */
export interface Tensorboard extends KubeObject {
  spec?: { logspath?: string };
  status?: {
    readyReplicas?: number;
    /** The newest condition of the Deployment is the last, as upstream writes them. */
    conditions?: TensorboardCondition[];
  };
}

export interface TensorboardCondition {
  deploymentState?: string;
  lastProbeTime?: string;
}

/** The path of a TensorBoard in its own origin, and by which the gateway finds it; without a slash at its end. */
export function tensorboardPath(namespace: string, name: string): string {
  return `/tensorboard/${namespace}/${name}`;
}
