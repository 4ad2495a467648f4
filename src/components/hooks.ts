import * as React from 'react';
import { emptyFeed, type Feed, type ILive, type Topic } from '@kubeflow-lab/live';

/**
 * The feed of a topic while a component is there; the empty feed for no topic.
 * @param every so many milliseconds lie between two changes at least, for what changes faster than anybody reads
 */
export function useFeed(live: ILive, topic: Topic | null, every = 0): Feed {
  const [feed, setFeed] = React.useState(emptyFeed);
  const key = JSON.stringify(topic);
  React.useEffect(() => {
    setFeed(emptyFeed);
    const wanted = JSON.parse(key) as Topic | null;
    if (!wanted) {
      return;
    }
    const paced = every > 0 ? pace(setFeed, every) : { call: setFeed, end: () => undefined };
    const subscription = live.subscribe(wanted, paced.call);
    return () => {
      subscription.dispose();
      paced.end();
    };
  }, [live, key, every]);
  return feed;
}

/** Calls at once, and then with the newest value at most once in so many milliseconds, until it is ended. */
export function pace<T>(
  act: (value: T) => void,
  milliseconds: number
): { call: (value: T) => void; end: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting: { value: T } | null = null;
  const rest = () => {
    timer = undefined;
    if (waiting !== null) {
      const { value } = waiting;
      waiting = null;
      timer = setTimeout(rest, milliseconds);
      act(value);
    }
  };
  return {
    call: value => {
      if (timer === undefined) {
        timer = setTimeout(rest, milliseconds);
        act(value);
      } else {
        waiting = { value };
      }
    },
    end: () => clearTimeout(timer)
  };
}
