import type { InferenceServiceSummary, Rollout } from '@kubeflow-lab/schema';

import type { Condition, KubeEvent, PersistentVolumeClaim, Pod } from '../common/object.js';
import type { Phase, Summary } from '../common/summary.js';
import { listOf, lowerFirst, plainText } from '../common/text.js';
import { timeOrNull } from '../common/time.js';
import { NOTEBOOK_ANNOTATION } from '../training-job/types.js';
import { canariesOf, canaryOfPod, whyNoCanary } from './canary.js';
import type { Canary } from './canary.js';
import { withComponents } from './component-state.js';
import { modelOf, sampleOf, sourceOf, versionOf } from './model.js';
import { originOf } from './origin.js';
import { isReady, loadingTrouble, readySince, subject } from './pods.js';
import { podsNotMade, refusal } from './refusal.js';
import {
  answersOnKnative,
  earlierAnswersOnKnative,
  failedRevision,
  isCounted,
  isRouted,
  shareOnKnative
} from './knative.js';
import { isStopped, whyNoReplica } from './mode.js';
import { desiredReplicas, scaleOf } from './scale.js';
import type { HorizontalPodAutoscaler } from './scale.js';
import { SAMPLE_ANNOTATION } from './types.js';
import type { InferenceService, ServingDeployment } from './types.js';

/** What lies around a service; whatever is left out counts as not there. */
export interface InferenceServiceSurroundings {
  /** The predictor's pods, those of canaries among them. */
  pods?: readonly Pod[];
  /** Events of the service, its Deployment and ReplicaSets, its pods and its claims. */
  events?: readonly KubeEvent[];
  claims?: readonly PersistentVolumeClaim[];
  deployment?: ServingDeployment | null;
  autoscaler?: HorizontalPodAutoscaler | null;
  /** The pods of its transformer and its explainer. */
  components?: readonly Pod[];
}

/** Everything a person wants to know of a served model; works for any object, however it was made. */
export function summarizeInferenceService(
  service: InferenceService,
  around: InferenceServiceSurroundings = {}
): InferenceServiceSummary {
  const { annotations, creationTimestamp } = service.metadata ?? {};
  const name = service.metadata?.name ?? '';
  const pods = listOf(around.pods).filter(pod => canaryOfPod(name, pod) === null);
  const model = modelOf(service);
  const status = service.status;
  const [canary = null] = canariesOf(service).map(one => canaryState(service, one, around));
  const alone = withCanary(judge(service, { ...around, pods }), canary);
  const judged = withComponents(alone, service, around);
  const answering = pods.filter(isReady);
  return {
    ...judged,
    url: answering.length > 0 || answersOnKnative(service) ? address(service) : null,
    model: {
      format: textOrNull(model?.modelFormat?.name, 60),
      version: textOrNull(model?.modelFormat?.version, 60),
      storageUri: textOrNull(model?.storageUri, 1024),
      runtime: textOrNull(
        model?.runtime ?? status?.clusterServingRuntimeName ?? status?.servingRuntimeName,
        253
      )
    },
    replicas: {
      ready: answering.filter(pod => isCounted(service, pod)).length,
      desired: isStopped(service) ? 0 : desiredReplicas(service, around)
    },
    scale: judged.phase === 'Deleting' ? null : scaleOf(service, around.autoscaler ?? null),
    version: versionOf(model?.storageUri),
    canary: canary?.summary ?? null,
    noCanary: whyNoCanary(service),
    sample: sampleOf(annotations?.[SAMPLE_ANNOTATION]),
    startedAt: earliest(answering.map(readySince)),
    finishedAt: null,
    createdAt: timeOrNull(creationTimestamp) ?? '',
    notebook: annotations?.[NOTEBOOK_ANNOTATION] ?? null,
    origin: originOf(service)
  };
}

function textOrNull(value: unknown, max: number): string | null {
  const text = plainText(value, max);
  return text === '' ? null : text;
}

