import type {
  Phase,
  ReplicaSummary,
  TrainingJobItem,
  TrainingJobSummary
} from '@kubeflow-lab/schema';

/** What the Training panel is given where a test starts no jobs. */
export const noJobActions = {
  onNew: () => undefined,
  onInsert: () => undefined,
  rerun: () => Promise.resolve(),
  change: () => undefined
};

const START = '2026-10-20T09:00:00Z';

/** A job for tests: running, with a chief and a worker, changed by what is given. */
export function jobItem(
  name: string,
  summary: Partial<TrainingJobSummary> = {},
  annotations: Record<string, string> = {}
): TrainingJobItem {
  return {
    object: {
      apiVersion: 'kubeflow.org/v1',
      kind: 'TFJob',
      metadata: {
        name,
        namespace: 'team-a',
        uid: `uid-${name}`,
        resourceVersion: '1',
        creationTimestamp: START,
        annotations
      },
      spec: { runPolicy: { cleanPodPolicy: 'None' } }
    },
    summary: {
      phase: 'Running',
      message: 'All replicas are running.',
      reason: '',
      since: START,
      replicas: [replica(name, 'chief', 0), replica(name, 'worker', 0)],
      metrics: {},
      startedAt: START,
      finishedAt: null,
      createdAt: START,
      notebook: null,
      ...summary
    }
  };
}

/** A replica for tests. */
export function replica(
  job: string,
  role: string,
  index: number,
  phase: Phase = 'Running',
  more: Partial<ReplicaSummary> = {}
): ReplicaSummary {
  return {
    name: `${job}-${role}-${index}`,
    role,
    index,
    phase,
    message: '',
    restarts: 0,
    exitCode: null,
    node: 'node-1',
    ...more
  };
}

/** A job at its end, with an accuracy. */
export function succeeded(name: string, annotations: Record<string, string> = {}): TrainingJobItem {
  return jobItem(
    name,
    {
      phase: 'Succeeded',
      message: 'The job finished after 2 min 5 s.',
      finishedAt: '2026-10-20T09:02:05Z',
      metrics: { loss: 0.1234567, accuracy: 0.972222 },
      replicas: [
        replica(name, 'chief', 0, 'Succeeded', { exitCode: 0 }),
        replica(name, 'worker', 0, 'Succeeded', { exitCode: 0 })
      ]
    },
    annotations
  );
}
