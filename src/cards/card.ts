import type { Item, KubernetesObject } from '@kubeflow-lab/schema';
import type { PanelSummary } from '../panels';

/** The MIME type of a card. */
export const CARD_TYPE = 'application/vnd.kubeflow-lab.card+json';

/** An object as a card knows it. What its kind adds to the summary, the kind's description reads. */
export type CardItem = Item<PanelSummary & Record<string, unknown>>;

/** The data of a card's output; docs/architecture.md, "Cards". */
export interface Card {
  apiVersion: string;
  kind: string;
  namespace: string;
  name: string;
  uid: string;
  snapshot: CardItem | null;
}

const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
const KIND = /^[A-Za-z][A-Za-z0-9]{0,62}$/;

/** Reads the data of an output, which anyone may have written. Null where it is no card. */
export function parseCard(data: unknown): Card | null {
  const { apiVersion, kind, namespace, name, uid, snapshot } = (data ?? {}) as Record<
    string,
    unknown
  >;
  const named =
    matches(kind, KIND) &&
    matches(namespace, NAME) &&
    matches(name, NAME) &&
    typeof uid === 'string';
  if (!named || typeof apiVersion !== 'string') {
    return null;
  }
  return { apiVersion, kind, namespace, name, uid, snapshot: parseItem(snapshot) };
}

function matches(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value);
}

/** A snapshot with every field that all kinds have, whoever wrote it; null where there is none to speak of. */
function parseItem(value: unknown): CardItem | null {
  const { object, summary } = (value ?? {}) as Partial<CardItem>;
  if (typeof summary?.phase !== 'string' || typeof object?.metadata?.name !== 'string') {
    return null;
  }
  const filled: CardItem['summary'] = {
    ...summary,
    message: String(summary.message ?? ''),
    reason: String(summary.reason ?? ''),
    since: timeOf(summary.since),
    createdAt: timeOf(summary.createdAt) ?? '',
    startedAt: timeOf(summary.startedAt),
    finishedAt: timeOf(summary.finishedAt),
    notebook: typeof summary.notebook === 'string' ? summary.notebook : null
  };
  return { object, summary: filled };
}

function timeOf(value: unknown): string | null {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : null;
}

/** The item as a notebook keeps it: of the object only what identifies it, never its code. */
export function snapshotOf<I extends Item>({ object, summary }: I): I {
  const { name, namespace, uid, creationTimestamp } = object.metadata;
  const metadata: KubernetesObject['metadata'] = { name };
  Object.assign(metadata, namespace && { namespace }, uid && { uid });
  Object.assign(metadata, creationTimestamp && { creationTimestamp });
  return { object: { apiVersion: object.apiVersion, kind: object.kind, metadata }, summary } as I;
}
