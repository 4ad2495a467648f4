import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';

import type { LiveClient } from './client.js';
import type { ConnectionStatus } from './connection.js';
import { topicKey, type Topic, type TopicState } from './topic.js';

export const LiveContext = createContext<LiveClient | null>(null);

export function useLive(): LiveClient {
  const client = useContext(LiveContext);
  if (!client) {
    throw new Error('useLive needs a LiveContext around it');
  }
  return client;
}

/** The live state of a topic, subscribed while the component is there. */
export function useTopic(topic: Topic): TopicState {
  const client = useLive();
  const key = topicKey(topic);
  const subscribe = useCallback(
    (listener: () => void) => client.subscribe(topic, listener),
    // The key says all that a topic says; the object is new at every drawing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [client, key]
  );
  return useSyncExternalStore(subscribe, () => client.state(topic));
}

export function useConnection(): ConnectionStatus {
  const client = useLive();
  return useSyncExternalStore(client.onStatus, client.status);
}
