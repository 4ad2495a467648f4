import type {
  ConfigMap,
  CronWorkflow,
  Experiment,
  KubeEvent,
  KubeObject,
  Node,
  Notebook,
  PersistentVolumeClaim,
  Pod,
  PodDefault,
  PodMetrics,
  Profile,
  ResourceQuota,
  Service,
  StatefulSet,
  StorageClass,
  Suggestion,
  Tensorboard,
  TrainingRuntime,
  Trial,
  VolumeSnapshot,
  VolumeSnapshotClass,
  Workflow,
  WorkflowTemplate
} from '@kubeflow-lab/resources';

import type { Kind } from './client.js';

function kind<O extends KubeObject = KubeObject>(
  apiVersion: string,
  name: string,
  plural: string,
  namespaced = true
): Kind<O> {
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  return { group, version: apiVersion.slice(slash + 1), kind: name, plural, namespaced };
}

export const NOTEBOOK = kind<Notebook>('kubeflow.org/v1', 'Notebook', 'notebooks');
export const PROFILE = kind<Profile>('kubeflow.org/v1', 'Profile', 'profiles', false);

export const WORKFLOW = kind<Workflow>('argoproj.io/v1alpha1', 'Workflow', 'workflows');
export const WORKFLOW_TEMPLATE = kind<WorkflowTemplate>(
  'argoproj.io/v1alpha1',
  'WorkflowTemplate',
  'workflowtemplates'
);
export const CRON_WORKFLOW = kind<CronWorkflow>(
  'argoproj.io/v1alpha1',
  'CronWorkflow',
  'cronworkflows'
);

export const EXPERIMENT = kind<Experiment>('kubeflow.org/v1beta1', 'Experiment', 'experiments');
export const TRIAL = kind<Trial>('kubeflow.org/v1beta1', 'Trial', 'trials');
export const SUGGESTION = kind<Suggestion>('kubeflow.org/v1beta1', 'Suggestion', 'suggestions');

export const TRAINING_RUNTIME = kind<TrainingRuntime>(
  'trainer.kubeflow.org/v1alpha1',
  'TrainingRuntime',
  'trainingruntimes'
);
export const CLUSTER_TRAINING_RUNTIME = kind<TrainingRuntime>(
  'trainer.kubeflow.org/v1alpha1',
  'ClusterTrainingRuntime',
  'clustertrainingruntimes',
  false
);

export const TENSORBOARD = kind<Tensorboard>(
  'tensorboard.kubeflow.org/v1alpha1',
  'Tensorboard',
  'tensorboards'
);

export const POD = kind<Pod>('v1', 'Pod', 'pods');
/** What pods use; served where a metrics-server is installed. */
export const POD_METRICS = kind<PodMetrics>('metrics.k8s.io/v1beta1', 'PodMetrics', 'pods');
export const EVENT = kind<KubeEvent>('v1', 'Event', 'events');
export const SERVICE = kind<Service>('v1', 'Service', 'services');
export const CONFIG_MAP = kind<ConfigMap>('v1', 'ConfigMap', 'configmaps');
export const PERSISTENT_VOLUME_CLAIM = kind<PersistentVolumeClaim>(
  'v1',
  'PersistentVolumeClaim',
  'persistentvolumeclaims'
);
/** Served where upstream's webhook, or ours, is installed. */
export const POD_DEFAULT = kind<PodDefault>('kubeflow.org/v1alpha1', 'PodDefault', 'poddefaults');
export const SERVICE_ACCOUNT = kind('v1', 'ServiceAccount', 'serviceaccounts');
export const NAMESPACE = kind('v1', 'Namespace', 'namespaces', false);
export const NODE = kind<Node>('v1', 'Node', 'nodes', false);
export const RESOURCE_QUOTA = kind<ResourceQuota>('v1', 'ResourceQuota', 'resourcequotas');
export const STATEFUL_SET = kind<StatefulSet>('apps/v1', 'StatefulSet', 'statefulsets');
export const DEPLOYMENT = kind<KubeObject & { spec?: { replicas?: number } }>(
  'apps/v1',
  'Deployment',
  'deployments'
);
export const ROLE_BINDING = kind('rbac.authorization.k8s.io/v1', 'RoleBinding', 'rolebindings');
export const STORAGE_CLASS = kind<StorageClass>(
  'storage.k8s.io/v1',
  'StorageClass',
  'storageclasses',
  false
);
/** Served where a driver for storage brought them. */
export const VOLUME_SNAPSHOT = kind<VolumeSnapshot>(
  'snapshot.storage.k8s.io/v1',
  'VolumeSnapshot',
  'volumesnapshots'
);
export const VOLUME_SNAPSHOT_CLASS = kind<VolumeSnapshotClass>(
  'snapshot.storage.k8s.io/v1',
  'VolumeSnapshotClass',
  'volumesnapshotclasses',
  false
);
export const HTTP_ROUTE = kind('gateway.networking.k8s.io/v1', 'HTTPRoute', 'httproutes');
export const VIRTUAL_SERVICE = kind(
  'networking.istio.io/v1alpha3',
  'VirtualService',
  'virtualservices'
);
export const LEASE = kind('coordination.k8s.io/v1', 'Lease', 'leases');
export const SUBJECT_ACCESS_REVIEW = kind<
  KubeObject & { spec?: unknown; status?: { allowed?: boolean; reason?: string } }
>('authorization.k8s.io/v1', 'SubjectAccessReview', 'subjectaccessreviews', false);
export const TOKEN_REVIEW = kind<
  KubeObject & {
    spec?: { token: string; audiences?: string[] };
    status?: {
      authenticated?: boolean;
      user?: { username?: string; uid?: string; groups?: string[] };
      audiences?: string[];
      error?: string;
    };
  }
>('authentication.k8s.io/v1', 'TokenReview', 'tokenreviews', false);
export const CUSTOM_RESOURCE_DEFINITION = kind(
  'apiextensions.k8s.io/v1',
  'CustomResourceDefinition',
  'customresourcedefinitions',
  false
);

/** `group/version` as objects carry it. */
export function apiVersionOf(kind: Kind): string {
  return kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
}
