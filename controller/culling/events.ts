import { createHash } from 'node:crypto';

import { EVENT, NOTEBOOK, apiVersionOf, isAlreadyExists } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import type { Notebook } from '@kubeflow-lab/resources';

import { timestamp } from '../runtime/index.js';

const COMPONENT = 'kubeflow-lab-controller';

export interface Happening {
  type: 'Normal' | 'Warning';
  reason: 'StopsSoon' | 'StoppedIdle';
  message: string;
  /** When it is or was stopped: with it, what happened is told apart from the time before. */
  stop: string;
}

/** Tells of something as an event of the Notebook: once, also where that is asked twice or by two. */
export async function tell(
  client: KubeClient,
  notebook: Notebook,
  { type, reason, message, stop }: Happening
): Promise<void> {
  const { name = '', namespace, uid } = notebook.metadata ?? {};
  const hash = createHash('sha256')
    .update(JSON.stringify([uid, reason, stop]))
    .digest('hex');
  const now = timestamp();
  const event = {
    metadata: { namespace, name: `${name}.${hash.slice(0, 16)}` },
    involvedObject: {
      apiVersion: apiVersionOf(NOTEBOOK),
      kind: NOTEBOOK.kind,
      namespace,
      name,
      uid
    },
    type,
    reason,
    message,
    source: { component: COMPONENT },
    reportingComponent: COMPONENT,
    count: 1,
    firstTimestamp: now,
    lastTimestamp: now
  };
  try {
    await client.create(EVENT, event);
  } catch (error) {
    if (!isAlreadyExists(error)) {
      throw error;
    }
  }
}
