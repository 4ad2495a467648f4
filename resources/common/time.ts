import type { KubeEvent } from './object.js';

/** A time of an object as RFC 3339, or null where it is none. */
export function timeOrNull(value: unknown): string | null {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : null;
}

/** When an event was last seen, RFC 3339; events of the old and of the new API keep it in different fields. */
export function eventTime(event: KubeEvent): string | null {
  return (
    timeOrNull(event.series?.lastObservedTime) ??
    timeOrNull(event.lastTimestamp) ??
    timeOrNull(event.eventTime) ??
    timeOrNull(event.firstTimestamp) ??
    timeOrNull(event.metadata?.creationTimestamp)
  );
}

/** The newest of the events that `wanted` takes, or null. */
export function latestEvent(
  events: readonly KubeEvent[],
  wanted: (event: KubeEvent) => boolean
): KubeEvent | null {
  let latest: KubeEvent | null = null;
  let latestAt = -Infinity;
  for (const event of events) {
    const at = Date.parse(eventTime(event) ?? '') || 0;
    if (wanted(event) && at >= latestAt) {
      latest = event;
      latestAt = at;
    }
  }
  return latest;
}
