import type { NotebookSummary } from '@kubeflow-lab/schema';
import type { ReactNode } from 'react';

import { useNow } from '../../app/clock.js';
import { Told } from '../../text/Told.js';
import { longAge } from '../../text/age.js';
import { timeOfDay, wholeTime } from '../../text/time-of-day.js';
import { t } from '../../text/translator.js';
import { KeepRunning, type KeepRunningProps } from '../servers/Idleness.js';

function Fact({ name, children }: { name: string; children: ReactNode }): JSX.Element {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Moment({ time }: { time: string }): JSX.Element {
  const now = useNow();
  return (
    <time dateTime={time} title={time}>
      {t('{when} ({time})', { when: longAge(time, now), time: wholeTime(time) })}
    </time>
  );
}

function Stop({ summary, ...props }: KeepRunningProps & { summary: NotebookSummary }) {
  const now = useNow();
  if (summary.activityProblem) {
    return <Told text={summary.activityProblem} />;
  }
  if (summary.stopsAt === null) {
    return <>{t('only when somebody stops it')}</>;
  }
  return (
    <span className="fact-action">
      <span title={summary.stopsAt}>
        {t('at {time} unless it is used before', { time: timeOfDay(summary.stopsAt, now) })}
      </span>
      {/* Where that is near, the page says so above, with the same button. */}
      {summary.stopsSoon ? null : <KeepRunning {...props} />}
    </span>
  );
}

export function OverviewTab(props: KeepRunningProps): JSX.Element {
  const { item } = props;
  const { summary } = item;
  const watched = summary.lastActivity !== null && summary.phase === 'Running';
  return (
    <dl className="facts">
      <Fact name={t('Image')}>
        <code>{summary.image}</code>
      </Fact>
      <Fact name={t('CPU')}>{summary.cpu || t('not limited')}</Fact>
      <Fact name={t('Memory')}>{summary.memory || t('not limited')}</Fact>
      <Fact name={t('Volume of the home folder')}>
        {summary.volume ? (
          <code>{summary.volume}</code>
        ) : (
          t('none: files are lost when the server stops')
        )}
      </Fact>
      <Fact name={t('Created')}>
        <Moment time={summary.createdAt} />
      </Fact>
      {summary.creator ? <Fact name={t('Created by')}>{summary.creator}</Fact> : null}
      {summary.since ? (
        <Fact name={t('In this state since')}>
          <Moment time={summary.since} />
        </Fact>
      ) : null}
      {summary.lastActivity ? (
        <Fact name={t('Last used')}>
          <Moment time={summary.lastActivity} />
        </Fact>
      ) : null}
      {watched ? (
        <Fact name={t('Stops')}>
          <Stop {...props} summary={summary} />
        </Fact>
      ) : null}
      {summary.reason ? (
        <Fact name={t('Reason')}>
          <code>{summary.reason}</code>
        </Fact>
      ) : null}
    </dl>
  );
}