/** The address inside the cluster; the one outside leads nowhere where KServe makes no ingress. */
function address(service: InferenceService): string | null {
  return textOrNull(service.status?.address?.url ?? service.status?.url, 1024);
}

function earliest(times: (string | null)[]): string | null {
  return (
    times
      .filter(time => time !== null)
      .sort()
      .at(0) ?? null
  );
}

type Judged = Summary & { rollout: Rollout };

function state(
  phase: Phase,
  message: string,
  since: string | null,
  rollout: Rollout = 'Progressing'
): Judged {
  return { phase, message, reason: '', since, rollout };
}

function troubled(trouble: Summary): Judged {
  return { ...trouble, rollout: trouble.phase === 'Failed' ? 'Failed' : 'Progressing' };
}

/**
 * Running while at least one pod answers, whatever KServe's conditions say; a reason beside it tells that a newer
 * version is in trouble.
 */
function judge(service: InferenceService, around: InferenceServiceSurroundings): Judged {
  const deleted = timeOrNull(service.metadata?.deletionTimestamp);
  if (deleted !== null) {
    return state('Deleting', 'The service is being deleted.', deleted);
  }
  const pods = listOf(around.pods);
  if (isStopped(service)) {
    return pods.length > 0
      ? state('Stopping', 'The service is stopping.', null)
      : state('Stopped', 'The service is stopped; its model is kept.', null, 'Complete');
  }
  const wanted = modelOf(service)?.storageUri ?? null;
  const kept = pods.filter(pod => !pod.metadata?.deletionTimestamp);
  const current = kept.filter(pod => (sourceOf(pod) ?? wanted) === wanted);
  const refused = refusal(service);
  const answers = (pod: Pod) => isReady(pod) && isRouted(service, pod);
  if (refused === null && current.some(answers)) {
    return serving(service, kept, current, around);
  }
  // Where no pod is wanted, what could not be made before is no trouble.
  const found =
    refused ??
    loadingTrouble(current, subject(versionOf(wanted)), around) ??
    (desiredReplicas(service, around) > 0 ? podsNotMade(service, current, around) : null) ??
    (current.length > 0
      ? null
      : failedRevision(service, subject(versionOf(wanted)), around.deployment ?? null));
  const trouble = found === null ? null : troubled(found);
  const serves = kept.find(answers) ?? null;
  return serves !== null || earlierAnswersOnKnative(service)
    ? servingEarlier(service, serves, trouble)
    : (trouble ?? starting(service, kept, around.deployment ?? null));
}

interface CanaryState {
  summary: NonNullable<InferenceServiceSummary['canary']>;
  judged: Judged;
}

/** A canary is judged as a service of its own would be. */
function canaryState(
  service: InferenceService,
  { name, percent, predictor }: Canary,
  around: InferenceServiceSurroundings
): CanaryState {
  const stable = service.metadata?.name ?? '';
  const pods = listOf(around.pods).filter(pod => canaryOfPod(stable, pod) === name);
  const { conditions, ...rest } = service.status ?? {};
  const alone: InferenceService = {
    metadata: { ...service.metadata, name: `${stable}-${name}` },
    spec: { predictor: { ...service.spec?.predictor, ...predictor } },
    // What KServe says of the model there is said of the one that is served.
    status: { ...rest, modelStatus: undefined, conditions: listOf(conditions).filter(isGeneral) }
  };
  const judged = judge(alone, { ...around, pods, deployment: null });
  const { storageUri } = modelOf(alone) ?? {};
  return {
    judged,
    summary: {
      version: versionOf(storageUri),
      storageUri: textOrNull(storageUri, 1024),
      percent,
      ready: pods.some(isReady),
      message: judged.message
    }
  };
}

function isGeneral(condition: Condition): boolean {
  return condition?.type !== 'PredictorReady';
}

