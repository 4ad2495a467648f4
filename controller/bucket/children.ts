import { PROFILE, SECRET, secretData } from '@kubeflow-lab/kube';
import type { Secret } from '@kubeflow-lab/kube';
import {
  ARTIFACT_REPOSITORIES,
  BUCKET_KEYS,
  BUCKET_SECRET,
  bucketVariables
} from '@kubeflow-lab/resources';
import type { BucketAccess, ConfigMap, KubeObject, Profile } from '@kubeflow-lab/resources';

import { MANAGED_BY } from '../profile/index.js';
import { controllerReference } from '../runtime/index.js';

/** Keeps the Secret until its keys open nothing any more. */
export const KEYS_FINALIZER = 'lab.kubeflow.org/bucket-keys';

/** The account that notebooks, steps, jobs and servers of models run as. */
export const EDITOR = 'default-editor';

const REPOSITORY = 'default-v1';

/** The Secret with which a project opens its bucket; KServe reads its annotations. */
export function secretFor(profile: Profile, access: BucketAccess): Secret {
  const { protocol, host } = new URL(access.endpoint);
  return {
    apiVersion: SECRET.version,
    kind: SECRET.kind,
    metadata: {
      ...childMeta(profile, BUCKET_SECRET),
      finalizers: [KEYS_FINALIZER],
      annotations: {
        'serving.kserve.io/s3-endpoint': host,
        'serving.kserve.io/s3-usehttps': protocol === 'https:' ? '1' : '0',
        'serving.kserve.io/s3-region': access.region,
        'serving.kserve.io/s3-useanoncredential': 'false'
      }
    },
    type: 'Opaque',
    data: secretData(bucketVariables(access))
  };
}

/** Where Argo puts the artifacts of workflows that do not say where. */
export function artifactRepositoriesFor(profile: Profile, access: BucketAccess): ConfigMap {
  const { protocol, host } = new URL(access.endpoint);
  const selector = (key: string) => ({ name: BUCKET_SECRET, key });
  const repository = {
    s3: {
      bucket: access.bucket,
      endpoint: host,
      insecure: protocol !== 'https:',
      region: access.region,
      keyFormat: 'runs/{{workflow.uid}}/{{pod.name}}',
      accessKeySecret: selector(BUCKET_KEYS.accessKeyId),
      secretKeySecret: selector(BUCKET_KEYS.secretAccessKey)
    }
  };
  const meta = childMeta(profile, ARTIFACT_REPOSITORIES);
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      ...meta,
      annotations: { 'workflows.argoproj.io/default-artifact-repository': REPOSITORY }
    },
    // JSON is YAML.
    data: { [REPOSITORY]: JSON.stringify(repository, null, 2) }
  };
}

/** Whether an object is the one that we made for this Profile. */
export function isOurs(object: KubeObject, profile: Profile): boolean {
  const owner = object.metadata?.ownerReferences?.find(reference => reference.controller);
  return owner !== undefined && owner.uid === profile.metadata?.uid;
}

function childMeta(profile: Profile, name: string) {
  return {
    name,
    namespace: profile.metadata?.name,
    labels: { ...MANAGED_BY },
    ownerReferences: [controllerReference(PROFILE, profile)]
  };
}
