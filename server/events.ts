import { eventTime, plainText } from '@kubeflow-lab/resources';
import type { KubeEvent } from '@kubeflow-lab/resources';
import type { EventItem } from '@kubeflow-lab/schema';

/** Events as people read them: oldest first. */
export function eventItems(events: readonly KubeEvent[]): EventItem[] {
  return events
    .map(event => ({
      time: eventTime(event) ?? '',
      type: event.type ?? 'Normal',
      reason: event.reason ?? '',
      message: plainText(event.message, 2000),
      object: `${event.involvedObject?.kind ?? ''}/${event.involvedObject?.name ?? ''}`
    }))
    .sort((a, b) => Date.parse(a.time || '0') - Date.parse(b.time || '0'));
}