/** What is said of a service that runs, with what is to be said of its canary. */
function withCanary(stable: Judged, canary: CanaryState | null): Judged {
  if (canary === null || stable.phase !== 'Running') {
    return stable;
  }
  const { judged, summary } = canary;
  const first = stable.message.replace(/\.$/, '');
  if (judged.rollout === 'Complete') {
    const name = lowerFirst(subject(summary.version, 'The canary'));
    const share =
      summary.percent === 0 ? 'no requests yet' : `${summary.percent} % of the requests`;
    return { ...stable, message: `${first}; ${name} gets ${share}.` };
  }
  const { rollout, reason } = stable.rollout === 'Failed' ? stable : judged;
  return {
    ...stable,
    rollout,
    reason,
    message: `${first}; as a canary, ${lowerFirst(judged.message)}`
  };
}

/** The wanted version answers. */
function serving(
  service: InferenceService,
  pods: readonly Pod[],
  current: readonly Pod[],
  around: InferenceServiceSurroundings
): Judged {
  const version = versionOf(modelOf(service)?.storageUri);
  const since = earliest(current.filter(isReady).map(readySince));
  const name = version === null ? 'the model' : `version ${version}`;
  if (pods.some(pod => isReady(pod) && isRouted(service, pod) && !current.includes(pod))) {
    return state('Running', `Serving ${name}; what served before is going away.`, since);
  }
  const waiting = current.filter(pod => !isReady(pod));
  // With all replicas there, what waits beside them are their successors with changed settings.
  const changed = current.length - waiting.length >= desiredReplicas(service, around);
  const trouble = loadingTrouble(waiting, changed ? 'it' : 'another replica', around);
  if (trouble !== null) {
    const but = changed
      ? 'with its earlier settings; with the new ones'
      : 'but not with all replicas:';
    const message = `Serving ${name} ${but} ${lowerFirst(trouble.message)}`;
    return { ...troubled(trouble), phase: 'Running', message, since };
  }
  return state('Running', `Serving ${name}.`, since, 'Complete');
}

/** Only what was asked for before answers, in `pod`; without one where Knative brings it when somebody asks. */
function servingEarlier(
  service: InferenceService,
  pod: Pod | null,
  trouble: Judged | null
): Judged {
  const since = pod === null ? null : readySince(pod);
  const before = pod === null ? null : versionOf(sourceOf(pod));
  const serves = before === null ? 'the earlier model serves' : `version ${before} serves`;
  if (trouble !== null) {
    const message = `${trouble.message.replace(/\.$/, '')}; ${serves}.`;
    return { ...trouble, phase: 'Running', message, since };
  }
  const next = subject(versionOf(modelOf(service)?.storageUri), 'A new model');
  const share = shareOnKnative(service);
  if (share !== null) {
    const message = `${next} gets ${share} % of the requests; ${serves} the others.`;
    return state('Running', message, since, 'Complete');
  }
  return state('Running', `${next} is being rolled out; ${serves}.`, since);
}

function starting(
  service: InferenceService,
  pods: readonly Pod[],
  deployment: ServingDeployment | null
): Judged {
  const since = timeOrNull(service.metadata?.creationTimestamp);
  const name = subject(versionOf(modelOf(service)?.storageUri));
  if (answersOnKnative(service)) {
    const message =
      pods.length > 0
        ? `${name} had no replica; one is being loaded, and requests wait for it.`
        : `${name} has no replica now; the first request waits until one is loaded.`;
    return state('Running', message, since, 'Complete');
  }
  if (pods.length > 0) {
    const message = pods.some(isReady)
      ? `${name} is loaded; Knative is making the way to it.`
      : `${name} is being loaded.`;
    return state('Starting', message, since);
  }
  const conditions = listOf(service.status?.conditions);
  const none = whyNoReplica(service, deployment);
  if (none !== null) {
    const message = `${name} has no replica now, so nothing answers: ${none}.`;
    return state('Pending', message, since, 'Complete');
  }
  return conditions.length > 0
    ? state('Pending', 'The model server is being prepared.', since)
    : state('Pending', 'The service waits for KServe.', since);
}
