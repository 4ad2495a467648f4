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
    const timer = setInterval(() => setNow(Date.now()), interval);
    return () => clearInterval(timer);
  }, [interval]);
  return now;
}

interface ElapsedProps {
  startedAt: string | null;
  finishedAt: string | null;
  trans: TranslationBundle;
}

/** How long something ran or has been running; nothing while it has not started. */
export function Elapsed({ startedAt, finishedAt, trans }: ElapsedProps): React.JSX.Element | null {
  const now = useNow(startedAt && !finishedAt ? 1000 : null);
  if (!startedAt) {
    return null;
  }
  const duration = (finishedAt ? Date.parse(finishedAt) : now) - Date.parse(startedAt);
  const started = new Date(startedAt).toLocaleString();
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
