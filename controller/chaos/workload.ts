import {
  NAMESPACE,
  NOTEBOOK,
  SERVICE,
  STATEFUL_SET,
  HTTP_ROUTE,
  isAlreadyExists,
  isNotFound
} from '@kubeflow-lab/kube';
import type { Kind, KubeClient } from '@kubeflow-lab/kube';
import { STOP_ANNOTATION, UPDATE_POLICY_ANNOTATION } from '@kubeflow-lab/resources';
import type { Notebook } from '@kubeflow-lab/resources';

import type { Holds } from './holds.js';
import type { Chance } from './random.js';

const PROJECT_LABELS = {
  'app.kubernetes.io/part-of': 'kubeflow-profile',
  'pod-security.kubernetes.io/enforce': 'baseline'
};
/** No scheduler has this name, so that only the stand-in for a kubelet says what becomes of the pods. */
export const SCHEDULER = 'chaos';
const STOPPED_AT = '2026-01-01T00:00:00Z';

/** What people do with one notebook. */
export type Operation =
  | { type: 'create' | 'delete' | 'stop' | 'start'; name: string }
  | { type: 'update'; name: string; value: string };

/**
 * What people do with `number` notebooks: each is made, then changed, stopped and started at random; some are deleted, and
 * some of those made again under the same name.
 */
export function drawOperations(chance: Chance, number: number): Operation[] {
  const operations: Operation[] = [];
  const names = Array.from({ length: number }, (_, index) => `nb-${index}`);
  const alive = new Set<string>();
  for (const name of names) {
    operations.push({ type: 'create', name });
    alive.add(name);
  }
  for (let count = 0; count < number * 3; count += 1) {
    const name = chance.oneOf(names);
    if (!alive.has(name)) {
      operations.push({ type: 'create', name });
      alive.add(name);
    } else if (chance.happens(0.15)) {
      operations.push({ type: 'delete', name });
      alive.delete(name);
    } else {
      const type = chance.oneOf(['stop', 'start', 'update'] as const);
      operations.push(
        type === 'update' ? { type, name, value: `revision-${count}` } : { type, name }
      );
    }
  }
  return operations;
}

export async function createProject(admin: KubeClient, name: string): Promise<void> {
  await admin.apply(NAMESPACE, { metadata: { name, labels: PROJECT_LABELS } });
}

/**
 * Does what a person does; each operation is one request, which is sent directly to the API server. It may be done again
 * where its answer was lost. Throws a conflict (409) as long as an earlier notebook of a new one's name is not gone.
 */
export async function perform(
  admin: KubeClient,
  namespace: string,
  operation: Operation
): Promise<void> {
  const key = { namespace, name: operation.name };
  const stopped = (value: string | null) => ({
    metadata: { annotations: { [STOP_ANNOTATION]: value } }
  });
  switch (operation.type) {
    case 'create':
      await create(admin, notebook(namespace, operation.name));
      return;
    case 'delete':
      await ignoringAbsence(() => admin.delete(NOTEBOOK, key));
      return;
    case 'stop':
      await admin.mergePatch(NOTEBOOK, key, stopped(STOPPED_AT));
      return;
    case 'start':
      await admin.mergePatch(NOTEBOOK, key, stopped(null));
      return;
    case 'update':
      await admin.mergePatch(NOTEBOOK, key, { spec: specWith(operation.name, operation.value) });
  }
}

async function create(admin: KubeClient, object: Notebook): Promise<void> {
  try {
    await admin.create(NOTEBOOK, object);
  } catch (error) {
    const { namespace, name } = object.metadata ?? {};
    const fieldSelector = `metadata.name=${name}`;
    const isThere = async () => {
      const { items } = await admin.list(NOTEBOOK, { namespace, fieldSelector });
      return items.some(({ metadata }) => metadata?.deletionTimestamp === undefined);
    };
    if (!isAlreadyExists(error) || !(await isThere())) {
      throw error;
    }
  }
}

/** For what may be gone already, or not be there yet. */
export async function ignoringAbsence(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!isNotFound(error)) {
      throw error;
    }
  }
}

function notebook(namespace: string, name: string): Notebook {
  return {
    metadata: {
      namespace,
      name,
      labels: { app: name },
      // Else what the template is depends on when a change came: before or after a start.
      annotations: { [UPDATE_POLICY_ANNOTATION]: 'Immediate' }
    },
    spec: specWith(name, 'first')
  };
}

function specWith(name: string, value: string): NonNullable<Notebook['spec']> {
  const container = {
    name,
    image: 'localhost/pause:1',
    imagePullPolicy: 'IfNotPresent',
    env: [{ name: 'VALUE', value }],
    resources: { requests: { cpu: '10m', memory: '16Mi' } }
  };
  return { template: { spec: { schedulerName: SCHEDULER, containers: [container] } } };
}

/** What somebody does by hand to a child of a notebook: all of it the controller has to undo. */
export async function sabotage(
  admin: KubeClient,
  chance: Chance,
  holds: Holds,
  { namespace, name }: { namespace: string; name: string }
): Promise<void> {
  const route = `notebook-${namespace}-${name}`;
  const containers = [{ name, image: 'localhost/edited:1' }];
  const backend = { name: 'another', port: 80 };
  const acts: (() => Promise<unknown>)[] = [
    () => admin.delete(SERVICE, { namespace, name }),
    () => admin.delete(HTTP_ROUTE, { namespace, name: route }),
    () => admin.delete(STATEFUL_SET, { namespace, name }),
    () => holds.delete(SERVICE, { namespace, name }),
    () => holds.delete(HTTP_ROUTE, { namespace, name: route }),
    () => holds.delete(STATEFUL_SET, { namespace, name }),
    () => edit(admin, STATEFUL_SET, namespace, name, { replicas: 3 }),
    () => edit(admin, STATEFUL_SET, namespace, name, { template: { spec: { containers } } }),
    () => edit(admin, SERVICE, namespace, name, { selector: { statefulset: 'another' } }),
    () => edit(admin, HTTP_ROUTE, namespace, route, { rules: [{ backendRefs: [backend] }] })
  ];
  // The controller may not have made it yet, or the notebook is gone.
  await ignoringAbsence(chance.oneOf(acts));
}

function edit(
  admin: KubeClient,
  kind: Kind,
  namespace: string,
  name: string,
  spec: object
): Promise<unknown> {
  return admin.mergePatch(kind, { namespace, name }, { spec }, { fieldManager: 'somebody' });
}
