/** A project of its own for each test, with the Notebook controller at work in this process. */
import { NOTEBOOK, isNotFound } from '@kubeflow-lab/kube';
import type { Kind, KubeClient } from '@kubeflow-lab/kube';
import type { Condition, KubeObject, Notebook, PodSpec } from '@kubeflow-lab/resources';

import { createNamespace, deleteNamespace, eventually } from '../../kube/testing/cluster.js';
import { createNotebookController, createRouting } from '../notebook/index.js';
import type { RoutingSettings } from '../notebook/index.js';
import { createMetrics } from '../runtime/index.js';
import type { Runnable } from '../runtime/index.js';
import { reflectServers } from '../servers.js';
import { admin, asController, installPlatform, quiet, restorePlatform } from './platform.js';

const PROJECT = {
  'app.kubernetes.io/part-of': 'kubeflow-profile',
  'pod-security.kubernetes.io/enforce': 'baseline'
};
export const GATEWAY = { namespace: 'kubeflow-lab', name: 'kubeflow-lab-gateway' };
export const ISTIO = { gateway: 'kubeflow/main', host: 'lab.example.org', clusterDomain: 'local' };

let namespace: string;
let running: Runnable[] = [];

/** To be called once at the top of a test file. */
export function useProject(): void {
  beforeAll(installPlatform);
  afterAll(restorePlatform);
  beforeEach(async () => {
    namespace = await createNamespace(admin, PROJECT);
  });
  afterEach(async () => {
    await stopControllers();
    await deleteNamespace(admin, namespace);
  });
}

/** The namespace of the test's project. */
export const project = (): string => namespace;

export async function stopControllers(): Promise<void> {
  await Promise.all(running.map(controller => controller.stop()));
  running = [];
}

export async function startController(
  client: KubeClient = asController,
  strategy: RoutingSettings['strategy'] = 'gateway-api'
): Promise<Runnable> {
  const controller = createNotebookController({
    client,
    servers: reflectServers(client, quiet),
    log: quiet,
    metrics: createMetrics(),
    routing: createRouting({ strategy, gateway: GATEWAY, istio: ISTIO })
  });
  running.push(controller);
  controller.watch();
  await controller.start();
  return controller;
}

/** Takes a controller whose work in progress never ends: nobody waits for it. */
export function abandon(controller: Runnable): void {
  running = running.filter(other => other !== controller);
  void controller.stop();
  controller.reflectors.forEach(reflector => void reflector.stop());
}

export function notebook(name: string, spec: Partial<PodSpec> = {}): Notebook {
  const container = {
    name,
    image: 'localhost/pause:1',
    imagePullPolicy: 'IfNotPresent',
    // Written in ways that the API server writes differently.
    resources: { requests: { cpu: '0.010', memory: '33554432' }, limits: { memory: '64Mi' } }
  };
  return {
    metadata: { namespace, name, labels: { app: name } },
    // The program of the image waits for its end by force.
    spec: {
      template: { spec: { terminationGracePeriodSeconds: 1, containers: [container], ...spec } }
    }
  };
}

export function create(name: string, spec: Partial<PodSpec> = {}): Promise<Notebook> {
  return admin.create(NOTEBOOK, notebook(name, spec));
}

export function get<O extends KubeObject>(kind: Kind<O>, name: string): Promise<O> {
  return admin.get(kind, { namespace, name });
}

export async function readyCondition(name: string): Promise<Condition | undefined> {
  const { status } = await get(NOTEBOOK, name);
  return status?.conditions?.find(condition => condition.type === 'Ready');
}

export async function untilRunning(name: string): Promise<void> {
  await eventually(async () => (await readyCondition(name))?.status === 'True', 60);
}

export async function isGone(kind: Kind, name: string): Promise<boolean> {
  return isNotFound(await get(kind, name).catch((error: unknown) => error));
}
