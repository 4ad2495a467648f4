import {
  CopyObjectCommand,
  DeleteBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketAclCommand,
  PutObjectCommand,
  S3Client
} from '@aws-sdk/client-s3';
import {
  CONFIG_MAP,
  NAMESPACE,
  PROFILE,
  ROLE_BINDING,
  SECRET,
  SERVICE,
  SERVICE_ACCOUNT,
  isNotFound,
  secretData,
  secretValues
} from '@kubeflow-lab/kube';
import type { Secret } from '@kubeflow-lab/kube';
import { BUCKET_CONDITION, BUCKET_SECRET, readBucketAccess } from '@kubeflow-lab/resources';
import type { BucketAccess, Condition } from '@kubeflow-lab/resources';

import {
  deleteNamespace,
  eventually,
  readObjects,
  uniqueName
} from '../../kube/testing/cluster.js';
import { createProfileController } from '../profile/index.js';
import { createMetrics } from '../runtime/index.js';
import type { Runnable } from '../runtime/index.js';
import {
  admin,
  asController,
  counting,
  expectAllUsed,
  installPlatform,
  quiet,
  restorePlatform,
  settled
} from '../testing/platform.js';
import { createBucketController } from './index.js';

const SERVICE_SECRET = { namespace: 'kubeflow-lab', name: 'kubeflow-lab-bucket-service' };
const ROLE = {
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'Role',
  plural: 'roles',
  namespaced: true
};

let running: Runnable[] = [];
let writes: string[];
const made = new Set<string>();
/** Namespace with a Secret that names the cluster's bucket service as this machine reaches it. */
let place: string;

beforeAll(async () => {
  await installPlatform();
  place = uniqueName('itest');
  await admin.create(NAMESPACE, { metadata: { name: place } });
  await copyRights();
  const service = await admin.get(SERVICE, { namespace: 'seaweedfs', name: 'seaweedfs-s3' });
  const settings = secretValues(await admin.get(SECRET, SERVICE_SECRET));
  const AWS_ENDPOINT_URL = `http://${service.spec?.clusterIP}:8333`;
  await admin.create<Secret>(SECRET, {
    metadata: { namespace: place, name: SERVICE_SECRET.name },
    data: secretData({ ...settings, AWS_ENDPOINT_URL })
  });
});

afterEach(stop);

afterAll(async () => {
  // A namespace takes its time to end, and ends only while somebody takes the keys in it away.
  await start('Delete');
  await Promise.all([...made].map(endProject));
  await stop();
  await deleteNamespace(admin, place);
  await restorePlatform();
  expectAllUsed(/^\w+ (?:secrets|configmaps)$/);
});

/** The controller's rights in its own namespace, in that of the test. */
async function copyRights(): Promise<void> {
  const namespaced = readObjects('deploy/base/controller-rbac.yaml').filter(
    ({ kind }) => kind === 'Role' || kind === 'RoleBinding'
  );
  for (const object of namespaced) {
    const copy = { ...object, metadata: { name: object.metadata?.name, namespace: place } };
    await admin.create(object.kind === 'Role' ? ROLE : ROLE_BINDING, copy);
  }
}

async function start(reclaim: 'Retain' | 'Delete' = 'Delete'): Promise<void> {
  const { client, writes: written } = counting(asController);
  writes = written;
  const common = { client, log: quiet, metrics: createMetrics() };
  const sharedVolume = { size: '64Mi', accessMode: 'ReadWriteOnce' };
  const service = { namespace: place, name: SERVICE_SECRET.name };
  running = [
    createProfileController({ ...common, sharedVolume }),
    createBucketController({ ...common, service, reclaim })
  ];
  running.forEach(controller => controller.watch());
  await Promise.all(running.map(controller => controller.start()));
}

async function stop(): Promise<void> {
  await Promise.all(running.map(controller => controller.stop()));
  running = [];
}

async function makeProject(owner = 'ada@example.com', name = uniqueName('itest')): Promise<string> {
  made.add(name);
  await admin.create(PROFILE, {
    metadata: { name },
    spec: { owner: { kind: 'User', name: owner } }
  });
  return name;
}

async function endProject(name: string): Promise<void> {
  await admin.delete(PROFILE, { name }).catch((error: unknown) => {
    expect(isNotFound(error)).toBe(true);
  });
  // One that was there before its Profile stays after it.
  await deleteNamespace(admin, name);
  await eventually(async () => {
    const { items } = await admin.list(NAMESPACE, { fieldSelector: `metadata.name=${name}` });
    return items.length === 0;
  }, 60);
}

function condition(name: string, status: string): Promise<Condition> {
  return eventually(async () => {
    const { status: said } = await admin.get(PROFILE, { name });
    return said?.conditions?.find(c => c.type === BUCKET_CONDITION && c.status === status);
  });
}

const keyOfSecret = (namespace: string) => ({ namespace, name: BUCKET_SECRET });

async function accessOf(namespace: string): Promise<BucketAccess> {
  const access = readBucketAccess(secretValues(await admin.get(SECRET, keyOfSecret(namespace))));
  expect(access).not.toBeNull();
  return access!;
}

function clientOf({ endpoint, region, bucket: _, ...credentials }: BucketAccess): S3Client {
  return new S3Client({ endpoint, region, credentials, forcePathStyle: true, maxAttempts: 1 });
}

