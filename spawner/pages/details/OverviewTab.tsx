import type { NotebookItem } from '@kubeflow-lab/schema';
import type { ReactNode } from 'react';

import { useNow } from '../../app/clock.js';
import { longAge } from '../../text/age.js';
import { t } from '../../text/translator.js';

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
      {t('{when} ({time})', { when: longAge(time, now), time: new Date(time).toLocaleString() })}
    </time>
  );
}

export function OverviewTab({ item }: { item: NotebookItem }): JSX.Element {
  const { summary } = item;
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
      {summary.reason ? (
        <Fact name={t('Reason')}>
          <code>{summary.reason}</code>
        </Fact>
      ) : null}
    </dl>
  );
}
