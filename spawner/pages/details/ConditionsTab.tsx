import { conditionsOf } from '@kubeflow-lab/resources';
import type { NotebookItem } from '@kubeflow-lab/schema';

import { useNow } from '../../app/clock.js';
import { longAge } from '../../text/age.js';
import { Told } from '../../text/Told.js';
import { t } from '../../text/translator.js';
import { Icon, type IconName } from '../../ui/Icon.js';

const ICONS: Record<string, IconName> = { True: 'check', False: 'stopped', Unknown: 'question' };

/** What the controller says of the server, the last change first. */
export function ConditionsTab({ item }: { item: NotebookItem }): JSX.Element {
  const now = useNow();
  const conditions = conditionsOf(item.object);
  if (conditions.length === 0) {
    return <p className="quiet">{t('Nothing was said of this server yet.')}</p>;
  }
  return (
    <ol className="events timeline" aria-label={t('Conditions, the last change first')}>
      {conditions.map(({ type, status, reason, message, time }) => (
        <li key={type + (time ?? '')} className="event">
          <Icon name={ICONS[status] ?? 'info'} />
          <div>
            <p className="event-head">
              <strong>{type}</strong>
              {status ? <code>{status}</code> : null}
              {reason ? <span className="quiet">{reason}</span> : null}
              {time ? (
                <time dateTime={time} title={time}>
                  {t('since {when}', { when: longAge(time, now) })}
                </time>
              ) : null}
            </p>
            {message ? (
              <p>
                <Told text={message} />
              </p>
            ) : null}
          </div>
        </li>
      ))}
    </ol>
  );
}
