import type { InferenceServiceSummary, Item } from '@kubeflow-lab/schema';

import type { IPlatform } from '../tokens';
import { useRuntimes } from './new/runtimes';

/** Whether the runtime of a model says that it answers by gRPC; false until that is known. */
export function useGrpc(platform: IPlatform, item: Item<InferenceServiceSummary>): boolean {
  const { items } = useRuntimes(platform, item.object.metadata.namespace ?? '');
  const served = items?.find(({ name }) => name === item.summary.model?.runtime);
  return served?.protocols.includes('grpc-v2') ?? false;
}

/**
 * A request of protocol v1, `{"instances": rows}`, in the words of v2: one tensor that holds the rows. Null where the
 * rows are no table of numbers, such as those that name their columns.
 */
export function tensorText(body: unknown): string | null {
  const { instances } = (body ?? {}) as { instances?: unknown };
  if (!Array.isArray(instances) || instances.length === 0 || !instances.every(isNumbers)) {
    return null;
  }
  const rows = instances as unknown[][];
  const [{ length }] = rows;
  if (rows.some(row => row.length !== length)) {
    return null;
  }
  const head = `"name": "rows", "shape": [${rows.length}, ${length}], "datatype": "FP64"`;
  const data = rows.map(row => `      ${row.map(value => JSON.stringify(value)).join(', ')}`);
  return `{\n  "inputs": [\n    { ${head}, "data": [\n${data.join(',\n')}\n    ] }\n  ]\n}`;
}

/** A number that is missing is null. */
function isNumbers(row: unknown): boolean {
  return Array.isArray(row) && row.every(value => value === null || typeof value === 'number');
}
