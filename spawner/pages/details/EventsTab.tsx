import { useCallback, useEffect } from 'react';
import type { EventItem, NotebookItem } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import { useNow } from '../../app/clock.js';
import { longAge } from '../../text/age.js';
import { Told } from '../../text/Told.js';
import { t } from '../../text/translator.js';
import { Failure } from '../../ui/Failure.js';
import { Icon } from '../../ui/Icon.js';
import { useAsync } from '../../ui/use-async.js';

function EventRow({ event, now }: { event: EventItem; now: number }): JSX.Element {
  const warning = event.type === 'Warning';
  return (
    <li className="event">
      <Icon name={warning ? 'warning' : 'info'} className={warning ? 'tone-warning' : ''} />
      <div>
        <p className="event-head">
          <strong>{event.reason}</strong>
          {warning ? <span className="visually-hidden">{t('Warning')}</span> : null}
          <code>{event.object}</code>
          <time dateTime={event.time} title={event.time}>
            {longAge(event.time, now)}
          </time>
        </p>
        <p>
          <Told text={event.message} />
        </p>
      </div>
    </li>
  );
}

/** What Kubernetes reports about the server, newest first; asked for again whenever the server changes. */
export function EventsTab({ item }: { item: NotebookItem }): JSX.Element {
  const { name, namespace = '' } = item.object.metadata;
  const now = useNow();
  const { value, problem, loading, reload } = useAsync(
    useCallback(() => api.events(namespace, name), [namespace, name])
  );
  useEffect(reload, [item, reload]);
  if (problem) {
    return (
      <Failure title={t('The events could not be loaded')} {...{ problem, onRetry: reload }} />
    );
  }
  if (!value) {
    return <p role="status">{t('Loading the events …')}</p>;
  }
  const newestFirst = [...value.items].sort((a, b) => Date.parse(b.time) - Date.parse(a.time));
  return (
    <section>
      <div className="tab-tools">
        <button type="button" className="button" onClick={reload} disabled={loading}>
          <Icon name="refresh" />
          {t('Refresh')}
        </button>
      </div>
      {newestFirst.length === 0 ? (
        <p className="quiet">
          {t('Nothing happened lately. Kubernetes keeps events for an hour.')}
        </p>
      ) : (
        <ul className="events">
          {newestFirst.map((event, index) => (
            <EventRow key={index} event={event} now={now} />
          ))}
        </ul>
      )}
    </section>
  );
}
