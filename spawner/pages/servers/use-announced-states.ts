import { useEffect, useRef } from 'react';
import type { NotebookItem } from '@kubeflow-lab/schema';

import { useAnnounce } from '../../app/announcer.js';
import { uidOf } from '../../app/live.js';
import { saidText } from '../../text/said.js';
import { t, tn } from '../../text/translator.js';
import { lookOf } from './state.js';

const MOST_NAMED = 3;

/** The sentence for servers that changed their state from `before` to now; '' when none did. */
export function changeSentence(
  before: ReadonlyMap<string, string>,
  items: readonly NotebookItem[]
): string {
  const changed = items.filter(item => {
    const known = before.get(uidOf(item));
    return known !== undefined && known !== item.summary.phase;
  });
  if (changed.length > MOST_NAMED) {
    return tn(
      '{count} server changed its state.',
      '{count} servers changed their state.',
      changed.length
    );
  }
  return changed
    .map(({ object, summary }) =>
      t('{name}: {state}. {message}', {
        name: object.metadata.name,
        state: t(lookOf(summary).word),
        message: saidText(summary.message)
      })
    )
    .join(' ');
}

/** Says to screen readers which servers changed their state. */
export function useAnnouncedStates(items: readonly NotebookItem[]): void {
  const announce = useAnnounce();
  const before = useRef<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    const sentence = changeSentence(before.current, items);
    before.current = new Map(items.map(item => [uidOf(item), item.summary.phase]));
    if (sentence) {
      announce(sentence);
    }
  }, [items, announce]);
}
