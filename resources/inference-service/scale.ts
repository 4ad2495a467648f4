/**
 * How many replicas of a served model there are, and what decides it. In KServe's Standard mode that is a
 * HorizontalPodAutoscaler, which looks at CPU or memory, or whatever the service's annotation names; in its Knative mode
 * Knative, which counts requests.
 */
import type { ServingScaleForm, ScaleMetric, ServingScale } from '@kubeflow-lab/schema';

import type { Condition, KubeObject } from '../common/object.js';
import type { FieldProblem } from '../common/summary.js';
import { listOf, plainText } from '../common/text.js';
import { autoscalerOf, isKnative, whyOnlyYaml } from './mode.js';
import { predictorName } from './types.js';
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

/** What the autoscaler of a service may be called: the one that KServe makes, or the one that KEDA makes for KServe. */
export function autoscalerNames(service: string): string[] {
  const name = predictorName(service);
  return [name, `keda-hpa-${name}`];
}

const METRICS: readonly ScaleMetric[] = ['cpu', 'memory', 'concurrency', 'rps'];
/** What is aimed at where nothing is said: by KServe for CPU, by Knative for requests. KServe has none for memory. */
const TARGETS = { cpu: 80, memory: null, concurrency: 100, rps: 200 } as const;
/** By a share of what a replica requests, so at most by all of it. */
const SHARES: ReadonlySet<ScaleMetric> = new Set(['cpu', 'memory']);

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
  const offers = METRICS.map(metric => ({ metric, why: whyNotBy(metric, service) }));
  const { metric, target } = ruleOf(service);
  const byYaml = whyOnlyYaml(service) !== null;
  return {
    ...boundsOf(service),
    metric: byYaml ? null : metric,
    target: byYaml ? null : target,
    measured: byYaml ? null : measuredAt(metric, autoscaler),
    requested: SHARES.has(metric) ? requestOf(service, metric) : null,
    trouble: troubleOf(autoscaler),
    offers,
    zero: whyNotToZero(service)
  };
}

function boundsOf(service: InferenceService): Pick<ServingScale, 'min' | 'max'> {
  const { minReplicas, maxReplicas } = service.spec?.predictor ?? {};
  const by = autoscalerOf(service);
  if (by === 'external') {
    // What that is, KServe does not know, nor how far it goes.
    return { min: 0, max: null };
  }
  const min = Math.max(by === 'hpa' ? 1 : 0, countOr(minReplicas, 1));
  if (by === 'none') {
    return { min, max: min };
  }
  // Without a most, Knative knows none.
  const max = by === 'knative' && !maxReplicas ? null : Math.max(min, countOr(maxReplicas, 0));
  return { min, max };
}

/** What a service is scaled by. Where KServe makes no rule of its fields, the autoscaler goes by what it usually does. */
function ruleOf(service: InferenceService): { metric: ScaleMetric; target: number } {
  const { scaleMetric, scaleTarget } = service.spec?.predictor ?? {};
  const knative = isKnative(service);
  const usual = knative ? 'concurrency' : 'cpu';
  const metric = METRICS.find(one => one === (scaleMetric ?? usual));
  const target = metric && countOr(scaleTarget ?? TARGETS[metric], 0);
  return metric && target && knative !== SHARES.has(metric)
    ? { metric, target }
    : { metric: usual, target: TARGETS[usual] };
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
