import { isNotFound, SECRET, secretValues } from '@kubeflow-lab/kube';
import type { KubeClient, Secret } from '@kubeflow-lab/kube';
import {
  BUCKET_CONDITION,
  BUCKET_SECRET,
  bucketNameOf,
  readBucketAccess
} from '@kubeflow-lab/resources';
import type { BucketAccess, Condition, Profile } from '@kubeflow-lab/resources';

import { writeCondition } from '../profile/index.js';
import { timestamp } from '../runtime/index.js';
import type { Reconcile } from '../runtime/index.js';
import { applyChildren } from './apply.js';
import type { BucketCache } from './cache.js';
import { KEYS_FINALIZER, isOurs } from './children.js';
import type { Confirmed } from './confirmed.js';
import { BucketServiceError } from './errors.js';
import { claimOn, isMadeFor, tagsFor, userOf } from './ownership.js';
import type { BucketService } from './service.js';

export interface BucketSetting {
  client: KubeClient;
  cache: BucketCache;
  /** The installation's bucket service; null where it has none. */
  service: () => BucketService | null;
  /** What becomes of a bucket when its project is deleted. */
  reclaim: 'Retain' | 'Delete';
  confirmed: Confirmed;
}

/** Whether keys still open their bucket is looked at again after this time. */
export const RECHECK_MS = 10 * 60_000;
const RETRY_MS = 10_000;

type Outcome = Omit<Condition, 'lastTransitionTime' | 'type'>;

/** Gives a project its bucket with keys that open nothing else, and says in `BucketReady` how that went. */
export function createBucketReconcile(setting: BucketSetting): Reconcile {
  const { cache, client } = setting;
  return async key => {
    const namespace = key.slice(key.indexOf('/') + 1);
    const secret = cache.secrets.store.get({ namespace, name: BUCKET_SECRET });
    if (secret?.metadata?.deletionTimestamp) {
      await revoke(namespace, secret, setting);
      return undefined;
    }
    const service = setting.service();
    const profile = cache.profiles.store.get({ name: namespace });
    if (service === null || profile === undefined || !isSettled(profile, cache)) {
      return undefined;
    }
    const outcome = await makeBucket(profile, secret, service, setting);
    await writeCondition(client, profile, { type: BUCKET_CONDITION, ...outcome }, timestamp());
    return { requeueAfterMs: outcome.status === 'True' ? RECHECK_MS : RETRY_MS };
  };
}

/** Whether the project is there and stays: its namespace is the Profile's, and neither is ending. */
function isSettled(profile: Profile, cache: BucketCache): boolean {
  const namespace = cache.namespaces.store.get({ name: profile.metadata?.name ?? '' });
  const ready = profile.status?.conditions?.find(({ type }) => type === 'Ready');
  return (
    ready?.status === 'True' &&
    namespace !== undefined &&
    !namespace.metadata?.deletionTimestamp &&
    !profile.metadata?.deletionTimestamp
  );
}

async function makeBucket(
  profile: Profile,
  cached: Secret | undefined,
  service: BucketService,
  setting: BucketSetting
): Promise<Outcome> {
  const { client, cache, confirmed } = setting;
  const namespace = profile.metadata?.name ?? '';
  const bucket = bucketNameOf(namespace);
  const tags = tagsFor(profile);
  try {
    const known = accessOf(cached, service, bucket);
    if (known !== null && confirmed.has(namespace, { known, tags })) {
      await applyChildren(client, cache, { profile, secret: cached, access: known });
      return ready(bucket);
    }
    // New keys end the old ones, so the cache, which may be late, is not enough to give any.
    const secret = await readSecret(client, namespace);
    if (secret !== undefined && !isOurs(secret, profile)) {
      return refused(
        'NameTaken',
        `The Secret ${BUCKET_SECRET} in ${namespace} is somebody else's; delete it, and the project gets keys of its own.`
      );
    }
    if (!(await claimBucket(bucket, tags, service))) {
      return refused(
        'BucketTaken',
        `A bucket named ${bucket} exists already and is not this project's: an administrator of the bucket service renames or deletes it.`
      );
    }
    const access = await openBucket(userOf(namespace), bucket, secret, service);
    await applyChildren(client, cache, { profile, secret, access });
    confirmed.add(namespace, { known: access, tags });
    return ready(bucket);
  } catch (error) {
    if (error instanceof BucketServiceError) {
      return refused('ServiceFailed', `${error.message}. It is tried again.`);
    }
    throw error;
  }
}

function ready(bucket: string): Outcome {
  return { status: 'True', reason: 'Ready', message: `The project's bucket is ${bucket}.` };
}

function refused(reason: string, message: string): Outcome {
  return { status: 'False', reason, message };
}

async function readSecret(client: KubeClient, namespace: string): Promise<Secret | undefined> {
  try {
    return await client.get(SECRET, { namespace, name: BUCKET_SECRET });
  } catch (error) {
    if (isNotFound(error)) {
      return undefined;
    }
    throw error;
  }
}

/** Makes the bucket, or sees that it is the project's; false when it is somebody else's. */
async function claimBucket(
  bucket: string,
  tags: Record<string, string>,
  service: BucketService
): Promise<boolean> {
  const claim = claimOn(await service.tagsOf(bucket), tags);
  if (claim === 'taken' || (claim === 'unmarked' && !(await service.isEmpty(bucket)))) {
    return false;
  }
  if (claim !== 'ours') {
    await service.makeBucket(bucket, tags);
  }
  return true;
}

/** The keys of a Secret with where they are good for now; null where it has none. */
function accessOf(
  secret: Secret | undefined,
  { settings: { endpoint, region } }: BucketService,
  bucket: string
): BucketAccess | null {
  const held = secret === undefined ? null : readBucketAccess(secretValues(secret));
  return held === null ? null : { ...held, endpoint, region, bucket };
}

/** The access that the Secret holds, if it opens the bucket; one with new keys otherwise. */
async function openBucket(
  user: string,
  bucket: string,
  secret: Secret | undefined,
  service: BucketService
): Promise<BucketAccess> {
  const held = accessOf(secret, service, bucket);
  await service.makeUser(user, bucket);
  if (held !== null && (await service.opens(held, bucket))) {
    return held;
  }
  const { endpoint, region } = service.settings;
  return { endpoint, region, bucket, ...(await service.renewKeys(user)) };
}

/** Lets go of a Secret that is being deleted, once its keys open nothing any more. */
async function revoke(namespace: string, secret: Secret, setting: BucketSetting): Promise<void> {
  const { finalizers = [], resourceVersion, ownerReferences } = secret.metadata ?? {};
  if (!finalizers.includes(KEYS_FINALIZER)) {
    return;
  }
  const service = setting.service();
  if (service !== null) {
    await service.removeUser(userOf(namespace));
    const profile = setting.cache.profiles.store.get({ name: namespace });
    const ended = profile === undefined || profile.metadata?.deletionTimestamp !== undefined;
    const uid = ownerReferences?.find(reference => reference.controller)?.uid;
    const bucket = bucketNameOf(namespace);
    if (setting.reclaim === 'Delete' && ended && isMadeFor(await service.tagsOf(bucket), uid)) {
      await service.removeBucket(bucket);
    }
  }
  const remaining = finalizers.filter(finalizer => finalizer !== KEYS_FINALIZER);
  const key = { namespace, name: BUCKET_SECRET };
  await setting.client.mergePatch(SECRET, key, {
    metadata: { finalizers: remaining, resourceVersion }
  });
}
