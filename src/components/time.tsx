import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { formatAge, formatDuration } from './format';

/** The time now, in milliseconds, kept up to date each `interval` milliseconds, or still where it is null. */
export function useNow(interval: number | null): number {
  const [now, setNow] = React.useState(() => Date.now());
  React.useEffect(() => {
    if (interval === null) {
      return;
    }
    setNow(Date.now());
    return onTick(interval, setNow);
  }, [interval]);
  return now;
}

interface Clock {
  listeners: Set<(now: number) => void>;
  timer: ReturnType<typeof setInterval>;
}

/** One clock for all that move together: a graph of 1,000 running steps is drawn anew once a second, not 1,000 times. */
const clocks = new Map<number, Clock>();

/** Calls with the time each `interval` milliseconds, until what it answers is called. */
function onTick(interval: number, listener: (now: number) => void): () => void {
  const clock = clocks.get(interval) ?? startClock(interval);
  clock.listeners.add(listener);
  return () => {
    clock.listeners.delete(listener);
    if (clock.listeners.size === 0) {
      clearInterval(clock.timer);
      clocks.delete(interval);
    }
  };
}

function startClock(interval: number): Clock {
  const listeners: Clock['listeners'] = new Set();
  const tick = () => {
    const now = Date.now();
    listeners.forEach(listener => listener(now));
  };
  const clock = { listeners, timer: setInterval(tick, interval) };
  clocks.set(interval, clock);
  return clock;
}

interface ElapsedProps {
  startedAt: string | null;
  finishedAt: string | null;
  trans: TranslationBundle;
}

/** How long something ran or has been running; nothing while it has not started. */
export function Elapsed({ startedAt, finishedAt, trans }: ElapsedProps): React.JSX.Element | null {
  const now = useNow(startedAt && !finishedAt ? 1000 : null);
  const started = React.useMemo(
    () => (startedAt ? new Date(startedAt).toLocaleString() : ''),
    [startedAt]
  );
  if (!startedAt) {
    return null;
  }
  const duration = (finishedAt ? Date.parse(finishedAt) : now) - Date.parse(startedAt);
  return (
    <time className="kfl-Elapsed" dateTime={startedAt} title={trans.__('Started %1', started)}>
      {formatDuration(duration, trans)}
    </time>
  );
}

/** How long ago something was made. `now` comes from the parent: one clock moves a whole list. */
export function Age(props: {
  createdAt: string;
  now: number;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { createdAt, now, trans } = props;
  const age = now - Date.parse(createdAt);
  return (
    <time
      className="kfl-Age"
      dateTime={createdAt}
      title={trans.__('Created %1', new Date(createdAt).toLocaleString())}
    >
      {age < 60_000 ? trans.__('just now') : trans.__('%1 ago', formatAge(age, trans))}
    </time>
  );
}
