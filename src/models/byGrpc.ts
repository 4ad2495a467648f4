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
 * A request of protocol v1, `{"instances": rows}`, in the words of v2: one tensor that holds the rows, or, where they name
 * their columns, one for each. Null where it has no words for them, such as for texts beside numbers in one row.
 */
export function tensorText(body: unknown): string | null {
  const { instances } = (body ?? {}) as { instances?: unknown };
  const rows = Array.isArray(instances) ? (instances as unknown[]) : [];
  const tensors =
    rows.length === 0 ? [null] : isNamed(rows) ? columns(rows) : [tensor('rows', rows)];
  return tensors.includes(null)
    ? null
    : `{\n  "inputs": [\n${tensors.map(one => `    ${one}`).join(',\n')}\n  ]\n}`;
}

/** Each column by itself, one value wide. */
function columns(rows: readonly Record<string, unknown>[]): (string | null)[] {
  return Object.keys(rows[0]).map(name => {
    const values = rows.map(row => [row[name]]);
    return tensor(name, values);
  });
}

/** A tensor of rows, or of single values. */
function tensor(name: string, rows: readonly unknown[]): string | null {
  const lists = rows.filter(row => Array.isArray(row));
  const width = lists[0]?.length;
  const values = rows.flat();
  const datatype = values.every(isNumber) ? 'FP64' : values.every(isText) ? 'BYTES' : null;
  if (
    datatype === null ||
    rows.some(row => (Array.isArray(row) ? row.length !== width : width !== undefined))
  ) {
    return null;
  }
  const shape = [rows.length, ...(width === undefined ? [] : [width])];
  const head = `"name": ${JSON.stringify(name)}, "shape": [${shape.join(', ')}], "datatype": "${datatype}"`;
  const data = width === undefined ? [values] : lists;
  const lines = data.map(row => `      ${row.map(value => JSON.stringify(value)).join(', ')}`);
  return `{ ${head}, "data": [\n${lines.join(',\n')}\n    ] }`;
}

function isNamed(rows: readonly unknown[]): rows is Record<string, unknown>[] {
  return rows.every(row => typeof row === 'object' && row !== null && !Array.isArray(row));
}

/** A number that is missing is null. */
const isNumber = (value: unknown) => value === null || typeof value === 'number';
const isText = (value: unknown) => typeof value === 'string';
