/** What is done to one server or many at once, and what is said of it afterwards. */
import type { NotebookItem } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import { problemOf } from '../../api/problem.js';
import type { HeldDeed, Outcome } from '../../app/deeds.js';
import { uidOf } from '../../app/live.js';
import { t, tn } from '../../text/translator.js';

export type Fate = 'keep' | 'delete';

/** A server to be deleted, and what shall become of the volume that was made with it. */
export interface Doomed {
  item: NotebookItem;
  fate: Fate;
}

/** More at a time would only wait in the browser. */
const AT_ONCE = 6;

interface Result {
  item: NotebookItem;
  /** Null where it worked. */
  reason: string | null;
}

async function attempt(item: NotebookItem, deed: () => Promise<unknown>): Promise<Result> {
  try {
    await deed();
    return { item, reason: null };
  } catch (error) {
    return { item, reason: problemOf(error).detail };
  }
}

/** Does something to each, a few at a time; what fails for one is done to the others all the same. */
export async function each(
  items: readonly NotebookItem[],
  deed: (item: NotebookItem) => Promise<unknown>,
  atOnce = AT_ONCE
): Promise<Result[]> {
  const waiting = [...items];
  const results: Result[] = [];
  const work = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      const subject = item;
      results.push(await attempt(subject, () => deed(subject)));
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work));
  return results;
}

export const nameOf = ({ object }: NotebookItem): string => object.metadata.name;
export const spaceOf = ({ object }: NotebookItem): string => object.metadata.namespace ?? '';

export function outcomeOf(
  results: readonly Result[],
  done: (items: NotebookItem[]) => string
): Outcome {
  const failed = results.filter(({ reason }) => reason !== null);
  const worked = results.filter(({ reason }) => reason === null).map(({ item }) => item);
  const sentences = [
    worked.length > 0 ? done(worked) : '',
    failed.length > 0
      ? tn(
          'It did not work for {count} server:',
          'It did not work for {count} servers:',
          failed.length
        )
      : ''
  ];
  return {
    sentence: sentences.filter(Boolean).join(' '),
    failures: failed.map(({ item, reason }) => ({ name: nameOf(item), reason: reason ?? '' }))
  };
}

function deletedSentence(items: readonly NotebookItem[]): string {
  return items.length === 1
    ? t('{name} is being deleted.', { name: nameOf(items[0]) })
    : tn('{count} server is being deleted.', '{count} servers are being deleted.', items.length);
}

/** The deletion of servers, which is held back because nothing brings them again. */
export function deletion(doomed: readonly Doomed[]): HeldDeed {
  const items = doomed.map(({ item }) => item);
  const fates = new Map(doomed.map(({ item, fate }) => [item, fate]));
  const remove = (item: NotebookItem): Promise<null> =>
    api.deleteNotebook(spaceOf(item), nameOf(item), fates.get(item) ?? 'keep');
  return {
    sentence: seconds =>
      items.length === 1
        ? t('{name} will be deleted in {seconds} s.', { name: nameOf(items[0]), seconds })
        : t('{count} servers will be deleted in {seconds} s.', { count: items.length, seconds }),
    now: t('Delete now'),
    uids: items.map(uidOf),
    run: async leaving =>
      outcomeOf(await each(items, remove, leaving ? items.length : AT_ONCE), deletedSentence)
  };
}

const OPPOSITE = { start: 'stop', stop: 'start' } as const;

const SEND = { start: api.startNotebook, stop: api.stopNotebook } as const;

function toggledSentence(action: 'start' | 'stop', count: number): string {
  return action === 'start'
    ? tn('{count} server is being started.', '{count} servers are being started.', count)
    : tn('{count} server is being stopped.', '{count} servers are being stopped.', count);
}

/** Starts or stops servers; what worked can be taken back by the opposite, though kernels do not come back. */
export async function toggleAll(
  items: readonly NotebookItem[],
  action: 'start' | 'stop'
): Promise<Outcome> {
  const results = await each(items, item => SEND[action](spaceOf(item), nameOf(item)));
  const worked = results.filter(({ reason }) => reason === null).map(({ item }) => item);
  return {
    ...outcomeOf(results, done => toggledSentence(action, done.length)),
    ...(worked.length > 0 ? { undo: () => undone(worked, OPPOSITE[action]) } : {})
  };
}

/** Taking back is not taken back again: that would go on for ever. */
async function undone(items: readonly NotebookItem[], action: 'start' | 'stop'): Promise<Outcome> {
  return { ...(await toggleAll(items, action)), undo: undefined };
}

/** Restarts servers; nothing brings back what their kernels held. */
export async function restartAll(items: readonly NotebookItem[]): Promise<Outcome> {
  const restart = (item: NotebookItem): Promise<NotebookItem> =>
    api.restartNotebook(spaceOf(item), nameOf(item));
  return outcomeOf(await each(items, restart), ({ length }) =>
    tn('{count} server is being restarted.', '{count} servers are being restarted.', length)
  );
}
