import { creationTrouble } from '../common/creation-trouble.js';
import type { KubeEvent, Pod } from '../common/object.js';
import type { Summary } from '../common/summary.js';
import { listOf, plainText } from '../common/text.js';
import { latestEvent, timeOrNull } from '../common/time.js';
import { modelOf } from './model.js';
import { predictorName } from './types.js';
import type { InferenceService } from './types.js';

/** Why KServe made nothing of a service, by its status; null where it did not refuse. */
export function refusal(service: InferenceService): Summary | null {
  return notUnderstood(service) ?? notMade(service);
}

/** KServe cannot write what belongs to a service, such as its Deployment. */
function notMade(service: InferenceService): Summary | null {
  const condition = listOf(service.status?.conditions).find(c => c?.type === 'PredictorReady');
  const message = String(condition?.message ?? '');
  // Two writers at the same time: KServe tries again at once.
  const again = /the object has been modified/.test(message);
  if (condition?.status !== 'False' || condition.reason !== 'ReconcileFailed' || again) {
    return null;
  }
  const taken = /Deployment\.apps "([^"]+)" is invalid: spec\.selector/.exec(message)?.[1];
  return {
    phase: 'Failed',
    message:
      taken === undefined
        ? `KServe cannot make the service: ${plainText(message.replace(/^fails to reconcile predictor: /, ''))}.`
        : `There is a Deployment ${plainText(taken, 253)} that belongs to something else; delete it, or choose another name.`,
    reason: 'Rejected',
    since: timeOrNull(condition.lastTransitionTime)
  };
}

function notUnderstood(service: InferenceService): Summary | null {
  const { transitionStatus, lastFailureInfo } = service.status?.modelStatus ?? {};
  if (transitionStatus !== 'InvalidSpec' || lastFailureInfo === undefined) {
    return null;
  }
  return {
    phase: 'Failed',
    message: sentence(service, lastFailureInfo.reason ?? '', lastFailureInfo.message),
    reason: 'Configuration',
    since: timeOrNull(lastFailureInfo.time)
  };
}

function sentence(service: InferenceService, reason: string, message: unknown): string {
  const model = modelOf(service);
  const format = plainText(model?.modelFormat?.name, 60);
  const runtime = plainText(model?.runtime, 253);
  switch (reason) {
    case 'NoSupportingRuntime':
      return runtime === ''
        ? `No runtime of the cluster serves models of the format ${format}.`
        : `The runtime ${runtime} does not serve models of the format ${format}.`;
    case 'RuntimeNotRecognized':
      return `The cluster has no runtime ${runtime}; choose another one, or leave it out.`;
    case 'RuntimeDisabled':
      return `The runtime ${runtime} is switched off; choose another one, or leave it out.`;
    default: {
      const detail = plainText(message);
      return `KServe does not take the service${detail === '' ? '' : `: ${detail}`}.`;
    }
  }
}

/** The Deployment could not make its pods. */
export function podsNotMade(
  service: InferenceService,
  current: readonly Pod[],
  { events }: { events?: readonly KubeEvent[] }
): Summary | null {
  const prefix = `${predictorName(service.metadata?.name ?? '')}-`;
  const failed = latestEvent(
    listOf(events),
    event =>
      event.reason === 'FailedCreate' &&
      event.involvedObject?.kind === 'ReplicaSet' &&
      (event.involvedObject.name ?? '').startsWith(prefix)
  );
  if (failed === null || current.length > 0) {
    return null;
  }
  return { phase: 'Failed', ...creationTrouble(failed, 'The model server') };
}
