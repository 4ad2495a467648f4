import { joinTexts, type ParameterFields } from '@kubeflow-lab/resources';
import type { SearchParameter } from '@kubeflow-lab/schema';
import type { Client } from '../../client';
import { ProblemError } from '../../problem';
import type { SaveNotebook } from '../../training/form/launch';

/** The parameters to which a notebook's parameters cells give ranges, as rows of the form; or why there are none. */
export async function readRanges(
  client: Client,
  path: string,
  save: SaveNotebook
): Promise<{ parameters: ParameterFields[] } | { problem: string }> {
  try {
    await save(path);
    const { parameters } = await client.ranges(path);
    return { parameters: parameters.map(rowOf) };
  } catch (error) {
    return { problem: ProblemError.from(error).message };
  }
}

function rowOf({
  name,
  type,
  min,
  max,
  step,
  list,
  distribution
}: SearchParameter): ParameterFields {
  return {
    name,
    type,
    min: min ?? '',
    max: max ?? '',
    step: step ?? '',
    list: joinTexts(list ?? []),
    distribution: distribution ?? 'uniform'
  };
}
