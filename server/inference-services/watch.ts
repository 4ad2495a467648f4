/** What comes to a served model through the gateway, and what its pods use. */
import {
  INFERENCE_SERVICE_LABEL,
  canariesOf,
  canaryServiceName,
  componentName,
  isKnative,
  predictorName,
  servingRevision
} from '@kubeflow-lab/resources';
import type { InferenceService } from '@kubeflow-lab/resources';
import type { ModelTraffic, TrainingUsage } from '@kubeflow-lab/schema';

import type { Sample } from '../gateway/exposition.js';
import type { ObjectCall } from '../kinds/definition.js';
import { usageOfPods } from '../kinds/usage.js';
import { componentPods, predictorPods } from './resource.js';
import { trafficOf } from './traffic.js';

type ModelCall = ObjectCall<InferenceService>;

const NOT_TOLD =
  'Requests, errors and latency are not known: the gateway of this cluster does not tell the platform what it counts.';

/** What the gateway has counted of the requests to the version that is served and to its canary. */
export async function readTraffic(call: ModelCall): Promise<ModelTraffic> {
  // Who may not see the service is not told who asks it.
  const service = await call.read();
  const samples = await call.services.gatewayCounters.read();
  const time = Date.now();
  return samples === null
    ? { time, versions: [], why: NOT_TOLD }
    : { time, versions: versionsOf(service, samples), why: null };
}

function versionsOf(service: InferenceService, samples: readonly Sample[]) {
  const { namespace = '', name = '' } = service.metadata ?? {};
  const of = (service: string, canary: boolean) => ({
    canary,
    ...trafficOf(samples, { namespace, model: name, service })
  });
  if (isKnative(service)) {
    const part = service.spec?.transformer == null ? 'predictor' : 'transformer';
    const revision = servingRevision(service, part);
    return revision === null ? [] : [of(revision, false)];
  }
  if (service.spec?.transformer != null) {
    // The route leads to it alone.
    return [of(componentName(name, 'transformer'), false)];
  }
  const [first] = canariesOf(service);
  return [
    of(predictorName(name), false),
    ...(first === undefined ? [] : [of(canaryServiceName(name, first.name), true)])
  ];
}

/** CPU and memory that the pods of a service use. */
export async function readUsage(call: ModelCall): Promise<TrainingUsage> {
  const service = await call.read();
  const selector = `${INFERENCE_SERVICE_LABEL}=${call.key.name}`;
  const { cache } = call.services;
  return usageOfPods(call, selector, () => [
    ...predictorPods(cache, service),
    ...componentPods(cache, service)
  ]);
}
