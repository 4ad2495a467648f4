/** Runs on the cluster, with the workflow engine at work in this process. */
import { POD, WORKFLOW } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { isWorkflowCompleted, summarizeWorkflow } from '@kubeflow-lab/resources';
import type { Pod, Workflow, WorkflowSpec } from '@kubeflow-lab/resources';
import { WORKFLOW_CRD } from '@kubeflow-lab/schema';
import { createMetrics } from '@kubeflow-lab/controller/runtime';
import type { Runnable } from '@kubeflow-lab/controller/runtime';

import { createNamespace, deleteNamespace, eventually } from '../../../kube/testing/cluster.js';
import { admin, asEngines, installEngines, quiet, restoreEngines } from '../../testing/cluster.js';
import { createWorkflowEngine } from '../index.js';

export const IMAGE = 'localhost/kubeflow-lab-platform:0.1.0';
export const END_SECONDS = 90;

let namespace: string;
const running = new Set<Runnable>();

/** To be called once at the top of a test file. */
export function useRuns(): void {
  beforeAll(async () => {
    await installEngines([WORKFLOW_CRD]);
    namespace = await createNamespace(admin, { 'pod-security.kubernetes.io/enforce': 'baseline' });
  });

  afterEach(stopAll);

  afterAll(async () => {
    await deleteNamespace(admin, namespace);
    await restoreEngines();
  });
}

/** Where the runs are. */
export const project = (): string => namespace;

export async function stopAll(): Promise<void> {
  await Promise.all([...running].map(engine => engine.stop()));
  running.clear();
}

export async function startEngine(client: KubeClient = asEngines, standsAside?: () => boolean) {
  const metrics = createMetrics();
  const engine = createWorkflowEngine({
    client,
    log: quiet,
    metrics,
    artifactsImage: IMAGE,
    standsAside
  });
  running.add(engine);
  engine.watch();
  await engine.start();
  return engine;
}

export function shell(name: string, script: string, more: object = {}) {
  const container = {
    image: IMAGE,
    imagePullPolicy: 'IfNotPresent',
    command: ['sh', '-ec', script]
  };
  return { name, container, ...more };
}

export async function submit(name: string, spec: WorkflowSpec): Promise<void> {
  await admin.create<Workflow>(WORKFLOW, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { name, namespace },
    spec: { entrypoint: 'main', ...spec }
  });
}

export function get(name: string): Promise<Workflow> {
  return admin.get<Workflow>(WORKFLOW, { namespace, name });
}

export function ended(name: string): Promise<Workflow> {
  return eventually(async () => {
    const workflow = await get(name);
    return isWorkflowCompleted(workflow) ? workflow : false;
  }, END_SECONDS);
}

export async function podsOf(name: string): Promise<Pod[]> {
  const labelSelector = `workflows.argoproj.io/workflow=${name}`;
  return (await admin.list<Pod>(POD, { namespace, labelSelector })).items;
}

export function phases(workflow: Workflow): Record<string, string> {
  return Object.fromEntries(summarizeWorkflow(workflow).steps.map(step => [step.name, step.phase]));
}

/** The phase of one step, as soon as it has that. */
export function stepIs(name: string, step: string, phase: string): Promise<true> {
  return eventually(async () => {
    return phases(await get(name))[step] === phase || undefined;
  }, END_SECONDS);
}

export const DIAMOND = {
  name: 'main',
  dag: {
    tasks: [
      { name: 'a', template: 'step' },
      { name: 'b', template: 'step', dependencies: ['a'] },
      { name: 'c', template: 'step', dependencies: ['a'] },
      { name: 'd', template: 'step', depends: 'b && c' }
    ]
  }
};
