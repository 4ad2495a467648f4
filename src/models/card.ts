import type { InferenceServiceSummary } from '@kubeflow-lab/schema';

import type { CardDescription } from '../panels';

/** How the card of a served model is read; anyone may have written it. */
export const modelCard: CardDescription<InferenceServiceSummary> = {
  read: summary => {
    const model = objectOf(summary.model);
    const replicas = objectOf(summary.replicas);
    return {
      ...summary,
      url: textOf(summary.url),
      version: textOf(summary.version),
      rollout: 'Progressing',
      sample: summary.sample ?? null,
      model: {
        format: textOf(model.format),
        version: textOf(model.version),
        storageUri: textOf(model.storageUri),
        runtime: textOf(model.runtime)
      },
      replicas: { ready: Number(replicas.ready) || 0, desired: Number(replicas.desired) || 0 }
    };
  },
  values: ({ version, model }) => ({
    ...(version !== null && { version }),
    ...(model.storageUri !== null && { stored: model.storageUri })
  })
};

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
