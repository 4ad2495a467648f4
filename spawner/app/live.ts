import {
  createContext,
  useCallback,
  useContext,
  useMemo,
  useRef,
  useSyncExternalStore
} from 'react';
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

/** The same of several topics, in their order. */
export function useTopics(topics: readonly Topic[]): readonly TopicState[] {
  const live = useLive();
  const key = topics.map(keyOf).join('\n');
  const version = useRef(0);
  const subscribe = useCallback(
    (listener: () => void) => {
      const subscriptions = topics.map(topic =>
        live.subscribe(topic, () => {
          version.current += 1;
          listener();
        })
      );
      return () => subscriptions.forEach(subscription => subscription.dispose());
    },
    // eslint-disable-next-line react-hooks/exhaustive-deps -- as above
    [live, key]
  );
  const seen = useSyncExternalStore(subscribe, () => version.current);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- what is read changes with the version
  return useMemo(() => topics.map(topic => stateOf(live.feed(topic))), [live, key, seen]);
}

export function useConnection(): ConnectionStatus {
  const live = useLive();
  return useSyncExternalStore(live.onStatus, live.status);
}
