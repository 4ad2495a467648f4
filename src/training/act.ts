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
  const can = (action: JobAction) => whyNotJob(action, job, kind) === null;
  const range = can('scale') ? elasticRange(job, kind) : null;
  return [
    ...suspendActions(ref, action => whyNotJob(action, job, kind), { client, trans }),
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
                await client.act(ref, 'scale', { workers: Math.round(value) });
              }
            }
          }
        ]
      : [])
  ];
}

/** What of suspending and resuming can be done now; `whyNot` says why one cannot. */
export function suspendActions(
  ref: ObjectRef,
  whyNot: (action: 'suspend' | 'resume') => string | null,
  { client, trans }: Pick<IPlatform, 'client' | 'trans'>
): ItemAction[] {
  const actions = [
    { id: 'suspend', label: trans.__('Suspend') },
    { id: 'resume', label: trans.__('Resume') }
  ] as const;
  return actions
    .filter(({ id }) => whyNot(id) === null)
    .map(({ id, label }) => ({
      id,
      label,
      enabled: true,
      run: async () => void (await client.act(ref, id, {}))
    }));
}
