/** CPU and memory that pods use, read from `metrics.k8s.io` as whoever asks. */
import { KubeError, POD_METRICS } from '@kubeflow-lab/kube';
import { usageOf } from '@kubeflow-lab/resources';
import type { Pod, PodMetrics } from '@kubeflow-lab/resources';
import type { TrainingUsage } from '@kubeflow-lab/schema';

import type { Call } from './definition.js';

/** What there is to say where a cluster does not tell what pods use, by the status of its answer. */
export const NO_USAGE: Readonly<Record<number, string>> = {
  403: 'CPU and memory in use are not shown: your role in this project lacks "list" of pods in metrics.k8s.io.',
  404: 'CPU and memory in use are not shown: an administrator has to install metrics-server, which measures them.',
  503: 'CPU and memory in use are not known now: the metrics-server of this cluster does not answer.'
};

/** What those of the pods use that run. @param labelSelector of the pods, among others */
export async function usageOfPods(
  { caller: { kube }, namespace }: Call,
  labelSelector: string,
  pods: () => Promise<readonly Pod[]> | readonly Pod[]
): Promise<TrainingUsage> {
  let measured: PodMetrics[];
  try {
    ({ items: measured } = await kube.list(POD_METRICS, { namespace, labelSelector }));
  } catch (error) {
    const why = error instanceof KubeError ? NO_USAGE[error.status] : undefined;
    if (why === undefined) {
      throw error;
    }
    return { replicas: [], why };
  }
  const running = (await pods()).filter(({ status }) => status?.phase === 'Running');
  return { replicas: usageOf(running, measured), why: null };
}
