import type { TranslationBundle } from '@jupyterlab/translation';
import type { CronWorkflowSummary } from '@kubeflow-lab/schema';
import * as React from 'react';

import { pipelinesIcon } from '../../icons';
import {
  anyKind,
  refOf,
  type ItemAction,
  type ItemProps,
  type KindDescription,
  type PictureProps
} from '../../panels';
import { NextTimes, scheduleInWords } from './next';

/** What the panels have to know of pipelines that run by the clock: Argo's CronWorkflows. */
export function scheduleKind(trans: TranslationBundle): KindDescription {
  const kind: KindDescription = anyKind<CronWorkflowSummary>({
    plural: 'cronworkflows',
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'CronWorkflow',
    icon: pipelinesIcon,
    noun: { one: trans.__('schedule'), many: trans.__('schedules') },
    lasting: true,
    engine: {
      addon: 'workflow-engine',
      name: trans.__('Argo Workflows'),
      missing: trans.__(
        'This cluster does not know CronWorkflows. An administrator has to install Argo Workflows, which runs them.'
      )
    },
    facts: ({ summary: { schedules, timezone } }) => [
      scheduleInWords({ schedules, timezone, trans })
    ],
    picture: props => <SchedulePicture {...props} trans={trans} />,
    actions: props => scheduleActions(props, kind, trans),
    deletion: trans.__('It begins no more runs. Runs that it has begun stay.')
  });
  return kind;
}

function SchedulePicture(
  props: PictureProps<CronWorkflowSummary> & { trans: TranslationBundle }
): React.JSX.Element {
  const { item, platform, trans } = props;
  const { schedules, timezone, paused, active } = item.summary;
  const { namespace = '' } = item.object.metadata;
  const open = (name: string) => platform.actions?.open({ plural: 'workflows', namespace, name });
  return (
    <div className="kfl-Schedule">
      {paused ? (
        <p>{scheduleInWords({ schedules, timezone, trans })}</p>
      ) : (
        <NextTimes schedules={schedules} timezone={timezone} trans={trans} />
      )}
      {active.length > 0 && (
        <>
          <h4>{trans.__('Under way')}</h4>
          <div className="kfl-Pipeline-buttons">
            {active.map(name => (
              <button key={name} type="button" className="kfl-Button" onClick={() => open(name)}>
                {name}
              </button>
            ))}
          </div>
        </>
      )}
    </div>
  );
}

/** Pausing or going on, whichever can be done. */
export function scheduleActions(
  { item, platform }: ItemProps<CronWorkflowSummary>,
  kind: KindDescription,
  trans: TranslationBundle
): ItemAction[] {
  const { paused } = item.summary;
  const act = (action: string) => async () => {
    await platform.client.act(refOf(kind, item), action);
  };
  return [
    paused
      ? { id: 'resume', label: trans.__('Go on'), enabled: true, run: act('resume') }
      : { id: 'suspend', label: trans.__('Pause'), enabled: true, run: act('suspend') }
  ];
}
