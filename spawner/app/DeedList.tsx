import { useEffect, useState } from 'react';

import { Told } from '../text/Told.js';
import { t } from '../text/translator.js';
import { Icon } from '../ui/Icon.js';
import type { Entry } from './deeds.js';
import { useLanguage } from './language.js';

interface EntryCalls {
  onUndo: (entry: Entry) => void;
  onNow: (entry: Entry) => void;
  onClose: (entry: Entry) => void;
  onExpire: (entry: Entry) => void;
}

/** The whole seconds until a moment; null without one. */
function useSeconds(until: number | null, onEnd: () => void): number | null {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (until === null) {
      return;
    }
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [until]);
  const seconds = until === null ? null : Math.max(0, Math.ceil((until - now) / 1000));
  useEffect(() => {
    if (seconds === 0) {
      onEnd();
    }
  });
  return seconds;
}

function Line({ entry, ...calls }: EntryCalls & { entry: Entry }): JSX.Element {
  const seconds = useSeconds(entry.until, () => calls.onExpire(entry));
  const isHeld = entry.state === 'held';
  const failures = isHeld ? [] : entry.outcome.failures;
  const canUndo = isHeld || entry.outcome.undo !== undefined;
  return (
    <li className={`deed ${failures.length > 0 ? 'deed-failed' : ''}`}>
      <div className="deed-text">
        <p>{isHeld ? entry.deed.sentence(seconds ?? 0) : entry.outcome.sentence}</p>
        {failures.length > 0 ? (
          <ul>
            {failures.map(({ name, reason }) => (
              <li key={name}>
                <code>{name}</code>: <Told text={reason} />
              </li>
            ))}
          </ul>
        ) : null}
      </div>
      {canUndo ? (
        <button type="button" className="button" onClick={() => calls.onUndo(entry)}>
          {isHeld ? t('Undo') : t('Undo ({seconds} s)', { seconds: seconds ?? 0 })}
        </button>
      ) : null}
      {isHeld ? (
        <button type="button" className="button button-danger" onClick={() => calls.onNow(entry)}>
          {entry.deed.now}
        </button>
      ) : (
        <button
          type="button"
          className="button button-icon button-quiet"
          aria-label={t('Close this message')}
          onClick={() => calls.onClose(entry)}
        >
          <Icon name="close" />
        </button>
      )}
    </li>
  );
}

/** At the edge of the page: what was just done, and what will be in a moment. */
export function DeedList({
  entries,
  ...calls
}: EntryCalls & { entries: readonly Entry[] }): JSX.Element | null {
  useLanguage();
  if (entries.length === 0) {
    return null;
  }
  return (
    <section className="deeds" aria-label={t('Just done')}>
      <ul>
        {entries.map(entry => (
          <Line key={entry.id} entry={entry} {...calls} />
        ))}
      </ul>
    </section>
  );
}
