/** CPU and memory that the pods of a job use, read from `metrics.k8s.io` as whoever asks. */
import { KubeError, POD_METRICS } from '@kubeflow-lab/kube';
import { usageOf } from '@kubeflow-lab/resources';
import type { PodMetrics, TrainingJob } from '@kubeflow-lab/resources';
import type { TrainingUsage } from '@kubeflow-lab/schema';

import type { ObjectCall } from '../kinds/definition.js';
import { listPodsOfJob, selectorOf } from './pods.js';

/** What there is to say where a cluster does not tell what pods use, by the status of its answer. */
const REASONS: Readonly<Record<number, string>> = {
  403: 'CPU and memory in use are not shown: your role in this project lacks "list" of pods in metrics.k8s.io.',
  404: 'CPU and memory in use are not shown: an administrator has to install metrics-server, which measures them.',
  503: 'CPU and memory in use are not known now: the metrics-server of this cluster does not answer.'
};

export async function readUsage({
  caller: { kube },
  namespace,
  read
}: ObjectCall<TrainingJob>): Promise<TrainingUsage> {
  const job = await read();
  let measured: PodMetrics[];
  try {
    const labelSelector = selectorOf(job);
    ({ items: measured } = await kube.list(POD_METRICS, { namespace, labelSelector }));
  } catch (error) {
    const why = error instanceof KubeError ? REASONS[error.status] : undefined;
    if (why === undefined) {
      throw error;
    }
    return { replicas: [], why };
  }
  const pods = await listPodsOfJob(kube, job);
  const running = pods.filter(({ status }) => status?.phase === 'Running');
  return { replicas: usageOf(running, measured), why: null };
}
