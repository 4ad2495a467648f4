import type { TrainingJob } from '@kubeflow-lab/resources';
import type { TrainingUsage } from '@kubeflow-lab/schema';

import type { ObjectCall } from '../kinds/definition.js';
import { usageOfPods } from '../kinds/usage.js';
import { listPodsOfJob, selectorOf } from './pods.js';

/** CPU and memory that the pods of a job use. */
export async function readUsage(call: ObjectCall<TrainingJob>): Promise<TrainingUsage> {
  const job = await call.read();
  return usageOfPods(call, selectorOf(job), () => listPodsOfJob(call.caller.kube, job));
}
