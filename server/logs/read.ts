import { KubeError, isNotFound } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { mergeLogs, parseLogLine } from '@kubeflow-lab/resources';
import type { ReplicaLine } from '@kubeflow-lab/resources';
import type { LogLines } from '@kubeflow-lab/schema';

import { LogBuffer } from './buffer.js';
import type { ReadKept } from './kept.js';
import type { LogPart } from './source.js';

export const TAIL_DEFAULT = 1_000;
export const TAIL_MAX = 20_000;

export interface WhichLines {
  /** How many of the newest. */
  tail: number;
  /** What containers wrote before their last restart. */
  previous?: boolean;
}

/** The newest lines of some parts, merged; read with the rights of `kube`, so of whoever asks. */
export async function readLog(
  kube: KubeClient,
  parts: readonly LogPart[],
  { tail, previous = false }: WhichLines,
  readKept: ReadKept
): Promise<LogLines> {
  const started = parts.filter(part => part.started);
  const logs = await Promise.all(
    started.map(part =>
      part.kept === undefined ? readPart(kube, part, tail, previous) : readKept(part, tail)
    )
  );
  const merged = mergeLogs(logs);
  const newest = merged.slice(Math.max(0, merged.length - tail));
  return { lines: new LogBuffer(tail).append(newest) };
}

async function readPart(
  kube: KubeClient,
  part: LogPart,
  tail: number,
  previous: boolean
): Promise<ReplicaLine[]> {
  const lines: ReplicaLine[] = [];
  const options = { container: part.container, timestamps: true, tailLines: tail, previous };
  try {
    for await (const raw of kube.logs({ namespace: part.namespace, name: part.pod }, options)) {
      const line = parseLogLine(raw, lines.at(-1)?.time);
      lines.push({ ...line, replica: part.replica });
    }
  } catch (error) {
    // The pod went away after the cache saw it: then it has no lines any more. A container that was never restarted has
    // none from before, which the API server calls a bad request.
    if (!isNotFound(error) && !(previous && isBadRequest(error))) {
      throw error;
    }
  }
  return lines;
}

function isBadRequest(error: unknown): boolean {
  return error instanceof KubeError && error.status === 400;
}
