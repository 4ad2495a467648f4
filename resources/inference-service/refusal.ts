import type { Summary } from '../common/summary.js';
import { plainText } from '../common/text.js';
import { timeOrNull } from '../common/time.js';
import { modelOf } from './model.js';
import type { InferenceService } from './types.js';

/** Why KServe made nothing of a service, by its status; null where it did not refuse. */
export function refusal(service: InferenceService): Summary | null {
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
