import { PROFILE } from '@kubeflow-lab/kube';
import {
  OWNER_ANNOTATION,
  PROFILE_NAMESPACE_LABEL,
  PROFILE_NAMESPACE_VALUE,
  SHARED_CLAIM
} from '@kubeflow-lab/resources';
import type {
  KubeObject,
  PersistentVolumeClaim,
  Profile,
  ProfileOwner
} from '@kubeflow-lab/resources';

import { controllerReference } from '../runtime/index.js';

/** How the volume that the servers and jobs of a project share is made. */
export interface SharedVolumeSettings {
  /** A quantity. */
  size: string;
  accessMode: string;
  /** Left out: the cluster's default class. */
  storageClass?: string;
}

/** Label of the objects that we make in a project; the watches select by it. */
export const MANAGED_BY = { 'app.kubernetes.io/managed-by': 'kubeflow-lab' };

export interface RoleBinding extends KubeObject {
  roleRef: { apiGroup: string; kind: string; name: string };
  subjects: { kind: string; name: string; namespace?: string; apiGroup?: string }[];
}

/** The namespace of a project. `owned`: it was made for the Profile, and goes with it. */
export function namespaceFor(profile: Profile, owner: ProfileOwner, owned: boolean): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: profile.metadata?.name,
      labels: {
        [PROFILE_NAMESPACE_LABEL]: PROFILE_NAMESPACE_VALUE,
        'katib.kubeflow.org/metrics-collector-injection': 'enabled',
        'pod-security.kubernetes.io/enforce': 'baseline'
      },
      annotations: { [OWNER_ANNOTATION]: owner.name },
      ...(owned ? { ownerReferences: [controllerReference(PROFILE, profile)] } : {})
    }
  };
}

/** The accounts that the servers and jobs of a project run as. */
export function serviceAccountsFor(profile: Profile): KubeObject[] {
  return ['default-editor', 'default-viewer'].map(name => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: childMeta(profile, name)
  }));
}

/** Who may do what in a project: its owner and its two accounts. */
export function roleBindingsFor(profile: Profile, owner: ProfileOwner): RoleBinding[] {
  return [
    roleBinding(childMeta(profile, 'default-editor'), 'kubeflow-edit', account(profile, 'editor')),
    roleBinding(childMeta(profile, 'default-viewer'), 'kubeflow-view', account(profile, 'viewer')),
    roleBinding(
      {
        ...childMeta(profile, 'namespaceAdmin'),
        annotations: { user: owner.name, role: 'admin' }
      },
      'kubeflow-admin',
      subject(owner)
    )
  ];
}

/** The claim that servers and jobs share. It belongs to nobody but its namespace, so that it outlives the Profile. */
export function sharedClaimFor(
  profile: Profile,
  settings: SharedVolumeSettings
): PersistentVolumeClaim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: SHARED_CLAIM, namespace: profile.metadata?.name, labels: { ...MANAGED_BY } },
    spec: {
      accessModes: [settings.accessMode],
      resources: { requests: { storage: settings.size } },
      ...(settings.storageClass ? { storageClassName: settings.storageClass } : {})
    }
  };
}

function childMeta(profile: Profile, name: string) {
  return {
    name,
    namespace: profile.metadata?.name,
    labels: { ...MANAGED_BY },
    ownerReferences: [controllerReference(PROFILE, profile)]
  };
}

const RBAC = 'rbac.authorization.k8s.io';

function roleBinding(
  metadata: KubeObject['metadata'],
  role: string,
  who: RoleBinding['subjects'][number]
): RoleBinding {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'RoleBinding',
    metadata,
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
    subjects: [who]
  };
}

function account(profile: Profile, role: string): RoleBinding['subjects'][number] {
  return { kind: 'ServiceAccount', name: `default-${role}`, namespace: profile.metadata?.name };
}

function subject(owner: ProfileOwner): RoleBinding['subjects'][number] {
  return owner.kind === 'ServiceAccount'
    ? { kind: owner.kind, name: owner.name, namespace: owner.namespace }
    : { kind: owner.kind, name: owner.name, apiGroup: RBAC };
}
