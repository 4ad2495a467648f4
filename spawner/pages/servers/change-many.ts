/** Another size or image for many servers: what each would change, and the changes themselves. */
import { resized, same, sizeOf, type Size } from '@kubeflow-lab/resources';
import type { ManifestObject, NotebookItem } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import type { Outcome } from '../../app/deeds.js';
import { tn } from '../../text/translator.js';
import { whenChanged } from '../details/when-changed.js';
import { each, nameOf, outcomeOf, spaceOf } from './many.js';

/** What a person sets for all; '' and undefined leave it as each server has it. */
export interface Wish {
  image: string;
  cpu: string;
  memory: string;
  gpu: Size['gpu'] | undefined;
}

/** What a wish means for one server. */
export interface Planned {
  /** As it was when the cluster was asked: a change by somebody else is refused, not overwritten. */
  item: NotebookItem;
  before: Size;
  after: Size;
  /** Why the cluster refuses it; null where it does not. */
  reason: string | null;
}

/** Whether something is set at all. */
export function isWish({ image, cpu, memory, gpu }: Wish): boolean {
  return gpu !== undefined || [image, cpu, memory].some(value => value.trim() !== '');
}

/** The size of one server after a wish. */
export function sizeAfter(before: Size, { image, cpu, memory, gpu }: Wish): Size {
  return {
    image: image.trim() || before.image,
    cpu: cpu.trim() || before.cpu,
    memory: memory.trim() || before.memory,
    gpu: gpu === undefined ? before.gpu : gpu
  };
}

/** Whether it would be changed. */
export function changes({ before, after, reason }: Planned): boolean {
  return reason === null && !same(before, after);
}

/** Whether the person can choose that it restarts at once. */
export function canRestart(planned: Planned): boolean {
  return changes(planned) && whenChanged(planned.item) === 'restart';
}

function write(item: NotebookItem, wish: Wish, dryRun: boolean): Promise<NotebookItem> {
  const object = resized(item.object, sizeAfter(sizeOf(item.object), wish)) as ManifestObject;
  return api.editNotebook(spaceOf(item), nameOf(item), object, dryRun);
}

/** What a wish would change of each, in their order; the cluster is asked without changing anything. */
export async function plan(items: readonly NotebookItem[], wish: Wish): Promise<Planned[]> {
  const all = items.map((item): Planned => {
    const before = sizeOf(item.object);
    return { item, before, after: sizeAfter(before, wish), reason: null };
  });
  const asked = all.filter(changes).map(({ item }) => item);
  const results = await each(asked, item => write(item, wish, true));
  const reasons = new Map(results.map(({ item, reason }) => [item, reason]));
  return all.map(planned => ({ ...planned, reason: reasons.get(planned.item) ?? null }));
}

/** Changes servers as planned; with `restart` those that would run on as they are restart. */
export async function changeAll(
  items: readonly NotebookItem[],
  wish: Wish,
  restart: boolean
): Promise<Outcome> {
  const results = await each(items, async item => {
    await write(item, wish, false);
    if (restart && whenChanged(item) === 'restart') {
      await api.restartNotebook(spaceOf(item), nameOf(item));
    }
  });
  return outcomeOf(results, ({ length }) =>
    tn('{count} server was changed.', '{count} servers were changed.', length)
  );
}
