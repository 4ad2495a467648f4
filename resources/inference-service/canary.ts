/**
 * A version that gets a share of the requests beside the one that is served: KServe's `spec.canary`, for which its
 * Standard mode makes a Deployment and a Service of their own. The gateway spreads the requests over both.
 */
import type { Pod } from '../common/object.js';
import { listOf } from '../common/text.js';
import { buildInferenceService } from './build.js';
import type { ModelContext, StoredModel } from './build.js';
import { isKnative } from './mode.js';
import { DEPLOYMENT_MODE_ANNOTATION, predictorName } from './types.js';
import type { CanarySpec, InferenceService, PredictorSpec } from './types.js';

/** What ours is called; a service that somebody wrote may have others, and more than one. */
export const CANARY = 'canary';
/** The Service `<name>-canary-predictor` may have 63 characters. */
export const CANARY_NAME_MAX = 46;

export interface Canary {
  name: string;
  /** Of the requests through the gateway, 0 to 100. */
  percent: number;
  predictor: PredictorSpec;
  /** Whether KServe has seen it answer. */
  ready: boolean;
}

/** Why a service can have no canary; null where it can. */
export function whyNoCanary(service: InferenceService): string | null {
  const name = service.metadata?.name ?? '';
  if (service.spec?.predictor?.model === undefined) {
    return `The served model "${name}" was made in another way; it has no canary.`;
  }
  if (isKnative(service)) {
    return `The served model "${name}" runs on Knative, where KServe makes no canary beside it; its field canaryTrafficPercent, as YAML, gives the next version a share.`;
  }
  return name.length > CANARY_NAME_MAX
    ? `The name "${name}" is too long for a canary beside it, which takes at most ${CANARY_NAME_MAX} characters.`
    : null;
}

/** The canaries of a service, but for those without a name, which KServe refuses. */
export function canariesOf({ spec, status }: InferenceService): Canary[] {
  const states = listOf(status?.canaryStatuses);
  return listOf(spec?.canary).flatMap(({ predictor, trafficPercent }) => {
    const name = predictor?.name;
    if (predictor === undefined || typeof name !== 'string' || name === '') {
      return [];
    }
    const percent = Math.min(100, Math.max(0, Math.trunc(Number(trafficPercent)) || 0));
    const ready = states.some(state => state?.name === name && state.ready === true);
    return [{ name, percent, predictor, ready }];
  });
}

/** The Service of a service's canary. */
export function canaryServiceName(service: string, canary: string): string {
  return predictorName(`${service}-${canary}`);
}

/** The canary that a predictor's pod belongs to; null for the version that is served. */
export function canaryOfPod(service: string, { metadata }: Pod): string | null {
  const app = metadata?.labels?.app ?? '';
  const [before, after] = [`isvc.${service}-`, '-predictor'];
  return app.startsWith(before) && app.endsWith(after) && app.length > before.length + after.length
    ? app.slice(before.length, -after.length)
    : null;
}

/**
 * The merge patch that gives a stored model a share of a service's requests. What the form leaves open, such as its
 * memory, is as in the version that is served.
 */
export function canaryPatch(form: StoredModel, percent: number, context: ModelContext): object {
  const { model } = buildInferenceService(form, context).spec?.predictor ?? {};
  const { resources, ...rest } = model ?? {};
  const sized = form.cpu !== undefined || form.memory !== undefined;
  return {
    metadata: {
      annotations: {
        // KServe asks for it to be said before it takes a canary.
        [DEPLOYMENT_MODE_ANNOTATION]: 'Standard'
      }
    },
    spec: {
      canary: [
        {
          trafficPercent: percent,
          predictor: {
            name: CANARY,
            // By itself KServe runs as many as the share needs: none for a share of nothing.
            minReplicas: 1,
            model: { ...rest, ...(sized ? { resources } : {}) }
          }
        }
      ]
    }
  };
}

/** The merge patch that changes the share of a service's canaries, each to the same one. */
export function sharePatch({ spec }: InferenceService, percent: number): object {
  const canary: CanarySpec[] = listOf(spec?.canary).map(one => ({
    ...one,
    trafficPercent: percent
  }));
  return { spec: { canary } };
}

/** The merge patch after which a service has no canary. */
export const WITHOUT_CANARY_PATCH = { spec: { canary: null } };
