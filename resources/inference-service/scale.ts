/**
 * How many replicas of a served model there are, and what decides it. In KServe's Standard mode that is a
 * HorizontalPodAutoscaler, which looks at CPU or memory; in its Knative mode Knative, which counts requests.
 */
import type { ServingScaleForm, ScaleMetric, ServingScale } from '@kubeflow-lab/schema';

import type { Condition, KubeObject } from '../common/object.js';
import type { FieldProblem } from '../common/summary.js';
import { listOf, plainText } from '../common/text.js';
import {
  AUTOSCALER_CLASS_ANNOTATION,
  DEPLOYMENT_MODE_ANNOTATION,
  SERVING_STOP_ANNOTATION
} from './types.js';
import type { InferenceService, ServingDeployment } from './types.js';

/** autoscaling/v2, as far as we read it. */
export interface HorizontalPodAutoscaler extends KubeObject {
  spec?: {
    minReplicas?: number;
    maxReplicas?: number;
    metrics?: { resource?: { name?: string; target?: { averageUtilization?: number } } }[];
  };
  status?: {
    currentMetrics?: { resource?: { name?: string; current?: { averageUtilization?: number } } }[];
    conditions?: Condition[];
  };
}

const METRICS: readonly ScaleMetric[] = ['cpu', 'memory', 'concurrency', 'rps'];
/** What KServe scales by where nothing is said. */
const DEFAULTS = { cpu: 80, concurrency: 100 } as const;
/** By a share of what a replica requests, so at most by all of it. */
const SHARES: ReadonlySet<ScaleMetric> = new Set(['cpu', 'memory']);

export function isStopped(service: InferenceService): boolean {
  return service.metadata?.annotations?.[SERVING_STOP_ANNOTATION] === 'true';
}

/** Modes in which a service without pods still answers. */
export function isKnative({ metadata, status }: InferenceService): boolean {
  const mode = status?.deploymentMode ?? metadata?.annotations?.[DEPLOYMENT_MODE_ANNOTATION] ?? '';
  return mode === 'Knative' || mode === 'Serverless';
}

/** How many replicas are to be there now. */
export function desiredReplicas(
  { spec }: InferenceService,
  { deployment }: { deployment?: ServingDeployment | null }
): number {
  return countOr(deployment?.spec?.replicas ?? spec?.predictor?.minReplicas, 1);
}

/** The bounds of a service, what moves it between them, and how near that is to its target. */
export function scaleOf(
  service: InferenceService,
  autoscaler: HorizontalPodAutoscaler | null
): ServingScale {
  const { minReplicas, maxReplicas, scaleMetric, scaleTarget } = service.spec?.predictor ?? {};
  const knative = isKnative(service);
  const offers = METRICS.map(metric => ({ metric, why: whyNotBy(metric, service) }));
  const least = Math.max(knative ? 0 : 1, countOr(minReplicas, 1));
  const usual = knative ? 'concurrency' : 'cpu';
  const metric = METRICS.find(one => one === scaleMetric) ?? usual;
  const byYaml = whyOnlyYaml(service) !== null;
  const measured = byYaml ? null : measuredAt(metric, autoscaler);
  return {
    min: least,
    // Without a most, Knative knows none.
    max: knative && !maxReplicas ? null : Math.max(least, countOr(maxReplicas, 0)),
    metric: byYaml ? null : metric,
    target: byYaml ? null : countOr(scaleTarget, usualTarget(metric)),
    measured,
    requested: SHARES.has(metric) ? requestOf(service, metric) : null,
    trouble: byYaml ? null : troubleOf(autoscaler),
    offers,
    zero: whyNotToZero(service)
  };
}

function usualTarget(metric: ScaleMetric): number {
  return metric === 'concurrency' || metric === 'cpu' ? DEFAULTS[metric] : DEFAULTS.cpu;
}

/** Numbers of objects are anybody's. */
function countOr(value: unknown, otherwise: number): number {
  const number = Math.trunc(Number(value ?? otherwise));
  return Number.isFinite(number) ? Math.max(0, number) : otherwise;
}

