import type { NotebookItem, NotebookSummary, Project } from '@kubeflow-lab/schema';

import { useNow } from '../../app/clock.js';
import { longAge } from '../../text/age.js';
import { timeOfDay } from '../../text/time-of-day.js';
import { t } from '../../text/translator.js';
import { Icon } from '../../ui/Icon.js';
import { available } from './availability.js';
import type { Toggle } from './use-toggle.js';

export interface KeepRunningProps {
  item: NotebookItem;
  role: Project['role'] | null;
  toggle: Toggle;
}

/** Counts as use of the server; only for those who may change it. */
export function KeepRunning({ item, role, toggle }: KeepRunningProps): JSX.Element | null {
  const { name } = item.object.metadata;
  if (available(item, role).noToggle !== null) {
    return null;
  }
  return (
    <button
      type="button"
      className="button"
      aria-label={t('Keep {name} running', { name })}
      aria-disabled={toggle.busy || undefined}
      onClick={toggle.busy ? undefined : () => void toggle.run('keep')}
    >
      {t('Keep running')}
    </button>
  );
}

/** Of a server that is stopped before long: when. */
export function StopsSoon({ summary: { stopsAt } }: { summary: NotebookSummary }): JSX.Element {
  const now = useNow();
  const time = timeOfDay(stopsAt ?? '', now);
  return (
    <span title={stopsAt ?? ''}>{t('Nobody is using it: it stops at {time}.', { time })}</span>
  );
}

/** In a row: since when nobody uses a server and when it stops; near that moment with the way to keep it. */
export function Idleness(props: KeepRunningProps): JSX.Element | null {
  const now = useNow();
  const { stopsAt, stopsSoon, lastActivity } = props.item.summary;
  if (stopsAt === null) {
    return null;
  }
  if (!stopsSoon) {
    const time = timeOfDay(stopsAt, now);
    return (
      <span className="state-message" title={stopsAt}>
        {lastActivity
          ? t('Last used {when}; stops at {time} unless used.', {
              when: longAge(lastActivity, now),
              time
            })
          : t('Stops at {time} unless used.', { time })}
      </span>
    );
  }
  return (
    <p className="row-idle">
      <Icon name="warning" />
      <StopsSoon summary={props.item.summary} />
      <KeepRunning {...props} />
    </p>
  );
}