const put = (access: BucketAccess, Bucket = access.bucket) =>
  clientOf(access).send(new PutObjectCommand({ Bucket, Key: 'data/a.txt', Body: 'hello' }));
const get = async (access: BucketAccess, Bucket = access.bucket) => {
  const answer = await clientOf(access).send(new GetObjectCommand({ Bucket, Key: 'data/a.txt' }));
  return answer.Body?.transformToString();
};

it('each project gets a bucket, and keys that open no other', async () => {
  await start();
  const [one, other] = await Promise.all([makeProject(), makeProject()]);
  await Promise.all([condition(one, 'True'), condition(other, 'True')]);
  const access = await accessOf(one);
  const otherAccess = await accessOf(other);
  expect([access.bucket, otherAccess.bucket]).toEqual([one, other]);
  await put(access);
  await put(otherAccess);
  expect(await get(access)).toBe('hello');

  const denied = { name: 'AccessDenied' };
  await expect(get(access, other)).rejects.toMatchObject(denied);
  await expect(put(access, other)).rejects.toMatchObject(denied);
  await expect(
    clientOf(access).send(new ListObjectsV2Command({ Bucket: other }))
  ).rejects.toMatchObject(denied);
  await expect(
    clientOf(access).send(
      new CopyObjectCommand({ Bucket: one, Key: 'stolen', CopySource: `${other}/data/a.txt` })
    )
  ).rejects.toMatchObject(denied);
  await expect(
    clientOf(access).send(new DeleteBucketCommand({ Bucket: one }))
  ).rejects.toMatchObject(denied);
  await expect(
    clientOf(access).send(new PutBucketAclCommand({ Bucket: one, ACL: 'public-read' }))
  ).rejects.toMatchObject(denied);
});

it("a project's account and Argo know the bucket; a settled project costs no writes", async () => {
  await start();
  const name = await makeProject();
  await condition(name, 'True');
  await eventually(async () => {
    const account = await admin.get(SERVICE_ACCOUNT, { namespace: name, name: 'default-editor' });
    const { secrets = [] } = account as { secrets?: { name: string }[] };
    return secrets.some(secret => secret.name === BUCKET_SECRET);
  });
  const { data } = await admin.get(CONFIG_MAP, { namespace: name, name: 'artifact-repositories' });
  expect(JSON.parse(data?.['default-v1'] ?? '')).toMatchObject({ s3: { bucket: name } });
  await settled(writes);
  const before = writes.length;
  await admin.mergePatch(PROFILE, { name }, { metadata: { annotations: { touched: 'yes' } } });
  await settled(writes);
  expect(writes.slice(before)).toEqual([]);
});

it('a Secret that was deleted comes back with new keys, and the old ones open nothing', async () => {
  await start();
  const name = await makeProject();
  await condition(name, 'True');
  const old = await accessOf(name);
  await put(old);
  await admin.delete(SECRET, keyOfSecret(name));
  const renewed = await eventually(async () => {
    const access = await accessOf(name);
    return access.accessKeyId !== old.accessKeyId && access;
  });
  expect(await get(renewed)).toBe('hello');
  await expect(get(old)).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
});

it('keys that were changed by hand are replaced by ones that work', async () => {
  await start();
  const name = await makeProject();
  await condition(name, 'True');
  await put(await accessOf(name));
  await admin.mergePatch(SECRET, keyOfSecret(name), {
    data: secretData({ AWS_SECRET_ACCESS_KEY: 'wrong' })
  });
  await eventually(async () => (await get(await accessOf(name))) === 'hello');
});

it("leaves a Secret of somebody else's alone, and says so", async () => {
  await start();
  const name = uniqueName('itest');
  await admin.create(NAMESPACE, { metadata: { name, annotations: { owner: 'ada@example.com' } } });
  await admin.create<Secret>(SECRET, {
    metadata: { namespace: name, name: BUCKET_SECRET },
    data: secretData({ AWS_ACCESS_KEY_ID: 'theirs' })
  });
  await makeProject('ada@example.com', name);
  expect(await condition(name, 'False')).toMatchObject({ reason: 'NameTaken' });
  expect(secretValues(await admin.get(SECRET, keyOfSecret(name)))).toEqual({
    AWS_ACCESS_KEY_ID: 'theirs'
  });
});

it('a bucket is kept for its owner, and falls to nobody else', async () => {
  await start('Retain');
  const name = await makeProject('ada@example.com');
  await condition(name, 'True');
  const old = await accessOf(name);
  await put(old);
  await endProject(name);
  await expect(get(old)).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });

  await makeProject('grace@example.com', name);
  expect(await condition(name, 'False')).toMatchObject({ reason: 'BucketTaken' });
  await endProject(name);

  await makeProject('ada@example.com', name);
  await condition(name, 'True');
  expect(await get(await accessOf(name))).toBe('hello');
});

it('where it is wanted, a bucket goes with its project', async () => {
  await start('Delete');
  const name = await makeProject('ada@example.com');
  await condition(name, 'True');
  await put(await accessOf(name));
  await endProject(name);
  await makeProject('grace@example.com', name);
  await condition(name, 'True');
  await expect(get(await accessOf(name))).rejects.toMatchObject({ name: 'NoSuchKey' });
});
