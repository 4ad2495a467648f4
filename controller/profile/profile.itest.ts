import {
  NAMESPACE,
  PERSISTENT_VOLUME_CLAIM,
  PROFILE,
  ROLE_BINDING,
  SERVICE_ACCOUNT,
  isNotFound
} from '@kubeflow-lab/kube';
import type { Condition, Profile } from '@kubeflow-lab/resources';

import { deleteNamespace, eventually, uniqueName } from '../../kube/testing/cluster.js';
import { createMetrics } from '../runtime/index.js';
import type { Runnable } from '../runtime/index.js';
import {
  admin,
  asController,
  counting,
  installPlatform,
  namespaceGone,
  quiet,
  restorePlatform,
  settled
} from '../testing/platform.js';
import { createProfileController } from './index.js';

let controller: Runnable;
let name: string;
let writes: string[];

beforeAll(installPlatform);

afterAll(restorePlatform);

beforeEach(async () => {
  name = uniqueName('itest');
  const counted = counting(asController);
  writes = counted.writes;
  controller = createProfileController({
    client: counted.client,
    log: quiet,
    metrics: createMetrics(),
    sharedVolume: { size: '64Mi', accessMode: 'ReadWriteOnce' }
  });
  controller.watch();
  await controller.start();
});

afterEach(async () => {
  await controller.stop();
  await admin.delete(PROFILE, { name }).catch((error: unknown) => {
    expect(isNotFound(error)).toBe(true);
  });
  await deleteNamespace(admin, name);
});

function createProfile(owner: Profile['spec']): Promise<Profile> {
  return admin.create(PROFILE, { metadata: { name }, spec: owner });
}

async function ready(status: string): Promise<Condition> {
  return eventually(async () => {
    const profile = await admin.get(PROFILE, { name });
    return profile.status?.conditions?.find(c => c.type === 'Ready' && c.status === status);
  });
}

const ada = { owner: { kind: 'User' as const, name: 'ada@example.com' } };

it('makes of a Profile a namespace with all that a project needs', async () => {
  const profile = await createProfile(ada);
  expect(await ready('True')).toMatchObject({ reason: 'Ready' });

  expect(await admin.get(NAMESPACE, { name })).toMatchObject({
    metadata: {
      labels: {
        'app.kubernetes.io/part-of': 'kubeflow-profile',
        'katib.kubeflow.org/metrics-collector-injection': 'enabled',
        'pod-security.kubernetes.io/enforce': 'baseline'
      },
      annotations: { owner: 'ada@example.com' },
      ownerReferences: [{ kind: 'Profile', uid: profile.metadata?.uid, controller: true }]
    }
  });
  for (const account of ['default-editor', 'default-viewer']) {
    await admin.get(SERVICE_ACCOUNT, { namespace: name, name: account });
  }
  const bindings: [string, string, object][] = [
    ['default-editor', 'kubeflow-edit', { kind: 'ServiceAccount', name: 'default-editor' }],
    ['default-viewer', 'kubeflow-view', { kind: 'ServiceAccount', name: 'default-viewer' }],
    ['namespaceAdmin', 'kubeflow-admin', { kind: 'User', name: 'ada@example.com' }]
  ];
  for (const [binding, role, subject] of bindings) {
    expect(await admin.get(ROLE_BINDING, { namespace: name, name: binding })).toMatchObject({
      roleRef: { kind: 'ClusterRole', name: role },
      subjects: [subject]
    });
  }
  const shared = await admin.get(PERSISTENT_VOLUME_CLAIM, { namespace: name, name: 'shared' });
  expect(shared.spec).toMatchObject({
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: '64Mi' } }
  });

  await settled(writes);
  writes.length = 0;
  await admin.mergePatch(PROFILE, { name }, { metadata: { labels: { touched: 'yes' } } });
  await settled(writes);
  expect(writes.filter(write => write.includes(name))).toEqual([]);
});

it('restores what was deleted, and follows a change of the owner', async () => {
  await createProfile(ada);
  await ready('True');
  const binding = { namespace: name, name: 'namespaceAdmin' };
  await admin.delete(ROLE_BINDING, binding);
  await admin.delete(SERVICE_ACCOUNT, { namespace: name, name: 'default-editor' });
  await eventually(async () => Boolean(await admin.get(ROLE_BINDING, binding)));
  await eventually(async () =>
    Boolean(await admin.get(SERVICE_ACCOUNT, { namespace: name, name: 'default-editor' }))
  );
  await admin.mergePatch(PROFILE, { name }, { spec: { owner: { name: 'bob@example.com' } } });
  await eventually(async () => {
    const { subjects } = (await admin.get(ROLE_BINDING, binding)) as {
      subjects?: { name: string }[];
    };
    return subjects?.length === 1 && subjects[0].name === 'bob@example.com';
  });
  const namespace = await admin.get(NAMESPACE, { name });
  expect(namespace.metadata?.annotations?.owner).toBe('bob@example.com');
});

it('takes the namespace away with the Profile', async () => {
  await createProfile(ada);
  await ready('True');
  await admin.delete(PROFILE, { name });
  await namespaceGone(name);
});

it('leaves a namespace of somebody else alone, and takes one of the same owner', async () => {
  await admin.create(NAMESPACE, { metadata: { name } });
  await createProfile(ada);
  const refused = await ready('False');
  expect(refused).toMatchObject({ reason: 'NamespaceTaken' });
  expect(refused.message).toContain(`A namespace named ${name} exists already`);
  const labels = (await admin.get(NAMESPACE, { name })).metadata?.labels ?? {};
  expect(labels['app.kubernetes.io/part-of']).toBeUndefined();

  const annotations = { owner: 'ada@example.com' };
  await admin.mergePatch(NAMESPACE, { name }, { metadata: { annotations } });
  await ready('True');
  const taken = await admin.get(NAMESPACE, { name });
  expect(taken.metadata?.labels?.['pod-security.kubernetes.io/enforce']).toBe('baseline');
  // It was there before the Profile, so it stays after it.
  expect(taken.metadata?.ownerReferences).toBeUndefined();
});

it('asks for an owner', async () => {
  await createProfile({});
  expect(await ready('False')).toMatchObject({ reason: 'NoOwner' });
});
