import { createContext, useCallback, useContext, useMemo, useSyncExternalStore } from 'react';
import { Live, keyOf, type ConnectionStatus, type Feed, type Topic } from '@kubeflow-lab/live';
import type { LogLine, NotebookItem, Problem, Settings } from '@kubeflow-lab/schema';

export { uidOf } from '@kubeflow-lab/live';

/** What a topic is known to be. `problem` may stand beside older data, which is then out of date. */
export interface TopicState {
  loaded: boolean;
  items: readonly NotebookItem[];
  lines: readonly LogLine[];
  ended: boolean;
  settings: Settings | null;
  problem: Problem | null;
}

/**
 * The live data of this browser.
 * @param worker the address of the SharedWorker; null where this tab shall do its work
 */
export function createLive(worker: string | null): Live {
  const hasWorkers = worker !== null && typeof SharedWorker !== 'undefined';
  return new Live({
    endpoint: () => ({ url: `${location.origin}/api`, headers: { 'X-Kubeflow-Lab': '1' } }),
    openWorker: hasWorkers
      ? () => new SharedWorker(worker, { name: 'kubeflow-lab', type: 'module' })
      : null,
    sessions: true
  });
}

export const LiveContext = createContext<Live | null>(null);

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) {
    throw new Error('useLive needs a LiveContext around it');
  }
  return live;
}

/** The servers of a project, or those of all. */
export function serversOf(namespace: string | null): Topic {
  return namespace === null ? { resource: 'notebooks' } : { resource: 'notebooks', namespace };
}

/** The topics that a server of a project is in. */
export function topicsWith(namespace: string): Topic[] {
  return [serversOf(namespace), serversOf(null)];
}

/** Shows a server as an answer told it, before the stream does. */
export function tellServer(live: Live, item: NotebookItem): void {
  topicsWith(item.object.metadata.namespace ?? '').forEach(topic =>
    live.tell(topic, { type: 'changed', item })
  );
}

function stateOf(feed: Feed): TopicState {
  const { loaded, lines, settings } = feed;
  // A lost connection is told once for the whole page, by its banner.
  const problem = feed.offline ? null : feed.problem;
  const items = Object.values(feed.items) as NotebookItem[];
  return { loaded, items, lines, ended: feed.state === 'ended', settings, problem };
}

/** The live state of a topic, subscribed while the component is there. */
export function useTopic(topic: Topic): TopicState {
  const live = useLive();
  const key = keyOf(topic);
  const subscribe = useCallback(
    (listener: () => void) => {
      const subscription = live.subscribe(topic, listener);
      return () => subscription.dispose();
    },
    // The key says all that a topic says; the object is new at every drawing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [live, key]
  );
  const feed = useSyncExternalStore(subscribe, () => live.feed(topic));
  return useMemo(() => stateOf(feed), [feed]);
}

export function useConnection(): ConnectionStatus {
  const live = useLive();
  return useSyncExternalStore(live.onStatus, live.status);
}
