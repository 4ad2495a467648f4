/** How often each client may ask a model through the gateway. */
import { RATE_MAX } from '@kubeflow-lab/schema';
import type { RateLimit } from '@kubeflow-lab/schema';

import type { InferenceService } from './types.js';

/** On a service: requests a second, for each client and each person. */
export const REQUESTS_ANNOTATION = 'lab.kubeflow.org/requests-per-second';
/** On a service: how many requests may come at once. */
export const BURST_ANNOTATION = 'lab.kubeflow.org/burst';

/** Where nothing is said, so many seconds' requests may come at once. */
const BURST_SECONDS = 2;

/** What a service's annotations say; null where they say nothing, or nothing that can be understood. */
export function rateLimitOf({ metadata }: InferenceService): RateLimit | null {
  const annotations = metadata?.annotations ?? {};
  const perSecond = countOf(annotations[REQUESTS_ANNOTATION]);
  const said = annotations[BURST_ANNOTATION];
  const burst = said === undefined ? (perSecond ?? 0) * BURST_SECONDS : countOf(said);
  return perSecond === null || burst === null ? null : { perSecond, burst };
}

function countOf(text: string | undefined): number | null {
  const count = /^\d{1,6}$/.test(text ?? '') ? Number(text) : 0;
  return count >= 1 && count <= RATE_MAX ? count : null;
}

/** The merge patch that sets a service's limit; null leaves it to the installation. */
export function rateLimitPatch(limit: RateLimit | null): object {
  return {
    metadata: {
      annotations: {
        [REQUESTS_ANNOTATION]: limit === null ? null : String(limit.perSecond),
        [BURST_ANNOTATION]: limit === null ? null : String(limit.burst)
      }
    }
  };
}
