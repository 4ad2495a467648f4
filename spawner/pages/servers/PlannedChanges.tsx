import { uidOf } from '../../app/live.js';
import { Rich } from '../../text/Rich.js';
import { Told } from '../../text/Told.js';
import { t, tn } from '../../text/translator.js';
import { SizeChanges } from '../details/SizeChanges.js';
import { whenChanged } from '../details/when-changed.js';
import { changes, type Planned } from './change-many.js';

/** Whether it would restart as soon as it is changed. */
function restartsNow({ item }: Planned, restart: boolean): boolean {
  const when = whenChanged(item);
  return when === 'now' || (restart && when === 'restart');
}

function whenText(planned: Planned, restart: boolean): string {
  if (restartsNow(planned, restart)) {
    return t('restarts at once');
  }
  return whenChanged(planned.item) === 'start'
    ? t('from its next start on')
    : t('runs on as it is until it restarts');
}

interface LineProps {
  planned: Planned;
  restart: boolean;
}

function Line({ planned, restart }: LineProps): JSX.Element {
  const { item, before, after, reason } = planned;
  if (reason !== null) {
    return (
      <li className="refused">
        <code>{item.object.metadata.name}</code>
        <span>
          <Rich text="Refused: {reason}" values={{ reason: <Told text={reason} /> }} />
        </span>
      </li>
    );
  }
  return (
    <li>
      <code>{item.object.metadata.name}</code>
      {changes(planned) ? (
        <>
          <SizeChanges before={before} after={after} />
          <small>{whenText(planned, restart)}</small>
        </>
      ) : (
        <small>{t('Nothing changes.')}</small>
      )}
    </li>
  );
}

export interface PlannedChangesProps {
  planned: readonly Planned[];
  /** Whether those that would run on as they are shall restart. */
  restart: boolean;
}

/** What each server would change and when, or why the cluster refuses it. */
export function PlannedChanges({ planned, restart }: PlannedChangesProps): JSX.Element {
  const now = planned.filter(each => changes(each) && restartsNow(each, restart)).length;
  return (
    <div className="planned" role="status">
      <ul className="doomed" tabIndex={0} aria-label={t('What it would change')}>
        {planned.map(each => (
          <Line key={uidOf(each.item)} planned={each} restart={restart} />
        ))}
      </ul>
      {now > 0 ? (
        <p>
          {tn(
            '{count} server restarts at once: its kernels end; files on volumes stay.',
            '{count} servers restart at once: their kernels end; files on volumes stay.',
            now
          )}
        </p>
      ) : null}
    </div>
  );
}
