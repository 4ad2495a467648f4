/** Curves of a job from the logs of its pods, read as whoever asks. */
import { isNotFound } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { CurveCollector, parseLogLine } from '@kubeflow-lab/resources';
import type { TrainingCurves } from '@kubeflow-lab/schema';

import { Gate } from '../gate.js';
import type { LogPart } from '../logs/source.js';

/** Of one pod's log; what stands behind that is left out. */
const BYTES_MAX = 50 * 2 ** 20;
/** So many logs are read at a time, for everybody together. */
const gate = new Gate(4);

export async function readCurves(
  kube: KubeClient,
  parts: readonly LogPart[]
): Promise<TrainingCurves> {
  const started = parts.filter(part => part.started);
  const collector = new CurveCollector();
  await Promise.all(started.map(part => gate.run(() => readPart(kube, part, collector))));
  return collector.result;
}

async function readPart(
  kube: KubeClient,
  { namespace, pod, container, replica }: LogPart,
  collector: CurveCollector
): Promise<void> {
  const options = { container, timestamps: true, limitBytes: BYTES_MAX };
  try {
    for await (const line of kube.logs({ namespace, name: pod }, options)) {
      collector.add({ ...parseLogLine(line), replica });
    }
  } catch (error) {
    // The pod went away meanwhile: then it has no lines any more.
    if (!isNotFound(error)) {
      throw error;
    }
  }
}
