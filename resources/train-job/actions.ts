/** What can be done with a TrainJob that is there, as changes of its spec. */
import { whyNotSuspension } from '../training-job/actions.js';
import { asTrainingJob } from './phase.js';
import type { TrainJob } from './types.js';

export type TrainJobAction = 'suspend' | 'resume';

/** One sentence: why an action cannot be done with it now; null where it can. */
export const whyNotTrainJob = (action: TrainJobAction, job: TrainJob): string | null =>
  whyNotSuspension(action, asTrainingJob(job, []));

/** The merge patch that suspends or resumes it: its pods are taken away, or made anew. */
export function suspendTrainJobPatch(suspend: boolean): object {
  return { spec: { suspend } };
}
