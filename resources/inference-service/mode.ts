/** In which of KServe's modes a served model runs, and who decides how many replicas it has. */
import { plainText } from '../common/text.js';
import {
  AUTOSCALER_CLASS_ANNOTATION,
  DEPLOYMENT_MODE_ANNOTATION,
  KNATIVE_CLASS_ANNOTATION,
  SERVING_STOP_ANNOTATION
} from './types.js';
import type { InferenceService, ServingDeployment } from './types.js';

export function isStopped(service: InferenceService): boolean {
  return service.metadata?.annotations?.[SERVING_STOP_ANNOTATION] === 'true';
}

/** The mode in which a service without pods still answers. */
export function isKnative({ metadata, status }: InferenceService): boolean {
  const mode = status?.deploymentMode ?? metadata?.annotations?.[DEPLOYMENT_MODE_ANNOTATION] ?? '';
  return mode === 'Knative' || mode === 'Serverless';
}

/** `external`: something that KServe does not know; `none`: nothing. */
export type Autoscaler = 'knative' | 'hpa' | 'keda' | 'external' | 'none';

/** Who scales a service. On Knative KServe does not read the annotation of its Standard mode. */
export function autoscalerOf(service: InferenceService): Autoscaler {
  if (isKnative(service)) {
    return 'knative';
  }
  const by = service.metadata?.annotations?.[AUTOSCALER_CLASS_ANNOTATION];
  return by === 'keda' || by === 'external' || by === 'none' ? by : 'hpa';
}

const WHO = {
  keda: 'KEDA scales it',
  external: 'Something outside of KServe scales it',
  none: 'Nothing scales it'
} as const;

/** Why a service is scaled by what its YAML says alone; null where it is not. */
export function whyOnlyYaml(service: InferenceService): string | null {
  const by = autoscalerOf(service);
  if (by === 'knative') {
    return whyOnlyKnativeYaml(service);
  }
  if (by !== 'hpa') {
    return `${WHO[by]}, as its annotation ${AUTOSCALER_CLASS_ANNOTATION} says; change it as YAML.`;
  }
  return service.spec?.predictor?.autoScaling == null
    ? null
    : 'It is scaled by the rules of its field autoScaling; change them as YAML.';
}

/** Knative's own autoscaler is one of several. */
function whyOnlyKnativeYaml({ metadata }: InferenceService): string | null {
  const by = metadata?.annotations?.[KNATIVE_CLASS_ANNOTATION];
  return by === undefined || by.startsWith('kpa.')
    ? null
    : `It is scaled by "${plainText(by, 60)}", as its annotation ${KNATIVE_CLASS_ANNOTATION} says; change it as YAML.`;
}

const BRINGS = {
  hpa: 'its Deployment was scaled to none',
  keda: 'KEDA brings one when its rules ask for it',
  external: 'what scales it, outside of KServe, decides when there is one',
  none: 'its minReplicas asks for none'
} as const;

/** Why a service of the Standard mode has no replica though it is not stopped; null where it is to have one. */
export function whyNoReplica(
  service: InferenceService,
  deployment: ServingDeployment | null
): string | null {
  const by = autoscalerOf(service);
  return by !== 'knative' && deployment?.spec?.replicas === 0 ? BRINGS[by] : null;
}