function measuredAt(
  metric: ScaleMetric,
  autoscaler: HorizontalPodAutoscaler | null
): number | null {
  const found = listOf(autoscaler?.status?.currentMetrics).find(
    one => one?.resource?.name === metric
  );
  const percent: unknown = found?.resource?.current?.averageUtilization;
  return typeof percent === 'number' ? percent : null;
}

function requestOf({ spec }: InferenceService, metric: ScaleMetric): string | null {
  const amount = spec?.predictor?.model?.resources?.requests?.[metric];
  return amount === undefined ? null : plainText(amount, 40);
}

function troubleOf(autoscaler: HorizontalPodAutoscaler | null): string | null {
  const conditions = listOf(autoscaler?.status?.conditions);
  const inactive = conditions.find(
    one =>
      one?.type === 'ScalingActive' && one.status === 'False' && one.reason !== 'ScalingDisabled'
  );
  if (inactive !== undefined) {
    return `It is not scaled now: ${plainText(inactive.message)}.`;
  }
  const limited = conditions.find(one => one?.type === 'ScalingLimited' && one.status === 'True');
  return limited?.reason === 'TooManyReplicas'
    ? 'It is at its most, and the load asks for more.'
    : null;
}

/** Why a service is scaled by what its YAML says alone; null where it is not. */
function whyOnlyYaml({ metadata, spec }: InferenceService): string | null {
  const by = metadata?.annotations?.[AUTOSCALER_CLASS_ANNOTATION];
  if (by !== undefined && by !== 'hpa') {
    const who = by === 'keda' ? 'KEDA scales it' : `It is scaled by "${plainText(by, 40)}"`;
    return `${who}, as its annotation ${AUTOSCALER_CLASS_ANNOTATION} says; change it as YAML.`;
  }
  return spec?.predictor?.autoScaling == null
    ? null
    : 'It is scaled by the rules of its field autoScaling; change them as YAML.';
}

function whyNotBy(metric: ScaleMetric, service: InferenceService): string | null {
  const yaml = whyOnlyYaml(service);
  if (yaml !== null) {
    return yaml;
  }
  if (isKnative(service) !== SHARES.has(metric)) {
    return null;
  }
  return SHARES.has(metric)
    ? 'The model runs on Knative, which scales by requests.'
    : 'Requests are counted by Knative; the model runs in the Standard mode of KServe, which scales by CPU or memory.';
}

/** Why a service keeps at least one replica; null where it may have none. */
function whyNotToZero(service: InferenceService): string | null {
  return (
    whyOnlyYaml(service) ??
    (isKnative(service)
      ? null
      : 'In the Standard mode of KServe one replica is kept at least; Knative, or KEDA by rules as YAML, takes the last one away.')
  );
}

/** What is wrong with a scale for a service, one sentence for each field. */
export function checkServingScale(
  form: ServingScaleForm,
  service: InferenceService
): FieldProblem[] {
  const { minReplicas, maxReplicas, metric, target } = form;
  const problems: FieldProblem[] = [];
  const zero = whyNotToZero(service);
  if (minReplicas === 0 && zero !== null) {
    problems.push({ path: 'minReplicas', message: zero });
  }
  if (maxReplicas < Math.max(1, minReplicas)) {
    const message = 'The most replicas cannot be fewer than the fewest, or than one.';
    problems.push({ path: 'maxReplicas', message });
  }
  const why = whyNotBy(metric, service);
  if (why !== null) {
    problems.push({ path: 'metric', message: why });
  }
  if (SHARES.has(metric) && target > 100) {
    problems.push({ path: 'target', message: 'Give a share of at most 100 %.' });
  }
  return problems;
}

/** The merge patch that scales a service. Nothing of its pods changes, so none is replaced. */
export function servingScalePatch({
  minReplicas,
  maxReplicas,
  metric,
  target
}: ServingScaleForm): object {
  return {
    spec: {
      predictor: { minReplicas, maxReplicas, scaleMetric: metric, scaleTarget: target }
    }
  };
}
