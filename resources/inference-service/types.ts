/**
 * The fields of KServe's InferenceService (serving.kserve.io/v1beta1) that we read or write. Objects are anybody's, so
 * everything is optional that the API server does not guarantee, and what we do not look into stays as it is.
 */
import type { Condition, Container, KubeObject, ResourceRequirements } from '../common/object.js';

export const SERVING_API_VERSION = 'serving.kserve.io/v1beta1';
export const INFERENCE_SERVICE_KIND = 'InferenceService';

/** "true" takes a service's pods away and keeps the service. */
export const SERVING_STOP_ANNOTATION = 'serving.kserve.io/stop';
export const DEPLOYMENT_MODE_ANNOTATION = 'serving.kserve.io/deploymentMode';
/** What scales a service of the Standard mode: `hpa` where it is left out, `keda`, `external` or `none`. */
export const AUTOSCALER_CLASS_ANNOTATION = 'serving.kserve.io/autoscalerClass';
/** What scales a service on Knative: its own autoscaler (`kpa.…`) where it is left out. */
export const KNATIVE_CLASS_ANNOTATION = 'autoscaling.knative.dev/class';
/** On a pod: the service it belongs to, and which part of it it is. */
export const INFERENCE_SERVICE_LABEL = 'serving.kserve.io/inferenceservice';
export const COMPONENT_LABEL = 'component';
/** On a pod: where the model that it serves lies. */
export const SOURCE_URI_ANNOTATION = 'internal.serving.kserve.io/storage-initializer-sourceuri';

/** On a service of ours: JSON of rows that the model takes. */
export const SAMPLE_ANNOTATION = 'lab.kubeflow.org/sample';

/** On a service of ours whose model a step of a run has stored: JSON of the run, the step and the output. */
export const ORIGIN_ANNOTATION = 'lab.kubeflow.org/origin';

/** The container that serves, in every pod, and the one that fetches the model before. */
export const MODEL_CONTAINER = 'kserve-container';
export const FETCHING_CONTAINER = 'storage-initializer';

export interface ModelSpec {
  modelFormat?: { name?: string; version?: string };
  storageUri?: string;
  runtime?: string;
  protocolVersion?: string;
  resources?: ResourceRequirements;
  [field: string]: unknown;
}

export interface PredictorSpec {
  model?: ModelSpec;
  minReplicas?: number;
  maxReplicas?: number;
  scaleMetric?: string;
  /** Of `scaleMetric`: per cent of what a replica requests, or requests. */
  scaleTarget?: number;
  autoScaling?: unknown;
  serviceAccountName?: string;
  containers?: Container[];
  /** Also the formats by their own name (`sklearn`, `xgboost` …), as written before `model` was there. */
  [field: string]: unknown;
}

/** A version beside the one that is served, with a share of its requests (KServe 0.20, Standard mode only). */
export interface CanarySpec {
  predictor?: PredictorSpec & { name?: string };
  trafficPercent?: number;
}

/** Revisions by name. Knative makes one of each change. */
export interface ComponentStatus {
  latestCreatedRevision?: string;
  latestReadyRevision?: string;
  /** The latest that got all requests; with `canaryTrafficPercent` a later one may have some. */
  latestRolledoutRevision?: string;
}

export interface InferenceServiceStatus {
  url?: string;
  address?: { url?: string };
  conditions?: Condition[];
  deploymentMode?: string;
  servingRuntimeName?: string;
  clusterServingRuntimeName?: string;
  /** On Knative: its revisions of the `predictor`, the `transformer` and the `explainer`. */
  components?: Record<string, ComponentStatus | undefined>;
  canaryStatuses?: { name?: string; ready?: boolean; trafficPercent?: number }[];
  modelStatus?: {
    transitionStatus?: string;
    lastFailureInfo?: { reason?: string; message?: string; exitCode?: number; time?: string };
  };
}

export interface InferenceService extends KubeObject {
  spec?: { predictor?: PredictorSpec; canary?: CanarySpec[]; [component: string]: unknown };
  status?: InferenceServiceStatus;
}

/** apps/v1 Deployment, as far as it says how many pods are wanted, and of which model. */
export interface ServingDeployment extends KubeObject {
  spec?: {
    replicas?: number;
    template?: { metadata?: { annotations?: Record<string, string> } };
  };
}

/** The Deployment and the Service that KServe makes for the model itself. */
export function predictorName(service: string): string {
  return `${service}-predictor`;
}

/** The path of a served model on the platform's origin, through the gateway; without a slash at its end. */
export function modelPath(namespace: string, name: string): string {
  return `/models/${namespace}/${name}`;
}

/**
 * With this the path of a request by gRPC begins, by KServe's second protocol. It has no room for the model, which two
 * headers name, as they do before KServe's own gateway.
 */
export const GRPC_PATH = '/inference.GRPCInferenceService';
export const GRPC_NAMESPACE_HEADER = 'kserve-isvc-namespace';
export const GRPC_NAME_HEADER = 'kserve-isvc-name';

/** The HTTPRoute of a model's path. Two models of one namespace never share it; the namespace keeps it readable. */
export function modelRouteName(namespace: string, name: string): string {
  return `model-${namespace}-${name}`;
}
