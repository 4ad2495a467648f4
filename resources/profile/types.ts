import type { Condition, KubeObject } from '../common/object.js';

export const PROFILE_API_VERSION = 'kubeflow.org/v1';

/** Label of every namespace that belongs to a Profile. */
export const PROFILE_NAMESPACE_LABEL = 'app.kubernetes.io/part-of';
export const PROFILE_NAMESPACE_VALUE = 'kubeflow-profile';
/** Annotation of a Profile's namespace: who owns it. */
export const OWNER_ANNOTATION = 'owner';

/** An RBAC subject, as `spec.owner` of a Profile holds it. */
export interface ProfileOwner {
  kind: 'User' | 'Group' | 'ServiceAccount';
  name: string;
  namespace?: string;
  apiGroup?: string;
}

/** kubeflow.org/v1 Profile (cluster-scoped): a project with a namespace of the same name. */
export interface Profile extends KubeObject {
  spec?: { owner?: ProfileOwner; resourceQuotaSpec?: Record<string, unknown>; plugins?: unknown[] };
  status?: { conditions?: Condition[] };
}
