/** Whose bucket it is. A bucket may outlive its project, and must not fall to another that gets the same name. */
import { createHash } from 'node:crypto';

import type { Profile } from '@kubeflow-lab/resources';

const PROFILE_TAG = 'lab.kubeflow.org/profile';
const OWNER_TAG = 'lab.kubeflow.org/owner';
/** AWS takes no longer name of a user. */
const USER_NAME_MAX = 64;

/** The tags of a project's bucket: the Profile's uid, and a hash of its owner, whose name may hold what no tag takes. */
export function tagsFor({ metadata, spec }: Profile): Record<string, string> {
  const { kind = '', name = '', namespace = '' } = spec?.owner ?? {};
  const owner = createHash('sha256').update(JSON.stringify([kind, namespace, name]));
  return { [PROFILE_TAG]: metadata?.uid ?? '', [OWNER_TAG]: owner.digest('hex').slice(0, 32) };
}

/**
 * What a bucket with such tags (null: there is none) is to a project:
 * `ours` as it should be, `free` to be made or taken over, `unmarked` and so ours only if it is empty, `taken`.
 */
export function claimOn(
  tags: Readonly<Record<string, string>> | null,
  wanted: Readonly<Record<string, string>>
): 'ours' | 'free' | 'unmarked' | 'taken' {
  if (tags === null) {
    return 'free';
  }
  if (tags[PROFILE_TAG] === undefined) {
    return 'unmarked';
  }
  const sameProfile = tags[PROFILE_TAG] === wanted[PROFILE_TAG];
  const sameOwner = tags[OWNER_TAG] === wanted[OWNER_TAG];
  if (sameProfile && sameOwner) {
    return 'ours';
  }
  return sameProfile || sameOwner ? 'free' : 'taken';
}

/** Whether a bucket was made for this project, so that it may be deleted with it. */
export function isMadeFor(
  tags: Readonly<Record<string, string>> | null,
  uid: string | undefined
): boolean {
  return uid !== undefined && tags?.[PROFILE_TAG] === uid;
}

/** The user of the bucket service that a project's keys belong to. */
export function userOf(namespace: string): string {
  const name = `kubeflow-lab-${namespace}`;
  if (name.length <= USER_NAME_MAX) {
    return name;
  }
  const hash = createHash('sha256').update(namespace).digest('hex').slice(0, 8);
  return `${name.slice(0, USER_NAME_MAX - 9)}-${hash}`;
}
