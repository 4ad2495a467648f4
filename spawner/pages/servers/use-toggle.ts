import { useState } from 'react';
import type { NotebookItem, Problem } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import { problemOf } from '../../api/problem.js';
import { topicsWith, uidOf, useLive } from '../../app/live.js';

type ToggleAction = 'start' | 'stop' | 'keep' | 'restart';

export interface Toggle {
  busy: boolean;
  problem: Problem | null;
  run: (action: ToggleAction) => Promise<void>;
  dismiss: () => void;
}

const SEND = {
  start: api.startNotebook,
  stop: api.stopNotebook,
  keep: api.keepNotebook,
  restart: api.restartNotebook
} as const;

/** Starts, stops and restarts one server, or keeps it running, and keeps what went wrong for the place where it was asked for. */
export function useToggle(item: NotebookItem): Toggle {
  const live = useLive();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { name, namespace = '' } = item.object.metadata;

  const run = async (action: ToggleAction): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const answer = await SEND[action](namespace, name);
      // Only where the stream brought nothing newer in the meantime.
      topicsWith(namespace)
        .filter(topic => live.feed(topic).items[uidOf(item)] === item)
        .forEach(topic => live.tell(topic, { type: 'changed', item: answer }));
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, run, dismiss: () => setProblem(null) };
}
