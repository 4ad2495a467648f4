/**
 * The fields of KServe's InferenceGraph (serving.kserve.io/v1alpha1) that we read. Objects are anybody's, so everything
 * is optional.
 */
import type { Condition, KubeObject } from '../common/object.js';

/** On a pod: the graph whose requests it passes on. */
export const INFERENCE_GRAPH_LABEL = 'serving.kserve.io/inferencegraph';
/** The node that requests come to. */
export const ROOT_NODE = 'root';

export interface InferenceGraphStep {
  name?: string;
  nodeName?: string;
  serviceName?: string;
  serviceUrl?: string;
  data?: string;
  weight?: number;
  condition?: string;
  dependency?: string;
}

export interface InferenceGraph extends KubeObject {
  spec?: { nodes?: Record<string, { routerType?: string; steps?: InferenceGraphStep[] }> };
  status?: { url?: string; conditions?: Condition[] };
}
