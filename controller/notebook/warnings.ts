import { createHash } from 'node:crypto';

import { EVENT, apiVersionOf, isAlreadyExists, NOTEBOOK } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { REISSUED, eventTime } from '@kubeflow-lab/resources';
import type { KubeEvent, Notebook } from '@kubeflow-lab/resources';

import { namesOf } from './children.js';

const COMPONENT = 'kubeflow-lab-controller';
/** What happened longer ago is history: who looks for it finds it at the pod. */
const FRESH_MS = 10 * 60_000;
/** At most so many at once, the latest ones. */
const AT_ONCE = 20;
/** The API server takes no longer messages. */
const MESSAGE_MAX = 1024;

/**
 * Warnings of a notebook's pod, StatefulSet and claims as events of the Notebook, without those that it has already.
 * Each has a name made from the event that it repeats, so that nothing is ever repeated twice.
 */
export function warningsFor(
  notebook: Notebook,
  events: readonly KubeEvent[],
  now: number
): KubeEvent[] {
  const known = new Set(events.map(event => event.metadata?.name));
  const made = Date.parse(notebook.metadata?.creationTimestamp ?? '');
  const since = Math.max(Number.isNaN(made) ? 0 : made, now - FRESH_MS);
  return events
    .filter(event => event.type === 'Warning' && event.involvedObject?.kind !== NOTEBOOK.kind)
    .map(event => ({ event, at: Date.parse(eventTime(event) ?? '') }))
    .filter(({ event, at }) => at >= since && !known.has(warningName(notebook, event)))
    .sort((a, b) => b.at - a.at)
    .slice(0, AT_ONCE)
    .map(({ event }) => warning(notebook, event));
}

function warningName(notebook: Notebook, event: KubeEvent): string {
  const { uid, namespace, name } = event.metadata ?? {};
  const hash = createHash('sha256').update(uid ?? `${namespace}/${name}`);
  return `${namesOf(notebook).name}.${hash.digest('hex').slice(0, 16)}`;
}

/** In the words of upstream's controller. */
function warning(notebook: Notebook, event: KubeEvent): KubeEvent {
  const { name, namespace } = namesOf(notebook);
  const { kind = '', name: source = '' } = event.involvedObject ?? {};
  const message = `${REISSUED}${kind.toLowerCase()}/${source}: ${event.message ?? ''}`;
  const at = eventTime(event);
  return {
    metadata: { namespace, name: warningName(notebook, event) },
    involvedObject: {
      apiVersion: apiVersionOf(NOTEBOOK),
      kind: NOTEBOOK.kind,
      namespace,
      name,
      uid: notebook.metadata?.uid
    },
    type: 'Warning',
    reason: event.reason,
    message: message.slice(0, MESSAGE_MAX),
    source: { component: COMPONENT },
    reportingComponent: COMPONENT,
    count: 1,
    firstTimestamp: at,
    lastTimestamp: at
  };
}

/** Writes them; one that is there already, though not seen yet, stays as it is. */
export async function reissue(client: KubeClient, warnings: readonly KubeEvent[]): Promise<void> {
  for (const event of warnings) {
    try {
      await client.create(EVENT, event);
    } catch (error) {
      if (!isAlreadyExists(error)) {
        throw error;
      }
    }
  }
}
