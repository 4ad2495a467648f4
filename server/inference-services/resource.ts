import { keyOf } from '@kubeflow-lab/kube';
import type { Kind } from '@kubeflow-lab/kube';
import { COMPONENT_LABEL, INFERENCE_SERVICE_LABEL } from '@kubeflow-lab/resources';
import type { InferenceService, Pod } from '@kubeflow-lab/resources';
import type { Plural } from '@kubeflow-lab/schema';

import type { ClusterCache } from '../cache/cluster-cache.js';

export const INFERENCE_SERVICE: Kind<InferenceService> & { plural: Plural } = {
  group: 'serving.kserve.io',
  version: 'v1beta1',
  kind: 'InferenceService',
  plural: 'inferenceservices',
  namespaced: true
};

/** The pods that serve the model itself, of all that KServe runs for a service. */
export function predictorPods(cache: ClusterCache, { metadata }: InferenceService): Pod[] {
  const key = keyOf({ namespace: metadata?.namespace, name: metadata?.name ?? '' });
  return cache.pods.store
    .find(INFERENCE_SERVICE_LABEL, key)
    .filter(pod => (pod.metadata?.labels?.[COMPONENT_LABEL] ?? 'predictor') === 'predictor');
}
