/** What Knative makes of a served model: a revision of each change, with pods or, while nobody asks, without. */
import type { Pod } from '../common/object.js';
import type { Summary } from '../common/summary.js';
import { listOf } from '../common/text.js';
import { timeOrNull } from '../common/time.js';
import type { Component } from './component.js';
import { isKnative } from './mode.js';
import { modelOf } from './model.js';
import { because } from './pods.js';
import { SOURCE_URI_ANNOTATION } from './types.js';
import type { InferenceService, ServingDeployment } from './types.js';

/** The revision that answers for a part of a service on Knative, with pods or without; null while none does. */
export function servingRevision(
  { status }: InferenceService,
  part: 'predictor' | Component
): string | null {
  const { latestRolledoutRevision, latestReadyRevision } = status?.components?.[part] ?? {};
  return latestRolledoutRevision || latestReadyRevision || null;
}

/** The headers by which Knative's activator knows whom a request is for. */
export function revisionHeaders(namespace: string, revision: string): Record<string, string> {
  return { 'Knative-Serving-Namespace': namespace, 'Knative-Serving-Revision': revision };
}

const REVISION_LABEL = 'serving.knative.dev/revision';

/** Whether requests get to a pod; those of a revision on Knative must also have become the way. */
export function isRouted(service: InferenceService, { metadata }: Pod): boolean {
  const revision = metadata?.labels?.[REVISION_LABEL];
  return revision === undefined || revision === servingRevision(service, 'predictor');
}

/** Whether a pod is of the wanted version, whose replicas are counted where an earlier one has a share beside it. */
export function isCounted(service: InferenceService, { metadata }: Pod): boolean {
  const wanted = service.status?.components?.predictor?.latestCreatedRevision;
  return shareOnKnative(service) === null || metadata?.labels?.[REVISION_LABEL] === wanted;
}

/** The Deployment of the wanted version, among all that were made for a service on Knative: one of each revision. */
export function deploymentOfRevision(
  { status }: InferenceService,
  made: readonly ServingDeployment[]
): ServingDeployment | null {
  const revision = status?.components?.predictor?.latestCreatedRevision;
  const of = ({ metadata }: ServingDeployment) => metadata?.labels?.[REVISION_LABEL];
  return made.find(one => revision !== undefined && of(one) === revision) ?? null;
}

/** Whether the wanted version answers, whether it has pods or not: without any, the first request brings one. */
export function answersOnKnative(service: InferenceService): boolean {
  const ready = listOf(service.status?.conditions).some(
    condition => condition?.type === 'Ready' && condition.status === 'True'
  );
  return isKnative(service) && ready && !earlierAnswersOnKnative(service);
}

/** Whether a version that was wanted before still answers in place of the wanted one, with pods or without. */
export function earlierAnswersOnKnative(service: InferenceService): boolean {
  const { latestCreatedRevision } = service.status?.components?.predictor ?? {};
  const answering = servingRevision(service, 'predictor');
  return isKnative(service) && answering !== null && answering !== latestCreatedRevision;
}

/** The share of the requests that the wanted version gets where its YAML gives it one; null where it gets all, or none. */
export function shareOnKnative(service: InferenceService): number | null {
  const percent: unknown = service.spec?.predictor?.canaryTrafficPercent;
  const { latestCreatedRevision, latestRolledoutRevision } =
    service.status?.components?.predictor ?? {};
  return isKnative(service) &&
    typeof percent === 'number' &&
    !isBehind(service) &&
    latestRolledoutRevision !== undefined &&
    latestCreatedRevision !== latestRolledoutRevision
    ? percent
    : null;
}

function isBehind({ status }: InferenceService): boolean {
  const { latestCreatedRevision, latestReadyRevision } = status?.components?.predictor ?? {};
  return latestCreatedRevision !== latestReadyRevision;
}

/**
 * Why the wanted version does not answer, where Knative has given up on it and has no pod of it; null otherwise. After a
 * change KServe's status still speaks of the revision before for some seconds, which `deployment` belongs to.
 */
export function failedRevision(
  service: InferenceService,
  what: string,
  deployment: ServingDeployment | null
): Summary | null {
  const { transitionStatus, lastFailureInfo } = service.status?.modelStatus ?? {};
  const source = deployment?.spec?.template?.metadata?.annotations?.[SOURCE_URI_ANNOTATION];
  const isOfAnother = source !== undefined && source !== modelOf(service)?.storageUri;
  if (!isKnative(service) || isOfAnother || transitionStatus !== 'BlockedByFailedLoad') {
    return null;
  }
  const message = lastFailureInfo?.message ?? saidOfRevision(service);
  return {
    phase: 'Failed',
    message: `${what} failed to load${because({ message })}`,
    reason: 'Crash',
    since: timeOrNull(lastFailureInfo?.time)
  };
}

/** Knative's own words, without the name of the revision that KServe puts before them. */
function saidOfRevision({ status }: InferenceService): string | undefined {
  const condition = listOf(status?.conditions).find(
    one => one?.type === 'PredictorConfigurationReady' && one.status === 'False'
  );
  return condition?.message?.replace(/^Revision "[^"]*" failed with message: /, '');
}
