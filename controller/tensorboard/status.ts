/** What the status of a Tensorboard says, in upstream's form, and what keeps it from being made, as its event. */
import { createHash } from 'node:crypto';

import { TENSORBOARD, apiVersionOf } from '@kubeflow-lab/kube';
import { NAME_TAKEN_REASON } from '@kubeflow-lab/resources';
import type { KubeEvent, Tensorboard } from '@kubeflow-lab/resources';

import type { BoardDeploymentStatus } from './children.js';

/** Replicas that are ready, and what the Deployment says of itself, the newest last. */
export function boardStatus(
  deployment: BoardDeploymentStatus = {}
): Required<Tensorboard>['status'] {
  const conditions = (deployment.conditions ?? [])
    .filter(({ status }) => status === 'True')
    .map(({ type = '', lastUpdateTime = '' }) => ({
      deploymentState: type,
      lastProbeTime: lastUpdateTime
    }))
    .sort((a, b) => (a.lastProbeTime < b.lastProbeTime ? -1 : 1));
  return { readyReplicas: deployment.readyReplicas ?? 0, conditions };
}

/** Tells once, whatever is tried how often, that a child cannot be made because its name is taken. */
export function nameTakenEvent(board: Tensorboard, kind: string, now: string): KubeEvent {
  const { namespace, name = '', uid = '' } = board.metadata ?? {};
  const hash = createHash('sha256').update(`${uid} ${kind}`).digest('hex').slice(0, 16);
  return {
    metadata: { namespace, name: `${name}.${hash}` },
    type: 'Warning',
    reason: NAME_TAKEN_REASON,
    message: `There is a ${kind} "${name}" of somebody else; give the TensorBoard another name.`,
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
    involvedObject: {
      apiVersion: apiVersionOf(TENSORBOARD),
      kind: TENSORBOARD.kind,
      namespace,
      name,
      uid
    },
    source: { component: 'kubeflow-lab-controller' }
  };
}
