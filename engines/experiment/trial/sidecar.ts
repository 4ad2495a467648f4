import { posix } from 'node:path';

import type { KubeObject, MetricsCollectorSpec, Trial } from '@kubeflow-lab/resources';

import type { CollectorPlan } from '../collector/plan.js';

/** As Katib calls the container that it puts beside a trial. */
export const COLLECTOR_CONTAINER = 'metrics-logger-and-collector';
const VOLUME = 'metrics-volume';

interface Mount {
  name?: string;
  mountPath?: string;
}
interface Container {
  name?: string;
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
 * A trial's run object with a container beside the one that trains, in each of its pods, which reads the files with the
 * values and prints them; it ends by itself after that one. The object as it is where nothing is read from files.
 */
export function withCollector<O extends KubeObject>(run: O, trial: Trial, image: string): O {
  const plan = collectorPlan(trial.spec?.metricsCollector);
  const primary = trial.spec?.primaryContainerName ?? '';
  return plan === null ? run : addBeside(run, primary, plan, image);
}

function addBeside<T>(value: T, primary: string, plan: CollectorPlan, image: string): T {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(element => addBeside<unknown>(element, primary, plan, image)) as T;
  }
  const entries = Object.entries(value).map(([name, field]) => [
    name,
    name === 'spec' && trains(field, primary)
      ? podBeside(field, primary, plan, image)
      : addBeside<unknown>(field, primary, plan, image)
  ]);
  return Object.fromEntries(entries) as T;
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
