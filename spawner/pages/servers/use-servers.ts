import { useCallback, useMemo } from 'react';
import type { NotebookItem, Problem } from '@kubeflow-lab/schema';

import { serversOf, useConnection, useLive, useTopic } from '../../app/live.js';

export interface Servers {
  loaded: boolean;
  items: readonly NotebookItem[];
  /** Why something is missing or out of date. */
  problem: Problem | null;
  /** Asks again for what was not answered. */
  again: () => void;
}

/** The live list of the servers of a project, or of all. */
export function useServers(namespace: string | null): Servers {
  const live = useLive();
  const connection = useConnection();
  const topic = useMemo(() => serversOf(namespace), [namespace]);
  const { loaded, items, problem } = useTopic(topic);
  const isWaiting = connection.state === 'waiting';
  const again = useCallback(() => {
    if (problem !== null) {
      live.again(topic);
    }
    if (isWaiting) {
      live.retry();
    }
  }, [live, topic, problem, isWaiting]);
  return {
    loaded,
    items,
    problem: problem ?? (isWaiting && !loaded ? connection.problem : null),
    again
  };
}
