/** Searches on the cluster, with the experiment engine at work in this process. */
import { EXPERIMENT, TRIAL } from '@kubeflow-lab/kube';
import type { Kind, KubeClient } from '@kubeflow-lab/kube';
import {
  EXPERIMENT_LABEL,
  isExperimentFinished,
  summarizeExperiment
} from '@kubeflow-lab/resources';
import type { Experiment, ExperimentSpec, KubeObject } from '@kubeflow-lab/resources';
import { EXPERIMENT_CRD, SUGGESTION_CRD, TRIAL_CRD } from '@kubeflow-lab/schema';
import { createMetrics } from '@kubeflow-lab/controller/runtime';
import type { Runnable } from '@kubeflow-lab/controller/runtime';

import { createNamespace, deleteNamespace, eventually } from '../../../kube/testing/cluster.js';
import { admin, asEngines, installEngines, quiet, restoreEngines } from '../../testing/cluster.js';
import { createExperimentEngine } from '../index.js';
import { startSuggestions } from './service.js';
import type { SuggestionProcess } from './service.js';

const IMAGE = 'localhost/kubeflow-lab-platform:0.1.0';
export const END_SECONDS = 200;

let namespace: string;
let service: SuggestionProcess;
const running = new Set<Runnable>();

/** To be called once at the top of a test file. */
export function useSearches(): void {
  beforeAll(async () => {
    await installEngines([EXPERIMENT_CRD, SUGGESTION_CRD, TRIAL_CRD]);
    namespace = await createNamespace(admin, { 'pod-security.kubernetes.io/enforce': 'baseline' });
    service = await startSuggestions();
  });

  afterEach(stopAll);

  afterAll(async () => {
    await service.stop();
    await deleteNamespace(admin, namespace);
    await restoreEngines();
  });
}

/** Where the searches are. */
export const project = (): string => namespace;

export async function stopAll(): Promise<void> {
  await Promise.all([...running].map(engine => engine.stop()));
  running.clear();
}

export async function startEngine(client: KubeClient = asEngines): Promise<void> {
  const engine = createExperimentEngine({
    client,
    log: quiet,
    metrics: createMetrics(),
    suggestionAddress: service.address,
    collectorImage: IMAGE
  });
  running.add(engine);
  engine.watch();
  await engine.start();
}

export const DISCRETE = (name: string, list: string[]) => ({
  name,
  parameterType: 'discrete',
  feasibleSpace: { list }
});

/** A search over x whose trials run `script` in a shell. */
export function searching(script: string, spec: ExperimentSpec = {}): ExperimentSpec {
  const parameters = spec.parameters ?? [DISCRETE('x', ['1', '2', '3', '4', '5', '6'])];
  return {
    objective: { type: 'maximize', objectiveMetricName: 'score' },
    algorithm: { algorithmName: 'random' },
    parallelTrialCount: 2,
    maxTrialCount: 3,
    trialTemplate: {
      retain: true,
      primaryContainerName: 'main',
      trialParameters: parameters.map(({ name }) => ({ name, reference: name })),
      trialSpec: {
        apiVersion: 'batch/v1',
        kind: 'Job',
        spec: {
          backoffLimit: 0,
          template: {
            spec: {
              restartPolicy: 'Never',
              terminationGracePeriodSeconds: 1,
              containers: [
                {
                  name: 'main',
                  image: IMAGE,
                  imagePullPolicy: 'IfNotPresent',
                  command: ['sh', '-ec', script],
                  terminationMessagePolicy: 'FallbackToLogsOnError'
                }
              ]
            }
          }
        }
      }
    },
    ...spec,
    parameters
  };
}

export async function submit(name: string, spec: ExperimentSpec): Promise<void> {
  await admin.create<Experiment>(EXPERIMENT, {
    apiVersion: 'kubeflow.org/v1beta1',
    kind: 'Experiment',
    metadata: { name, namespace },
    spec
  });
}

export const get = (name: string) => admin.get(EXPERIMENT, { namespace, name });

export async function owned<O extends KubeObject>(kind: Kind<O>, name: string): Promise<O[]> {
  const labelSelector = `${EXPERIMENT_LABEL}=${name}`;
  return (await admin.list(kind, { namespace, labelSelector })).items;
}

/** What a person sees of a search once it has ended. */
export async function ended(name: string) {
  const experiment = await eventually(async () => {
    const found = await get(name);
    return isExperimentFinished(found) ? found : false;
  }, END_SECONDS);
  return summarizeExperiment(experiment, { trials: await owned(TRIAL, name) });
}
