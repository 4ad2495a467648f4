/** Snapshots of the volumes of a project, where the cluster can take them. */
import {
  PERSISTENT_VOLUME_CLAIM,
  STORAGE_CLASS,
  VOLUME_SNAPSHOT,
  VOLUME_SNAPSHOT_CLASS,
  isNotFound
} from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import {
  buildSnapshot,
  checkRestore,
  checkSnapshotForm,
  classesWithSnapshots,
  isDefaultClass,
  isObjectName,
  noSnapshots,
  snapshotClassFor,
  snapshotItem,
  snapshotProblem
} from '@kubeflow-lab/resources';
import type { ClassesAround, VolumeSnapshotClass } from '@kubeflow-lab/resources';
import type { SnapshotForm, SnapshotItem, VolumeForm } from '@kubeflow-lab/schema';

import { ProblemError, invalid } from '../http/problem.js';
import type { RouteContext, RouteHandler, RouteTable } from '../http/route.js';
import { listDeed } from '../read.js';
import type { Services } from '../services.js';
import { claimItem } from './items.js';

const COLLECTION = '/api/namespaces/{namespace}/volumesnapshots';
const NOTHING_AROUND = { pods: [], notebooks: [], eventsOf: () => [] };

export const snapshotRoutes = {
  snapshots: {
    method: 'get',
    path: COLLECTION,
    operationId: 'listSnapshots',
    summary: 'The snapshots of the volumes of a project, and whether the cluster can take any.',
    responses: { 200: { description: 'The snapshots.', schema: 'SnapshotList' } }
  },
  createSnapshot: {
    method: 'post',
    path: COLLECTION,
    operationId: 'createSnapshot',
    summary: 'Take a snapshot of a volume.',
    body: 'SnapshotForm',
    responses: { 201: { description: 'It is being taken.', schema: 'SnapshotItem' } }
  },
  deleteSnapshot: {
    method: 'delete',
    path: `${COLLECTION}/{name}`,
    operationId: 'deleteSnapshot',
    summary: 'Delete a snapshot; volumes that were made from it stay.',
    responses: { 202: { description: 'It is being deleted.' } }
  }
} as const satisfies RouteTable;

export function snapshotHandlers({
  access,
  client
}: Services): Record<keyof typeof snapshotRoutes, RouteHandler> {
  return {
    async snapshots({ caller, params: { namespace }, response }) {
      await access.demand(
        caller.identity,
        listDeed(VOLUME_SNAPSHOT, namespace),
        `You may not see the snapshots of project "${namespace}"; ask its owner for access.`
      );
      const around = await classesAround(client);
      const found =
        around.snapshots === null
          ? []
          : (await caller.kube.list(VOLUME_SNAPSHOT, { namespace })).items;
      response.json({
        items: found
          .map(one => snapshotItem(one, around))
          .sort((a, b) => a.name.localeCompare(b.name)),
        storageClasses: classesWithSnapshots(around),
        why: noSnapshots(around)
      });
    },

    async createSnapshot({
      body,
      caller,
      params: { namespace },
      response
    }: RouteContext<SnapshotForm>) {
      const problems = checkSnapshotForm(body);
      if (problems.length > 0) {
        throw invalid(problems);
      }
      const around = await demandSnapshots(client);
      const key = { namespace, name: body.volume };
      const claim = claimItem(await caller.kube.get(PERSISTENT_VOLUME_CLAIM, key), NOTHING_AROUND);
      const problem = snapshotProblem(claim, classesWithSnapshots(around));
      const snapshotClass = snapshotClassFor(claim.storageClass, around);
      if (problem !== null || snapshotClass === null) {
        throw new ProblemError(409, problem ?? `No snapshot can be taken of "${body.volume}".`);
      }
      const made = await caller.kube.create(
        VOLUME_SNAPSHOT,
        buildSnapshot(body, { namespace, snapshotClass })
      );
      response.status(201).json(snapshotItem(made, around));
    },

    async deleteSnapshot({ caller, params, response }) {
      const key = { namespace: params.namespace, name: params.name };
      const { metadata } = await caller.kube.get(VOLUME_SNAPSHOT, key);
      const preconditions = { uid: metadata?.uid };
      await caller.kube.delete(VOLUME_SNAPSHOT, key, { preconditions });
      response.status(202).end();
    }
  };
}

interface RestoreCall {
  /** The API server, asked as ourselves: everybody may know which classes there are. */
  client: KubeClient;
  /** The API server, asked as the caller. */
  kube: KubeClient;
  namespace: string;
}

/** The form for a volume, with a storage class that can hold its snapshot; throws problems that name the field. */
export async function restored(form: VolumeForm, call: RestoreCall): Promise<VolumeForm> {
  if (form.snapshot === undefined) {
    return form;
  }
  const { item } = await findSnapshot(form.snapshot, call);
  demandFit(form, item);
  return { ...form, storageClass: form.storageClass || item.storageClasses[0] };
}

/**
 * Throws problems where a volume of a form for a server cannot begin with the snapshot that it names.
 * @param of the volume in the form, as `workspace`
 */
export async function demandRestore(
  { size, storageClass, snapshot }: Omit<VolumeForm, 'name'>,
  of: string,
  call: RestoreCall
): Promise<void> {
  if (snapshot) {
    const { item, around } = await findSnapshot(snapshot, call, of);
    const usual = around.storage.find(isDefaultClass)?.metadata?.name;
    demandFit({ size, storageClass: storageClass || usual }, item, of);
  }
}

async function findSnapshot(name: string, { client, kube, namespace }: RestoreCall, of = '') {
  if (!isObjectName(name)) {
    const path = fieldPath('snapshot', of);
    throw invalid([{ path, message: 'Choose the snapshot that it begins with.' }]);
  }
  const around = await demandSnapshots(client);
  const snapshot = await kube.get(VOLUME_SNAPSHOT, { namespace, name });
  return { item: snapshotItem(snapshot, around), around };
}

function demandFit(form: Parameters<typeof checkRestore>[0], item: SnapshotItem, of = ''): void {
  const problems = checkRestore(form, item);
  if (problems.length > 0) {
    throw invalid(problems.map(({ path, message }) => ({ path: fieldPath(path, of), message })));
  }
}

const fieldPath = (field: string, of: string) => (of === '' ? field : `${of}.${field}`);

/** The classes of a cluster that can take snapshots; throws a problem that says why it cannot. */
async function demandSnapshots(client: KubeClient): Promise<ClassesAround> {
  const around = await classesAround(client);
  const why = noSnapshots(around);
  if (why !== null) {
    throw new ProblemError(409, why);
  }
  return around;
}

async function classesAround(client: KubeClient): Promise<ClassesAround> {
  const [storage, snapshots] = await Promise.all([
    client.list(STORAGE_CLASS),
    snapshotClasses(client)
  ]);
  return { storage: storage.items, snapshots };
}

/** Null where the cluster does not know the kind. */
async function snapshotClasses(client: KubeClient): Promise<VolumeSnapshotClass[] | null> {
  try {
    return (await client.list(VOLUME_SNAPSHOT_CLASS)).items;
  } catch (error) {
    if (isNotFound(error)) {
      return null;
    }
    throw error;
  }
}
