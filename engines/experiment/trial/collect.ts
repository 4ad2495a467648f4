import { POD, TRIAL, isInvalid, isNotFound, KubeError } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { TRIAL_LABEL, plainText } from '@kubeflow-lab/resources';
import type { CurvePoint, Observation, Pod, Trial } from '@kubeflow-lab/resources';

import { isPushed, reportedOf } from '../push/reported.js';
import { logContainer } from './sidecar.js';
import { TrialReader } from './trial-reader.js';

export interface Collected {
  observation: Observation;
  curve: CurvePoint[];
  /** Why the objective has no value, as a sentence; null where it has one. */
  missing: string | null;
}

/** Reads the metrics of a trial from what its leading pods have printed, or the containers beside them, or its program reported. */
export async function collectMetrics(
  client: KubeClient,
  trial: Trial,
  signal: AbortSignal
): Promise<Collected> {
  if (isPushed(trial)) {
    // The latest report may be newer than what the caches have heard of.
    const { namespace, name = '' } = trial.metadata ?? {};
    return reportedOf(await client.get(TRIAL, { namespace, name }));
  }
  const reader = new TrialReader(trial);
  if (trial.spec?.metricsCollector?.collector?.kind === 'None') {
    return { observation: reader.observation, curve: [], missing: NOT_COLLECTED };
  }
  const pods = await leadingPods(client, trial, signal);
  let unreadable: string | null = null;
  for (const pod of pods) {
    try {
      for await (const line of logOf(client, pod, trial, { signal })) {
        reader.add(line);
      }
    } catch (error) {
      unreadable = unreadableLog(error, pod);
    }
  }
  const { observation, curve, missing } = reader;
  return {
    observation,
    curve,
    missing: missing === null ? null : (unreadable ?? (pods.length === 0 ? NO_POD : missing))
  };
}

const NO_POD = 'Its pod is gone, so what it printed cannot be read';
const NOT_COLLECTED = 'The sweep says that none are collected (metrics collector None)';

/** The pods whose logs count, oldest first; where the job tried several times, those that ended well. */
export async function leadingPods(
  client: KubeClient,
  trial: Trial,
  signal: AbortSignal
): Promise<Pod[]> {
  const { namespace, name } = trial.metadata ?? {};
  const labels = { [TRIAL_LABEL]: name, ...trial.spec?.primaryPodLabels };
  const labelSelector = Object.entries(labels)
    .map(([label, value]) => `${label}=${value}`)
    .join(',');
  const { items } = await client.list(POD, { namespace, labelSelector, signal });
  const well = items.filter(pod => pod.status?.phase === 'Succeeded');
  const created = (pod: Pod) => pod.metadata?.creationTimestamp ?? '';
  return (well.length > 0 ? well : items).sort((a, b) => (created(a) < created(b) ? -1 : 1));
}

/** The lines in which a trial's values are looked for. */
export function logOf(
  client: KubeClient,
  pod: Pod,
  trial: Trial,
  options: { signal: AbortSignal; follow?: boolean }
): AsyncIterable<string> {
  const { namespace = '', name = '' } = pod.metadata ?? {};
  return client.logs({ namespace, name }, { container: logContainer(trial), ...options });
}

/** Why a log cannot be read where trying again does not help; throws the error on where it may. */
function unreadableLog(error: unknown, pod: Pod): string {
  if (isNotFound(error)) {
    return NO_POD;
  }
  if (error instanceof KubeError && (error.status === 400 || isInvalid(error))) {
    return `The log of pod ${plainText(pod.metadata?.name, 253)} cannot be read: ${plainText(error.message)}`;
  }
  throw error;
}
