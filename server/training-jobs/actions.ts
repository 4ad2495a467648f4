/** What can be done with a job besides running it again, each as a change of the object that the operator follows. */
import {
  JOB_NAME_LABEL,
  elasticRange,
  scalePatch,
  suspendPatch,
  whyNotJob
} from '@kubeflow-lab/resources';
import type { JobAction, TrainingJob, TrainingJobKind } from '@kubeflow-lab/resources';
import type { RerunForm, ScaleForm } from '@kubeflow-lab/schema';

import { ProblemError, invalid } from '../http/problem.js';
import type { ActionDefinition, ObjectCall } from '../kinds/definition.js';
import { isOfJob, trainingContainer } from './pods.js';
import { rerun } from './rerun.js';
import { watchActions } from './watch.js';

type Call = ObjectCall<TrainingJob>;

export function trainingJobActions(
  kind: TrainingJobKind
): Readonly<Record<string, ActionDefinition<TrainingJob>>> {
  return {
    rerun: {
      summary:
        'Run a job again, as it is or changed; one of the same name takes its place once it is gone.',
      body: 'RerunForm',
      run: (call, body: RerunForm) => rerun(call, body, kind)
    },
    suspend: {
      summary: 'Take the pods of a job away; the job stays, and its volumes.',
      run: call => change(call, 'suspend', kind, () => suspendPatch(true))
    },
    resume: {
      summary: 'Start a suspended job: its replicas begin anew.',
      run: call => change(call, 'resume', kind, () => suspendPatch(false))
    },
    scale: {
      summary: 'Give an elastic job another number of workers while it runs.',
      body: 'ScaleForm',
      run: (call, { workers }: ScaleForm) =>
        change(call, 'scale', kind, job => {
          demandInRange(job, kind, workers);
          return scalePatch(kind, workers);
        })
    },
    ...watchActions<TrainingJob>({
      label: JOB_NAME_LABEL,
      own: (job, pods) => pods.filter(pod => isOfJob(pod, job)),
      container: pod => trainingContainer(pod, kind)
    })
  };
}

async function change(
  { caller, key, resource, read }: Call,
  action: JobAction,
  kind: TrainingJobKind,
  patchFor: (job: TrainingJob) => object
): Promise<TrainingJob> {
  const job = await read();
  const why = whyNotJob(action, job, kind);
  if (why !== null) {
    throw new ProblemError(409, why);
  }
  return caller.kube.mergePatch(resource, key, patchFor(job));
}

function demandInRange(job: TrainingJob, kind: TrainingJobKind, workers: number): void {
  const { least, most } = elasticRange(job, kind)!;
  if (workers < least || workers > most) {
    const message = `The elasticPolicy of ${job.metadata?.name} allows ${least} to ${most} workers.`;
    throw invalid([{ path: 'workers', message }]);
  }
}
