import { CONFIG_MAP, SECRET, SERVICE_ACCOUNT } from '@kubeflow-lab/kube';
import type { KubeClient, Secret } from '@kubeflow-lab/kube';
import { ARTIFACT_REPOSITORIES, BUCKET_SECRET } from '@kubeflow-lab/resources';
import type { BucketAccess, KubeObject, Profile } from '@kubeflow-lab/resources';

import { applyIfChanged } from '../runtime/index.js';
import type { BucketCache } from './cache.js';
import { EDITOR, artifactRepositoriesFor, isOurs, secretFor } from './children.js';

export interface Wanted {
  profile: Profile;
  /** As it is now. */
  secret: Secret | undefined;
  access: BucketAccess;
}

/** Writes what the account gets, which belongs to the Profile controller. */
const ACCOUNT_MANAGER = 'kubeflow-lab-bucket';

/** Writes what a project needs in its namespace to use its bucket, where it differs. */
export async function applyChildren(
  client: KubeClient,
  cache: BucketCache,
  { profile, secret, access }: Wanted
): Promise<void> {
  const namespace = profile.metadata?.name;
  await applyIfChanged(client, SECRET, secretFor(profile, access), secret);
  const repositories = cache.repositories.store.get({ namespace, name: ARTIFACT_REPOSITORIES });
  // A project that has told Argo of a repository of its own keeps it.
  if (repositories === undefined || isOurs(repositories, profile)) {
    const desired = artifactRepositoriesFor(profile, access);
    await applyIfChanged(client, CONFIG_MAP, desired, repositories);
  }
  const editor = cache.editors.store.get({ namespace, name: EDITOR });
  if (editor !== undefined && !hasSecret(editor)) {
    // KServe looks among the secrets of a model's account.
    const attached = {
      metadata: { namespace, name: EDITOR },
      secrets: [{ name: BUCKET_SECRET }]
    };
    await client.apply(SERVICE_ACCOUNT, attached, { fieldManager: ACCOUNT_MANAGER });
  }
}

function hasSecret(account: KubeObject & { secrets?: { name?: string }[] }): boolean {
  return account.secrets?.some(({ name }) => name === BUCKET_SECRET) ?? false;
}
