import * as React from 'react';
import { emptyFeed, type Feed, type ILive, type Topic } from '@kubeflow-lab/live';

/** The feed of a topic while a component is there; the empty feed for no topic. */
export function useFeed(live: ILive, topic: Topic | null): Feed {
  const [feed, setFeed] = React.useState(emptyFeed);
  const key = JSON.stringify(topic);
  React.useEffect(() => {
    setFeed(emptyFeed);
    const wanted = JSON.parse(key) as Topic | null;
    if (!wanted) {
      return;
    }
    const subscription = live.subscribe(wanted, setFeed);
    return () => subscription.dispose();
  }, [live, key]);
  return feed;
}
