/** What is asked of a job while somebody watches it: its curves, and what its pods use; each as whoever asks. */
import { POD } from '@kubeflow-lab/kube';
import type { KubeObject, Pod } from '@kubeflow-lab/resources';

import type { ActionDefinition, ObjectCall } from '../kinds/definition.js';
import { usageOfPods } from '../kinds/usage.js';
import { logPart } from '../logs/source.js';
import { readCurves } from './curves.js';

/** How the pods of a job are found. */
export interface WatchedPods<O extends KubeObject> {
  /** The label whose value is the name of their job. */
  label: string;
  /** Those that belong to exactly this job, not to an earlier one of its name. */
  own(job: O, pods: readonly Pod[]): Pod[];
  /** The container of a pod that trains. */
  container(pod: Pod): string | undefined;
}

export function watchActions<O extends KubeObject>({
  label,
  own,
  container
}: WatchedPods<O>): Readonly<Record<string, ActionDefinition<O>>> {
  const selectorFor = ({ key }: ObjectCall<O>) => `${label}=${key.name}`;
  const listPods = async (call: ObjectCall<O>, job: O) => {
    const { caller, namespace } = call;
    const options = { namespace, labelSelector: selectorFor(call) };
    return own(job, (await caller.kube.list(POD, options)).items);
  };
  return {
    curves: {
      summary: 'The course of every metric in the logs of a job that are still there.',
      response: 'TrainingCurves',
      async answer(call: ObjectCall<O>) {
        const pods = await listPods(call, await call.read());
        return readCurves(
          call.caller.kube,
          pods.map(pod => logPart(pod, container(pod)))
        );
      }
    },
    usage: {
      summary: 'CPU and memory that the running replicas of a job use.',
      response: 'TrainingUsage',
      async answer(call: ObjectCall<O>) {
        const job = await call.read();
        return usageOfPods(call, selectorFor(call), () => listPods(call, job));
      }
    }
  };
}
