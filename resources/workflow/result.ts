import type { StepError, ValueSummary } from '@kubeflow-lab/schema';

import { listOf } from '../common/text.js';
import { EXECUTED_ARTIFACT, RESULT_PARAMETER } from './types.js';
import type { Outputs } from './types.js';

/** What a step of ours says of what it has made. */
export interface StepResult {
  outputs: ValueSummary[];
  metrics: Record<string, number>;
}

const NOTHING: StepResult = { outputs: [], metrics: {} };
/** A result is anybody's text; more than this is not shown. */
const ENTRIES_MAX = 200;
const TEXT_MAX = 4096;

/** The result in a node's output parameters; empty where there is none that can be read. */
export function stepResult(outputs: Outputs | undefined): StepResult {
  const value = listOf(outputs?.parameters).find(p => p?.name === RESULT_PARAMETER)?.value;
  const result = parseObject(value);
  if (result === null) {
    return NOTHING;
  }
  const metrics = Object.entries(asObject(result.metrics) ?? {}).filter(
    (entry): entry is [string, number] => Number.isFinite(entry[1])
  );
  return {
    outputs: (Array.isArray(result.outputs) ? result.outputs : [])
      .slice(0, ENTRIES_MAX)
      .map(asObject)
      .filter(output => output !== null)
      .map(output => ({
        name: text(output.name),
        type: text(output.type),
        shape: text(output.shape),
        bytes: Number(output.bytes) || 0,
        head: text(output.head)
      })),
    metrics: Object.fromEntries(metrics.slice(0, ENTRIES_MAX))
  };
}

/** Where the executed notebook lies in the project's bucket; null where there is none. */
export function executedNotebook(outputs: Outputs | undefined): string | null {
  const found = listOf(outputs?.artifacts).find(a => a?.name === EXECUTED_ARTIFACT)?.s3?.key;
  return typeof found === 'string' && found.endsWith('.ipynb') ? text(found) : null;
}

/**
 * The Python error in a text that is, or ends with, its JSON: a container's termination message, or a node's message
 * (`Error (exit code 1): {…}`); null where there is none.
 */
export function stepError(message: string | undefined): StepError | null {
  const start = message?.indexOf('{"ename"') ?? -1;
  const error = start < 0 ? null : parseObject(message?.slice(start));
  if (error === null) {
    return null;
  }
  return {
    ename: text(error.ename),
    evalue: text(error.evalue),
    cell: typeof error.cell === 'string' ? text(error.cell) : null,
    line: Number.isInteger(error.line) ? (error.line as number) : null,
    traceback: text(error.traceback)
  };
}

function parseObject(value: unknown): Record<string, unknown> | null {
  if (typeof value !== 'string') {
    return null;
  }
  try {
    return asObject(JSON.parse(value));
  } catch {
    // Not ours: any image may write what it likes.
    return null;
  }
}

function asObject(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, TEXT_MAX) : '';
}
