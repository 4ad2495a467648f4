import { POD, TRIAL, isConflict, isNotFound } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { TRIAL_LABEL, isTrialFinished, metricNames, plainText } from '@kubeflow-lab/resources';
import type { Trial } from '@kubeflow-lab/resources';

import type { MetricText } from '../trial/metric-filter.js';
import { VALUE_MAX } from '../trial/observer.js';
import { isPushed, withValues } from './reported.js';

/** Values that are not taken; the message is a sentence for whoever reports them. */
export class RefusedReportError extends Error {}

export interface Report {
  /** The name of the trial, as its program says it. */
  trial: string;
  /** The address that reports. */
  address: string;
  values: readonly MetricText[];
}

/** Several processes of one trial may report at once. */
const ATTEMPTS = 10;
const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

/**
 * Writes what the program of a trial reports onto the Trial; it stands there when this resolves. Only a pod of the
 * trial is believed: the report does not say the namespace, and anybody could claim a name. Throws RefusedReportError.
 */
export async function takeReport(client: KubeClient, report: Report): Promise<void> {
  const namespace = await namespaceOf(client, report);
  for (let attempt = 1; ; attempt += 1) {
    const trial = await find(client, namespace, report.trial);
    const why = whyNot(trial, report.values);
    if (why !== null) {
      throw new RefusedReportError(why);
    }
    try {
      await write(client, trial, report.values);
      return;
    } catch (error) {
      if (!isConflict(error) || attempt === ATTEMPTS) {
        throw error;
      }
    }
  }
}

/** The namespace of the trial's pod that reports. */
async function namespaceOf(client: KubeClient, { trial, address }: Report): Promise<string> {
  const { items } = NAME.test(trial)
    ? await client.list(POD, {
        labelSelector: `${TRIAL_LABEL}=${trial}`,
        fieldSelector: `status.podIP=${address}`
      })
    : { items: [] };
  // The address of a pod that has ended may be another one's by now.
  const pod = items.find(({ status }) => status?.phase === 'Running');
  if (pod?.metadata?.namespace === undefined) {
    throw new RefusedReportError(
      `No pod of a trial named ${plainText(trial, 80)} has the address ${address}; only the pods of a trial report its metrics.`
    );
  }
  return pod.metadata.namespace;
}

async function find(client: KubeClient, namespace: string, name: string): Promise<Trial> {
  try {
    return await client.get(TRIAL, { namespace, name });
  } catch (error) {
    throw isNotFound(error)
      ? new RefusedReportError(`There is no trial ${namespace}/${name}.`)
      : error;
  }
}

/** Why values of a trial are not taken, as a sentence; null where they are. */
function whyNot(trial: Trial, values: readonly MetricText[]): string | null {
  const name = trial.metadata?.name;
  const names = metricNames(trial.spec?.objective);
  if (!isPushed(trial)) {
    return `The metrics of trial ${name} are not reported by its program; set metricsCollectorSpec.collector.kind to Push.`;
  }
  if (isTrialFinished(trial)) {
    return `Trial ${name} has ended.`;
  }
  if (!values.some(value => names.includes(value.name))) {
    return `The report has no metric of trial ${name}, which are ${names.join(', ')}.`;
  }
  const long = values.find(({ value }) => value.length > VALUE_MAX);
  return long === undefined
    ? null
    : `The value of ${plainText(long.name, 80)} has more than ${VALUE_MAX} characters.`;
}

async function write(
  client: KubeClient,
  trial: Trial,
  values: readonly MetricText[]
): Promise<void> {
  const { namespace, name = '', uid, resourceVersion } = trial.metadata ?? {};
  const annotations = withValues(trial, values);
  await client.mergePatch(
    TRIAL,
    { namespace, name },
    { metadata: { uid, resourceVersion, annotations } }
  );
}
