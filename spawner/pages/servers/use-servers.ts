import { useCallback, useMemo } from 'react';
import type { NotebookItem, Problem } from '@kubeflow-lab/schema';

import { useConnection, useLive, useTopics } from '../../app/live.js';

export interface Servers {
  /** Whether every project has told what it has, or why it does not. */
  loaded: boolean;
  items: readonly NotebookItem[];
  /** Why something is missing or out of date. */
  problem: Problem | null;
  /** Asks again for what was not answered. */
  again: () => void;
}

/** The live list of the servers of some projects. */
export function useServers(namespaces: readonly string[]): Servers {
  const live = useLive();
  const connection = useConnection();
  const key = namespaces.join(' ');
  const topics = useMemo(
    () =>
      key
        .split(' ')
        .filter(Boolean)
        .map(namespace => ({ resource: 'notebooks', namespace }) as const),
    [key]
  );
  const states = useTopics(topics);
  const items = useMemo(() => states.flatMap(state => state.items), [states]);
  const own = states.find(({ problem }) => problem !== null)?.problem ?? null;
  const isWaiting = connection.state === 'waiting';
  const again = useCallback(() => {
    topics.forEach((topic, index) => {
      if (states[index].problem !== null) {
        live.again(topic);
      }
    });
    if (isWaiting) {
      live.retry();
    }
  }, [live, topics, states, isWaiting]);
  return {
    loaded:
      states.every(({ loaded, problem }) => loaded || problem !== null) &&
      (states.length === 0 || states.some(({ loaded }) => loaded)),
    items,
    problem: own ?? (isWaiting && !states.some(({ loaded }) => loaded) ? connection.problem : null),
    again
  };
}
