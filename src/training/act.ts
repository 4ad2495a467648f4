import { InputDialog } from '@jupyterlab/apputils';
import {
  elasticRange,
  type JobAction,
  type TrainingJob,
  type TrainingJobKind,
  whyNotJob
} from '@kubeflow-lab/resources';
import type { ItemAction } from '../panels';
import type { IPlatform, ObjectRef } from '../tokens';

/** What can be done with a job while it runs. One that has ended offers none of it. */
export function runningActions(
  ref: ObjectRef,
  job: TrainingJob,
  kind: TrainingJobKind,
  { client, trans }: Pick<IPlatform, 'client' | 'trans'>
): ItemAction[] {
  const act = (action: JobAction, body = {}) => client.act(ref, action, body);
  const can = (action: JobAction) => whyNotJob(action, job, kind) === null;
  const range = can('scale') ? elasticRange(job, kind) : null;
  return [
    ...(can('suspend')
      ? [
          {
            id: 'suspend',
            label: trans.__('Suspend'),
            enabled: true,
            run: async () => void (await act('suspend'))
          }
        ]
      : []),
    ...(can('resume')
      ? [
          {
            id: 'resume',
            label: trans.__('Resume'),
            enabled: true,
            run: async () => void (await act('resume'))
          }
        ]
      : []),
    ...(range
      ? [
          {
            id: 'scale',
            label: trans.__('Scale…'),
            enabled: true,
            run: async () => {
              const { value } = await InputDialog.getNumber({
                title: trans.__('How many workers (%1 to %2)?', range.least, range.most),
                value: range.workers,
                okLabel: trans.__('Scale')
              });
              if (value !== null) {
                await act('scale', { workers: Math.round(value) });
              }
            }
          }
        ]
      : [])
  ];
}
