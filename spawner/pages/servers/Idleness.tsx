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

/** In a row: since when nobody uses a server, and when it stops for that. */
export function LastUse({
  summary: { lastActivity, stopsAt, stopsSoon }
}: {
  summary: NotebookSummary;
}): JSX.Element {
  const now = useNow();
  return (
    <>
      {lastActivity ? (
        <time dateTime={lastActivity} title={lastActivity}>
          {longAge(lastActivity, now)}
        </time>
      ) : (
        <span className="quiet" title={t('Nobody watches when this server is used.')}>
          {t('not known')}
        </span>
      )}
      {stopsAt && !stopsSoon ? (
        <small className="in-use" title={stopsAt}>
          {t('stops at {time} unless used', { time: timeOfDay(stopsAt, now) })}
        </small>
      ) : null}
    </>
  );
}

/** In a row, shortly before the server stops: the warning, with the way to keep it. */
export function Idleness(props: KeepRunningProps): JSX.Element | null {
  if (!props.item.summary.stopsSoon) {
    return null;
  }
  return (
    <p className="row-idle">
      <Icon name="warning" />
      <StopsSoon summary={props.item.summary} />
      <KeepRunning {...props} />
    </p>
  );
}
