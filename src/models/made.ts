import type { InferenceServiceSummary, Item } from '@kubeflow-lab/schema';

import { useFeed } from '../components';
import type { IPlatform } from '../tokens';

/** A served model whose version was copied from an output of a run. */
export interface MadeModel {
  name: string;
  version: string | null;
  step: string;
  output: string;
}

/** The models that are served from outputs of a run, by name; none as long as nobody knows. */
export function useMadeModels(
  { live }: IPlatform,
  namespace: string | undefined,
  run: string
): MadeModel[] {
  const topic = namespace === undefined ? null : { resource: 'inferenceservices', namespace };
  const { items } = useFeed(live, topic);
  return madeModels(Object.values(items) as Item<InferenceServiceSummary>[], run);
}

export function madeModels(
  models: readonly Item<InferenceServiceSummary>[],
  run: string
): MadeModel[] {
  return models
    .flatMap(({ object, summary: { origin, version } }) =>
      origin?.run === run
        ? [{ name: object.metadata.name, version, step: origin.step, output: origin.output }]
        : []
    )
    .sort((a, b) => a.name.localeCompare(b.name));
}
