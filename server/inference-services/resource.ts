import { keyOf } from '@kubeflow-lab/kube';
import type { Kind } from '@kubeflow-lab/kube';
import {
  COMPONENTS,
  COMPONENT_LABEL,
  INFERENCE_SERVICE_LABEL,
  isOfComponent
} from '@kubeflow-lab/resources';
import type { InferenceService, Pod, ServingRuntime } from '@kubeflow-lab/resources';
import type { Plural } from '@kubeflow-lab/schema';

import type { ClusterCache } from '../cache/cluster-cache.js';

export const INFERENCE_SERVICE: Kind<InferenceService> & { plural: Plural } = {
  group: 'serving.kserve.io',
  version: 'v1beta1',
  kind: 'InferenceService',
  plural: 'inferenceservices',
  namespaced: true
};

/** KServe's runtimes that serve models of their own project. */
export const SERVING_RUNTIME: Kind<ServingRuntime> = {
  group: 'serving.kserve.io',
  version: 'v1alpha1',
  kind: 'ServingRuntime',
  plural: 'servingruntimes',
  namespaced: true
};

/** KServe's runtimes that serve models in every project. */
export const CLUSTER_SERVING_RUNTIME: Kind<ServingRuntime> = {
  group: 'serving.kserve.io',
  version: 'v1alpha1',
  kind: 'ClusterServingRuntime',
  plural: 'clusterservingruntimes',
  namespaced: false
};

/** The pods that serve the model itself, of all that KServe runs for a service. */
export function predictorPods(cache: ClusterCache, service: InferenceService): Pod[] {
  return podsOf(cache, service).filter(
    pod => (pod.metadata?.labels?.[COMPONENT_LABEL] ?? 'predictor') === 'predictor'
  );
}

/** The pods of a service's transformer and explainer. */
export function componentPods(cache: ClusterCache, service: InferenceService): Pod[] {
  return podsOf(cache, service).filter(pod =>
    COMPONENTS.some(component => isOfComponent(pod, component))
  );
}

function podsOf(cache: ClusterCache, { metadata }: InferenceService): Pod[] {
  const key = keyOf({ namespace: metadata?.namespace, name: metadata?.name ?? '' });
  return cache.pods.store.find(INFERENCE_SERVICE_LABEL, key);
}
