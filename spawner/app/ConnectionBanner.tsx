import { useEffect, useState } from 'react';

import { useConnection, useLive } from './live.js';
import { t } from '../text/translator.js';
import { Icon } from '../ui/Icon.js';

/** Milliseconds that a connection may be away before it is worth a word. */
const PATIENCE = 1500;

/** Whether live data has been missing for longer than a moment. */
function useLost(): boolean {
  const status = useConnection();
  const away = (status.state === 'waiting' || status.state === 'connecting') && status.failures > 0;
  const [lost, setLost] = useState(false);
  useEffect(() => {
    if (!away) {
      setLost(false);
      return;
    }
    const timer = setTimeout(() => setLost(true), PATIENCE);
    return () => clearTimeout(timer);
  }, [away]);
  return lost;
}

/** Says that the page may be out of date, and goes away by itself when it no longer is. */
export function ConnectionBanner(): JSX.Element {
  const live = useLive();
  const lost = useLost();
  return (
    <div role="status" className={lost ? 'banner' : 'banner-none'}>
      {lost ? (
        <>
          <Icon name="warning" />
          <span>
            {t('The connection is lost. What you see may be out of date; trying again …')}
          </span>
          <button type="button" className="button button-small" onClick={() => live.retry()}>
            {t('Try now')}
          </button>
        </>
      ) : null}
    </div>
  );
}
