import { POD, isInvalid, isNotFound, KubeError } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { TRIAL_LABEL, listOf, metricNames, plainText } from '@kubeflow-lab/resources';
import type { Observation, Pod, Trial } from '@kubeflow-lab/resources';

import { createMetricFilter } from './metric-filter.js';
import { Observer } from './observer.js';

export interface Collected {
  observation: Observation;
  /** Why the objective has no value, as a sentence; null where it has one. */
  missing: string | null;
}

/** How many of the last lines are told where none had a value. */
const LINES_TOLD = 3;

/** Reads the metrics of a trial from what its leading pods have printed. */
export async function collectMetrics(
  client: KubeClient,
  trial: Trial,
  signal: AbortSignal
): Promise<Collected> {
  const { objective, metricsCollector, primaryContainerName = '' } = trial.spec ?? {};
  const names = metricNames(objective);
  const observer = new Observer(names);
  const filter = createMetricFilter(names, listOf(metricsCollector?.source?.filter?.metricsFormat));
  const lines = new LineWitness(names[0] ?? '');
  const pods = await leadingPods(client, trial, signal);
  let unreadable: string | null = null;
  for (const pod of pods) {
    try {
      for await (const line of logOf(client, pod, primaryContainerName, signal)) {
        lines.add(line);
        filter.find(line).forEach(metric => observer.add(metric));
      }
    } catch (error) {
      unreadable = unreadableLog(error, pod);
    }
  }
  const metric = names[0] ?? '';
  return {
    observation: observer.observation,
    missing: observer.has(metric)
      ? null
      : (unreadable ?? (pods.length === 0 ? NO_POD : lines.sentence))
  };
}

const NO_POD = 'Its pod is gone, so what it printed cannot be read';

/** The pods whose logs count, oldest first; where the job tried several times, those that ended well. */
async function leadingPods(client: KubeClient, trial: Trial, signal: AbortSignal): Promise<Pod[]> {
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

function logOf(client: KubeClient, pod: Pod, container: string, signal: AbortSignal) {
  const { namespace = '', name = '' } = pod.metadata ?? {};
  return client.logs({ namespace, name }, { container, signal });
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

/** Remembers of a log what explains best why no value was found. */
class LineWitness {
  private count = 0;
  private readonly last: string[] = [];
  private naming: string | null = null;

  constructor(private readonly metric: string) {}

  add(line: string): void {
    if (line.trim() === '') {
      return;
    }
    this.count += 1;
    this.last.push(plainText(line, 120));
    if (this.last.length > LINES_TOLD) {
      this.last.shift();
    }
    if (line.includes(this.metric)) {
      this.naming = plainText(line, 120);
    }
  }

  get sentence(): string {
    const metric = plainText(this.metric, 80);
    if (this.count === 0) {
      return `The trial printed nothing; it should print a line such as ${metric}=0.5`;
    }
    if (this.naming !== null) {
      return `The line "${this.naming}" names ${metric}, but it is not written as the metrics format has it, such as ${metric}=0.5`;
    }
    const told = this.last.map(line => `"${line}"`).join(', ');
    const lines = this.count === 1 ? 'its only line' : `the last of its ${this.count} lines`;
    return `No line that the trial printed names ${metric}; ${lines}: ${told}`;
  }
}
