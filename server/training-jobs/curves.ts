/** Curves of a job from the logs of its pods, read as whoever asks. */
import { POD, isNotFound } from '@kubeflow-lab/kube';
import { CurveCollector, JOB_NAME_LABEL, parseLogLine } from '@kubeflow-lab/resources';
import type { Pod, TrainingJob, TrainingJobKind } from '@kubeflow-lab/resources';
import type { TrainingCurves } from '@kubeflow-lab/schema';

import { Gate } from '../gate.js';
import type { ObjectCall } from '../kinds/definition.js';
import { logPart } from '../logs/source.js';
import type { LogPart } from '../logs/source.js';
import { trainingContainer } from './pods.js';

/** Of one pod's log; what stands behind that is left out. */
const BYTES_MAX = 50 * 2 ** 20;
/** So many logs are read at a time, for everybody together. */
const gate = new Gate(4);

export async function readCurves(
  { caller, namespace, read }: ObjectCall<TrainingJob>,
  kind: TrainingJobKind
): Promise<TrainingCurves> {
  const { metadata } = await read();
  const labelSelector = `${JOB_NAME_LABEL}=${metadata?.name ?? ''}`;
  const { items } = await caller.kube.list<Pod>(POD, { namespace, labelSelector });
  const parts = items
    .filter(pod => pod.metadata?.ownerReferences?.some(owner => owner.uid === metadata?.uid))
    .map(pod => logPart(pod, trainingContainer(pod, kind)))
    .filter(part => part.started);
  const collector = new CurveCollector();
  await Promise.all(parts.map(part => gate.run(() => readPart(caller.kube, part, collector))));
  return collector.result;
}

async function readPart(
  kube: ObjectCall['caller']['kube'],
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
