import { posix } from 'node:path';

import { TRIAL_LABEL } from '@kubeflow-lab/resources';
import type { KubeObject, MetricsCollectorSpec, Trial } from '@kubeflow-lab/resources';

import type { CollectorPlan } from '../collector/plan.js';
import { isPushed } from '../push/reported.js';

/** As Katib calls the container that it puts beside a trial. */
export const COLLECTOR_CONTAINER = 'metrics-logger-and-collector';
const VOLUME = 'metrics-volume';

interface Mount {
  name?: string;
  mountPath?: string;
}
interface Container {
  name?: string;
  env?: object[];
  volumeMounts?: Mount[];
}
interface PodSpec {
  containers: Container[];
  initContainers?: Container[];
  volumes?: { name?: string; emptyDir?: object }[];
}

/** The container whose log has a trial's values. */
export function logContainer({ spec }: Trial): string {
  return collectorPlan(spec?.metricsCollector) === null
    ? (spec?.primaryContainerName ?? '')
    : COLLECTOR_CONTAINER;
}

/** What the container beside a trial is to read; null where the trial's own log is read, or nothing. */
export function collectorPlan(collector: MetricsCollectorSpec | undefined): CollectorPlan | null {
  const path = collector?.source?.fileSystemPath?.path ?? '';
  switch (collector?.collector?.kind) {
    case 'File':
      return { kind: 'lines', path };
    case 'TensorFlowEvent':
      return { kind: 'events', path };
    default:
      return null;
  }
}

/**
 * A trial's run object with what its collector needs in each of its pods that trains: a container beside the one that
 * trains, which reads the files with the values and prints them, and ends by itself after that one; or the trial's name
 * in the environment, for a program that reports its values. The object as it is where its log is read, or nothing.
 */
export function withCollector<O extends KubeObject>(run: O, trial: Trial, image: string): O {
  const plan = collectorPlan(trial.spec?.metricsCollector);
  const primary = trial.spec?.primaryContainerName ?? '';
  if (isPushed(trial)) {
    return changePods(run, primary, spec => withTrialName(spec, primary));
  }
  return plan === null
    ? run
    : changePods(run, primary, spec => podBeside(spec, primary, plan, image));
}

/** Changes each description of a pod in a run object, wherever it lies, that has the primary container. */
function changePods<T>(value: T, primary: string, change: (spec: PodSpec) => PodSpec): T {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(element => changePods<unknown>(element, primary, change)) as T;
  }
  const entries = Object.entries(value).map(([name, field]) => [
    name,
    name === 'spec' && trains(field, primary)
      ? change(field)
      : changePods<unknown>(field, primary, change)
  ]);
  return Object.fromEntries(entries) as T;
}

/** As Katib does it: `kubeflow.katib.report_metrics` reads the name there. */
function withTrialName(spec: PodSpec, primary: string): PodSpec {
  const fieldRef = { fieldPath: `metadata.labels['${TRIAL_LABEL}']` };
  const variable = { name: 'KATIB_TRIAL_NAME', valueFrom: { fieldRef } };
  return {
    ...spec,
    containers: spec.containers.map(container =>
      container.name === primary
        ? { ...container, env: [...(container.env ?? []), variable] }
        : container
    )
  };
}

function trains(value: unknown, primary: string): value is PodSpec {
  const containers = (value as { containers?: unknown } | null)?.containers;
  return (
    Array.isArray(containers) &&
    containers.some((container: Container | null) => container?.name === primary)
  );
}

function podBeside(spec: PodSpec, primary: string, plan: CollectorPlan, image: string): PodSpec {
  // Katib's path of a file is the file's own, of event files a directory.
  const directory = plan.kind === 'lines' ? posix.dirname(plan.path) : plan.path;
  const training = spec.containers.find(({ name }) => name === primary);
  const own = training?.volumeMounts?.find(({ mountPath = '' }) => isBelow(directory, mountPath));
  const mount = own ?? { name: VOLUME, mountPath: directory };
  const collector = {
    name: COLLECTOR_CONTAINER,
    image,
    imagePullPolicy: 'IfNotPresent',
    command: ['node', '/app/metrics.mjs'],
    env: [{ name: 'KUBEFLOW_LAB_COLLECTOR', value: JSON.stringify(plan) }],
    // A container that is always restarted is one beside the others: it is ended when they have.
    restartPolicy: 'Always',
    volumeMounts: [{ ...mount, readOnly: true }],
    resources: { requests: { cpu: '10m', memory: '48Mi' }, limits: { memory: '128Mi' } },
    securityContext: { allowPrivilegeEscalation: false }
  };
  return {
    ...spec,
    initContainers: [...(spec.initContainers ?? []), collector],
    containers: spec.containers.map(container =>
      container.name === primary && own === undefined
        ? { ...container, volumeMounts: [...(container.volumeMounts ?? []), mount] }
        : container
    ),
    ...(own === undefined
      ? { volumes: [...(spec.volumes ?? []), { name: VOLUME, emptyDir: {} }] }
      : {})
  };
}

function isBelow(path: string, mountPath: string): boolean {
  const root = mountPath.replace(/\/+$/, '');
  return mountPath !== '' && (path === root || path.startsWith(`${root}/`));
}
