import type { InferenceServiceSummary } from '@kubeflow-lab/schema';

import { numberOf, objectOf, textOf } from '../panels';
import type { CardDescription } from '../panels';

/** How the card of a served model is read; anyone may have written it. */
export const modelCard: CardDescription<InferenceServiceSummary> = {
  read: summary => {
    const model = objectOf(summary.model);
    const replicas = objectOf(summary.replicas);
    return {
      ...summary,
      url: textOf(summary.url) || null,
      version: textOf(summary.version) || null,
      // Who changes it does so in the tab, which also says what it was made from.
      canary: null,
      noCanary: null,
      scale: null,
      origin: null,
      rollout: 'Progressing',
      sample: summary.sample ?? null,
      model: {
        format: textOf(model.format) || null,
        version: textOf(model.version) || null,
        storageUri: textOf(model.storageUri) || null,
        runtime: textOf(model.runtime) || null
      },
      replicas: { ready: numberOf(replicas.ready), desired: numberOf(replicas.desired) }
    };
  },
  values: ({ version, model }) => ({
    ...(version !== null && { version }),
    ...(model.storageUri !== null && { stored: model.storageUri })
  })
};
