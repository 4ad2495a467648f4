import { createHash } from 'node:crypto';

import { EVENT, apiVersionOf, isAlreadyExists, keyOf, NOTEBOOK } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { REISSUED, eventTime, isReissued } from '@kubeflow-lab/resources';
import type { KubeEvent, Notebook } from '@kubeflow-lab/resources';

import { namesOf } from './children.js';

const COMPONENT = 'kubeflow-lab-controller';
/** What happened longer ago is history: who looks for it finds it at the pod. The limits below are for this long too. */
const FRESH_MS = 10 * 60_000;
/** So many warnings of one kind (the same reason, of the same object) are repeated, the latest ones … */
export const MOST_OF_A_KIND = 10;
/** … and so many of all kinds. A sentence stands for the others. */
export const MOST = 40;
/** The API server takes no longer messages. */
const MESSAGE_MAX = 1024;
/** The reason of the sentence that stands for those that are not repeated. */
export const MORE_WARNINGS = 'MoreWarnings';

/**
 * Warnings of a notebook's pod, StatefulSet and claims as events of the Notebook, without those that it has already.
 * Each has a name made from the event that it repeats, so that nothing is ever repeated twice. Of very many only some
 * are repeated, and one more event says so: the cluster is not to keep everything twice.
 */
export function warningsFor(
  notebook: Notebook,
  events: readonly KubeEvent[],
  now: number
): KubeEvent[] {
  const fresh = freshOnes(notebook, events, now);
  const told = fresh.filter(isReissued);
  const known = new Set(events.map(event => event.metadata?.name));
  const limits = new Limits(told.map(event => repeatedKind(event)));
  const isDigestTold = told.some(({ reason }) => reason === MORE_WARNINGS);
  const repeated: KubeEvent[] = [];
  const left: KubeEvent[] = [];
  for (const event of fresh.filter(isWarningOfAPart)) {
    const isFull = limits.isFull(kindOf(event));
    if ((isFull && isDigestTold) || known.has(warningName(notebook, event))) {
      continue;
    }
    if (isFull) {
      left.push(event);
    } else {
      limits.count(kindOf(event));
      repeated.push(repetition(notebook, event));
    }
  }
  return left.length === 0 ? repeated : [...repeated, digest(notebook, left)];
}

/** What happened lately, and to this Notebook and no earlier one of its name; the latest first. */
function freshOnes(notebook: Notebook, events: readonly KubeEvent[], now: number): KubeEvent[] {
  const made = Date.parse(notebook.metadata?.creationTimestamp ?? '');
  const since = Math.max(Number.isNaN(made) ? 0 : made, now - FRESH_MS);
  return events
    .map(event => ({ event, at: Date.parse(eventTime(event) ?? '') }))
    .filter(({ at }) => at >= since)
    .sort((a, b) => b.at - a.at)
    .map(({ event }) => event);
}

function isWarningOfAPart({ type, involvedObject }: KubeEvent): boolean {
  return type === 'Warning' && involvedObject?.kind !== NOTEBOOK.kind;
}

/** Counts what is repeated, by kind and in all. */
class Limits {
  private readonly counts = new Map<string, number>();
  private sum = 0;

  constructor(kinds: readonly string[]) {
    kinds.forEach(kind => this.count(kind));
  }

  count(kind: string): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    this.sum += 1;
  }

  isFull(kind: string): boolean {
    return this.sum >= MOST || (this.counts.get(kind) ?? 0) >= MOST_OF_A_KIND;
  }
}

/** In the words of upstream's controller. */
function sourceOf({ involvedObject: about }: KubeEvent): string {
  return `${REISSUED}${about?.kind?.toLowerCase() ?? ''}/${about?.name ?? ''}:`;
}

function kindOf(event: KubeEvent): string {
  return `${event.reason} ${sourceOf(event)}`;
}

/** The kind of what an event repeats, read from how its message begins. */
function repeatedKind({ reason, message = '' }: KubeEvent): string {
  return `${reason} ${message.slice(0, message.indexOf(':') + 1)}`;
}

function warningName(notebook: Notebook, event: KubeEvent): string {
  const { uid, namespace, name } = event.metadata ?? {};
  return nameFrom(notebook, uid ?? `${namespace}/${name}`);
}

function nameFrom(notebook: Notebook, text: string): string {
  const hash = createHash('sha256').update(text);
  return `${namesOf(notebook).name}.${hash.digest('hex').slice(0, 16)}`;
}

function repetition(notebook: Notebook, event: KubeEvent): KubeEvent {
  const message = `${sourceOf(event)} ${event.message ?? ''}`;
  return warning(notebook, {
    name: warningName(notebook, event),
    reason: event.reason ?? '',
    message,
    at: eventTime(event)
  });
}

/**
 * Stands for warnings that are not repeated. It is named after the oldest one, which stays the same while more come, and
 * has the time of the latest, so that the next one comes when all of these are history.
 */
function digest(notebook: Notebook, left: readonly KubeEvent[]): KubeEvent {
  const oldest = left[left.length - 1];
  const { kind = '', name, namespace } = oldest.involvedObject ?? {};
  const command = `kubectl -n ${namespace} describe ${kind.toLowerCase()} ${name}`;
  return warning(notebook, {
    name: nameFrom(notebook, `${MORE_WARNINGS} ${warningName(notebook, oldest)}`),
    reason: MORE_WARNINGS,
    message: `${sourceOf(oldest)} there are more warnings than are repeated here; "${command}" shows them.`,
    at: eventTime(left[0])
  });
}

interface Words {
  name: string;
  reason: string;
  message: string;
  at: string | null;
}

function warning(notebook: Notebook, { name, reason, message, at }: Words): KubeEvent {
  const { name: notebookName, namespace } = namesOf(notebook);
  return {
    metadata: { namespace, name },
    involvedObject: {
      apiVersion: apiVersionOf(NOTEBOOK),
      kind: NOTEBOOK.kind,
      namespace,
      name: notebookName,
      uid: notebook.metadata?.uid
    },
    type: 'Warning',
    reason,
    message: message.slice(0, MESSAGE_MAX),
    source: { component: COMPONENT },
    reportingComponent: COMPONENT,
    count: 1,
    firstTimestamp: at,
    lastTimestamp: at
  };
}

/**
 * Writes warnings at their Notebook. What it has written counts at once, though the cache does not show it yet: else
 * more would be repeated than should be while many come.
 */
export class Warnings {
  private readonly written = new Map<string, KubeEvent[]>();

  constructor(private readonly client: KubeClient) {}

  /** @param events all that are known about the Notebook and its parts, those that repeat others too */
  async repeat(notebook: Notebook, events: readonly KubeEvent[], now: number): Promise<void> {
    const key = keyOf(notebook.metadata);
    const names = new Set(events.map(event => event.metadata?.name));
    const unseen = freshOnes(notebook, this.written.get(key) ?? [], now).filter(
      event => !names.has(event.metadata?.name)
    );
    this.written.set(key, unseen);
    for (const event of warningsFor(notebook, [...events, ...unseen], now)) {
      await this.write(event);
      unseen.push(event);
    }
    if (unseen.length === 0) {
      this.forget(key);
    }
  }

  forget(key: string): void {
    this.written.delete(key);
  }

  /** One that is there already, though not seen yet, stays as it is. */
  private async write(event: KubeEvent): Promise<void> {
    try {
      await this.client.create(EVENT, event);
    } catch (error) {
      if (!isAlreadyExists(error)) {
        throw error;
      }
    }
  }
}
