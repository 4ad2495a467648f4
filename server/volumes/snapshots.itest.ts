/**
 * Snapshots against a real API server, with the roles that the installation gives people. No driver is there: the kinds
 * are as small as what is asked of them, and the test writes the status that a driver would.
 */
import {
  CUSTOM_RESOURCE_DEFINITION,
  PERSISTENT_VOLUME_CLAIM,
  STORAGE_CLASS,
  VOLUME_SNAPSHOT,
  VOLUME_SNAPSHOT_CLASS
} from '@kubeflow-lab/kube';
import type { Kind } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';
import type { SnapshotList } from '@kubeflow-lab/schema';

import {
  createNamespace,
  deleteNamespace,
  eventually,
  readObjects,
  uniqueName
} from '../../kube/testing/cluster.js';
import { admin, grant, startListening } from '../testing/listening.js';
import type { ListeningServer } from '../testing/listening.js';

const PERSISTENT_VOLUME: Kind = {
  group: '',
  version: 'v1',
  kind: 'PersistentVolume',
  plural: 'persistentvolumes',
  namespaced: false
};
const ANYTHING = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

const ada = uniqueName('ada');
const eve = uniqueName('eve');
const disk = uniqueName('disk');
/** One that no snapshot class names. */
const plain = uniqueName('plain');
const driver = `${disk}.example.com`;

let server: ListeningServer;
/** Ada may change what is in it, and eve may look. */
let project: string;
let owner: string;
let viewer: string;

beforeAll(async () => {
  await define(VOLUME_SNAPSHOT, { spec: ANYTHING, status: ANYTHING });
  await define(VOLUME_SNAPSHOT_CLASS, { driver: { type: 'string' } });
  await admin.create(STORAGE_CLASS, { metadata: { name: disk }, provisioner: driver });
  await admin.create(STORAGE_CLASS, { metadata: { name: plain }, provisioner: `${plain}.example` });
  await eventually(() =>
    admin.apply(VOLUME_SNAPSHOT_CLASS, {
      apiVersion: 'snapshot.storage.k8s.io/v1',
      kind: 'VolumeSnapshotClass',
      metadata: { name: disk },
      driver
    })
  );
  project = await createNamespace(admin, { 'app.kubernetes.io/part-of': 'kubeflow-profile' });
  await assign(ada, ['kubeflow-lab-project-view', 'kubeflow-lab-project-edit']);
  await assign(eve, ['kubeflow-lab-project-view']);
  await boundVolume('data', disk);
  await boundVolume('other', plain);
  server = await startListening({ people: [ada, eve] });
  [owner, viewer] = await Promise.all([ada, eve].map(server.signIn));
});

afterAll(async () => {
  await server?.close();
  await deleteNamespace(admin, project);
  for (const name of [disk, plain]) {
    await admin.delete(STORAGE_CLASS, { name });
    await admin.delete(PERSISTENT_VOLUME, { name });
  }
  for (const kind of [VOLUME_SNAPSHOT, VOLUME_SNAPSHOT_CLASS]) {
    await admin.delete(CUSTOM_RESOURCE_DEFINITION, { name: `${kind.plural}.${kind.group}` });
  }
});

function define(
  { group, kind, namespaced, plural, version }: Kind,
  properties: object
): Promise<KubeObject> {
  const schema = { openAPIV3Schema: { type: 'object', properties } };
  return admin.apply(CUSTOM_RESOURCE_DEFINITION, {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${group}`,
      // Without it the API server keeps the groups of Kubernetes to itself.
      annotations: { 'api-approved.kubernetes.io': 'unapproved, for a test' }
    },
    spec: {
      group,
      scope: namespaced ? 'Namespaced' : 'Cluster',
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [{ name: version, served: true, storage: true, schema }]
    }
  } as KubeObject);
}

/** Gives somebody the rules of roles of the installation, in the project. */
function assign(user: string, roles: string[]): Promise<void> {
  const installed = readObjects('deploy/base/roles.yaml') as { metadata?: { name?: string } }[];
  const rules = installed
    .filter(role => roles.includes(role.metadata?.name ?? ''))
    .flatMap(role => (role as { rules: object[] }).rules);
  return grant(project, user, rules);
}

/** A volume that lies somewhere, as far as Kubernetes knows; nothing mounts it. */
async function boundVolume(name: string, storageClassName: string): Promise<void> {
  const key = { namespace: project, name };
  const shared = { accessModes: ['ReadWriteOnce'], storageClassName };
  await admin.create(PERSISTENT_VOLUME, {
    metadata: { name: storageClassName },
    spec: {
      ...shared,
      capacity: { storage: '1Gi' },
      persistentVolumeReclaimPolicy: 'Retain',
      claimRef: key,
      csi: { driver, volumeHandle: storageClassName }
    }
  } as KubeObject);
  await admin.create(PERSISTENT_VOLUME_CLAIM, {
    metadata: key,
    spec: {
      ...shared,
      volumeName: storageClassName,
      resources: { requests: { storage: '1Gi' } }
    }
  });
  await eventually(async () => {
    const { status } = await admin.get(PERSISTENT_VOLUME_CLAIM, key);
    return status?.phase === 'Bound';
  });
}

async function send(method: string, path: string, cookie: string, body?: object) {
  const answer = await fetch(`${server.origin}/api/namespaces/${project}/${path}`, {
    method,
    headers: { Cookie: cookie, 'X-Kubeflow-Lab': '1', 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body)
  });
  return { status: answer.status, text: await answer.text() };
}

const list = async (cookie: string) =>
  JSON.parse((await send('GET', 'volumesnapshots', cookie)).text) as SnapshotList;

it('is taken by who may change the project, and becomes a volume', async () => {
  const form = { name: 'first', volume: 'data' };
  expect((await send('POST', 'volumesnapshots', viewer, form)).status).toBe(403);
  expect((await send('POST', 'volumesnapshots', owner, form)).status).toBe(201);
  expect(await list(viewer)).toMatchObject({
    items: [{ name: 'first', volume: 'data', phase: 'Pending', storageClasses: [disk] }],
    storageClasses: expect.arrayContaining([disk]),
    why: null
  });
  const again = { name: 'again', size: '1Gi', snapshot: 'first' };
  expect((await send('POST', 'persistentvolumeclaims', owner, again)).status).toBe(422);
  const key = { namespace: project, name: 'first' };
  const status = { readyToUse: true, restoreSize: '1Gi' };
  await admin.mergePatch(VOLUME_SNAPSHOT, key, { status });
  expect((await list(viewer)).items).toMatchObject([{ phase: 'Ready', size: '1Gi' }]);
  expect((await send('POST', 'persistentvolumeclaims', owner, again)).status).toBe(201);
  const { spec } = await admin.get(PERSISTENT_VOLUME_CLAIM, { ...key, name: 'again' });
  expect(spec).toMatchObject({
    storageClassName: disk,
    dataSource: { kind: 'VolumeSnapshot', name: 'first' }
  });
  expect((await send('DELETE', 'volumesnapshots/first', viewer)).status).toBe(403);
  expect((await send('DELETE', 'volumesnapshots/first', owner)).status).toBe(202);
  expect((await list(viewer)).items).toEqual([]);
});

it('is not taken of a volume whose driver cannot', async () => {
  const { status, text } = await send('POST', 'volumesnapshots', owner, {
    name: 'none',
    volume: 'other'
  });
  expect([status, text]).toEqual([409, expect.stringContaining(`${plain} cannot take snapshots`)]);
});
