import {
  NAMESPACE,
  PERSISTENT_VOLUME_CLAIM,
  ROLE_BINDING,
  SERVICE_ACCOUNT,
  isAlreadyExists,
  isInvalid
} from '@kubeflow-lab/kube';
import type { Kind, KubeClient, StoreReader } from '@kubeflow-lab/kube';
import { OWNER_ANNOTATION, SHARED_CLAIM, plainText } from '@kubeflow-lab/resources';
import type { Condition, KubeObject, Profile, ProfileOwner } from '@kubeflow-lab/resources';

import { applyIfChanged, controllerUid, timestamp } from '../runtime/index.js';
import type { Reconcile } from '../runtime/index.js';
import type { ProfileCache } from './cache.js';
import { writeCondition } from './condition.js';
import { namespaceFor, roleBindingsFor, serviceAccountsFor, sharedClaimFor } from './children.js';
import type { SharedVolumeSettings } from './children.js';

export interface ProfileSetting {
  client: KubeClient;
  cache: ProfileCache;
  sharedVolume: SharedVolumeSettings;
}

/** A namespace that we may not take changes hands without our hearing of it only by its own events; this is for safety. */
const REFUSED_RECHECK_MS = 60_000;

type Outcome = Omit<Condition, 'lastTransitionTime' | 'type'>;

/** Makes the namespace of a Profile and what a project needs in it, and says in the condition `Ready` how that went. */
export function createProfileReconcile(setting: ProfileSetting): Reconcile {
  return async key => {
    const name = key.slice(key.indexOf('/') + 1);
    const profile = setting.cache.profiles.store.get({ name });
    if (profile === undefined || profile.metadata?.deletionTimestamp) {
      return undefined;
    }
    const outcome = await makeProject(profile, setting);
    await writeCondition(setting.client, profile, { type: 'Ready', ...outcome }, timestamp());
    return outcome.status === 'True' ? undefined : { requeueAfterMs: REFUSED_RECHECK_MS };
  };
}

async function makeProject(profile: Profile, setting: ProfileSetting): Promise<Outcome> {
  const name = profile.metadata?.name ?? '';
  const owner = profile.spec?.owner;
  if (!owner?.name) {
    return refused('NoOwner', 'The project has no owner; set spec.owner with kind and name.');
  }
  try {
    if (!(await makeNamespace(profile, owner, setting))) {
      const message = `A namespace named ${name} exists already and belongs to somebody else; annotate it with ${OWNER_ANNOTATION}=${plainText(owner.name)} to make it this project's, or choose another name.`;
      return refused('NamespaceTaken', message);
    }
    await makeContents(profile, owner, setting);
  } catch (error) {
    if (error instanceof Ending) {
      return refused('NamespaceEnding', error.message);
    }
    if (isInvalid(error)) {
      return refused(
        'Rejected',
        `Kubernetes does not accept the project: ${plainText(error.message, 500)}.`
      );
    }
    throw error;
  }
  return {
    status: 'True',
    reason: 'Ready',
    message: `The project belongs to ${plainText(owner.name)}.`
  };
}

/** A namespace of this name is being deleted; nothing can be made in it, and a new one only after it. */
class Ending extends Error {
  constructor(name: string) {
    super(`The namespace ${name} is still being deleted; the project is made after that.`);
  }
}

function refused(reason: string, message: string): Outcome {
  return { status: 'False', reason, message };
}

/** Makes or adjusts the namespace; false when it is somebody else's. */
async function makeNamespace(
  profile: Profile,
  owner: ProfileOwner,
  { client, cache }: ProfileSetting
): Promise<boolean> {
  const name = profile.metadata?.name ?? '';
  const current =
    cache.namespaces.store.get({ name }) ?? (await createNamespace(profile, owner, client));
  if (current.metadata?.deletionTimestamp) {
    throw new Ending(name);
  }
  const owned = controllerUid(current) === profile.metadata?.uid;
  if (!owned && current.metadata?.annotations?.[OWNER_ANNOTATION] !== owner.name) {
    return false;
  }
  await applyIfChanged(client, NAMESPACE, namespaceFor(profile, owner, owned), current);
  return true;
}

/** Creates the namespace, or answers the one that exists: a plain create never takes what is somebody else's. */
async function createNamespace(
  profile: Profile,
  owner: ProfileOwner,
  client: KubeClient
): Promise<KubeObject> {
  try {
    return await client.create(NAMESPACE, namespaceFor(profile, owner, true));
  } catch (error) {
    if (!isAlreadyExists(error)) {
      throw error;
    }
    return client.get(NAMESPACE, { name: profile.metadata?.name ?? '' });
  }
}

async function makeContents(
  profile: Profile,
  owner: ProfileOwner,
  { client, cache, sharedVolume }: ProfileSetting
): Promise<void> {
  await applyAll(client, SERVICE_ACCOUNT, cache.serviceAccounts.store, serviceAccountsFor(profile));
  await applyAll(client, ROLE_BINDING, cache.roleBindings.store, roleBindingsFor(profile, owner));
  const namespace = profile.metadata?.name;
  if (cache.claims.store.get({ namespace, name: SHARED_CLAIM }) === undefined) {
    await createOnce(client, PERSISTENT_VOLUME_CLAIM, sharedClaimFor(profile, sharedVolume));
  }
}

async function applyAll<O extends KubeObject>(
  client: KubeClient,
  kind: Kind,
  store: StoreReader<KubeObject>,
  desired: O[]
): Promise<void> {
  for (const object of desired) {
    const { namespace, name = '' } = object.metadata ?? {};
    await applyIfChanged(client, kind, object, store.get({ namespace, name }));
  }
}

/** For what cannot be changed once it is there. */
async function createOnce<O extends KubeObject>(client: KubeClient, kind: Kind<O>, object: O) {
  try {
    await client.create(kind, object);
  } catch (error) {
    if (!isAlreadyExists(error)) {
      throw error;
    }
  }
}
