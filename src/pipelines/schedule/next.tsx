import type { TranslationBundle } from '@jupyterlab/translation';
import { nextTimes, scheduleProblem, timezoneProblem } from '@kubeflow-lab/resources';
import * as React from 'react';

import { useNow } from '../../components';
import { rhythmInWords, rhythmOf } from './rhythm';

interface ScheduleProps {
  schedules: readonly string[];
  timezone: string | null;
  trans: TranslationBundle;
}

/** When a pipeline runs, in words and with its next five times; or what is wrong with that. */
export function NextTimes(props: ScheduleProps): React.JSX.Element {
  const { schedules, timezone, trans } = props;
  const now = useNow(60_000);
  const problem =
    schedules.map(scheduleProblem).find(found => found !== null) ??
    timezoneProblem(timezone ?? undefined);
  if (problem || schedules.length === 0) {
    return (
      <p className="kfl-Create-wrong" role="alert">
        {problem ? problem.replaceAll('`', '') : trans.__('Say when it runs.')}
      </p>
    );
  }
  const times = nextTimes({ schedules, timezone: timezone ?? undefined }, now, 5);
  return (
    <div className="kfl-Schedule-next">
      <p>{scheduleInWords(props)}</p>
      <h4>{trans.__('The next times, on your clock')}</h4>
      <ol>
        {times.map(time => (
          <li key={time}>
            <time dateTime={new Date(time).toISOString()}>{onClock(time)}</time>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** A schedule as a sentence: `Every weekday at 06:00, Europe/Berlin.` */
export function scheduleInWords({ schedules, timezone, trans }: ScheduleProps): string {
  const rhythms = schedules.map(cron => rhythmInWords(rhythmOf(cron), trans));
  return trans.__('%1 (%2).', rhythms.join('; '), timezone ?? 'UTC');
}

function onClock(time: number): string {
  return new Date(time).toLocaleString(undefined, {
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit'
  });
}
