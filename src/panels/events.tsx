import type { TranslationBundle } from '@jupyterlab/translation';
import type { EventItem, Problem } from '@kubeflow-lab/schema';
import * as React from 'react';
import type { Client } from '../client';
import { Age, ProblemView, useNow } from '../components';
import { ProblemError } from '../problem';
import type { ObjectRef } from '../tokens';

interface EventsProps {
  client: Client;
  object: ObjectRef;
  /** The version of the object: events are asked for anew when it changes. */
  version: string | undefined;
  trans: TranslationBundle;
}

/** What Kubernetes reports of an object and of what it owns. */
export function Events(props: EventsProps): React.JSX.Element {
  const { client, object, version, trans } = props;
  const { plural, namespace, name } = object;
  const [events, setEvents] = React.useState<EventItem[] | null>(null);
  const [problem, setProblem] = React.useState<Problem | null>(null);
  const [attempt, setAttempt] = React.useState(0);
  React.useEffect(() => {
    let current = true;
    const load = async () => {
      try {
        const { items } = await client.events({ plural, namespace, name });
        if (current) {
          setEvents(items);
          setProblem(null);
        }
      } catch (error) {
        if (current) {
          setProblem(ProblemError.from(error).problem);
        }
      }
    };
    void load();
    return () => {
      current = false;
    };
  }, [client, plural, namespace, name, version, attempt]);
  return (
    <>
      {problem && (
        <ProblemView problem={problem} onRetry={() => setAttempt(attempt + 1)} trans={trans} />
      )}
      {(events || !problem) && <EventTable events={events} trans={trans} />}
    </>
  );
}

function EventTable(props: {
  events: EventItem[] | null;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { events, trans } = props;
  const now = useNow(10_000);
  if (!events || events.length === 0) {
    return (
      <p className="kfl-Note">
        {events ? trans.__('Nothing has been reported in the last hour.') : trans.__('Loading…')}
      </p>
    );
  }
  return (
    <div className="kfl-Events-scroll" tabIndex={0} role="group" aria-label={trans.__('Events')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{trans.__('When')}</th>
            <th scope="col">{trans.__('What')}</th>
            <th scope="col">{trans.__('About')}</th>
            <th scope="col">{trans.__('Message')}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event, index) => (
            <tr key={index} className={event.type === 'Warning' ? 'kfl-mod-warning' : undefined}>
              <td>
                <Age createdAt={event.time} now={now} trans={trans} />
              </td>
              <td>{event.reason}</td>
              <td>{event.object}</td>
              <td>{event.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
