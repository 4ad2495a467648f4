import type { ForeignModelSummary } from '@kubeflow-lab/schema';

import type { Summary } from '../common/summary.js';
import { timeOrNull } from '../common/time.js';
import { NOTEBOOK_ANNOTATION } from '../training-job/types.js';
import type { ForeignModel, ForeignModelKind, Told } from './types.js';

/** What a person wants to know of an object of another tool, as far as that tool tells it. */
export function summarizeForeignModel(
  object: ForeignModel,
  { tool, read }: ForeignModelKind
): ForeignModelSummary {
  const { annotations, creationTimestamp, deletionTimestamp } = object.metadata ?? {};
  const told = read(object);
  const { source, runtime, url, replicas, since } = told;
  const created = timeOrNull(creationTimestamp);
  return {
    ...(deletionTimestamp ? deleting(timeOrNull(deletionTimestamp)) : judged(told, tool, created)),
    tool,
    source,
    runtime,
    url,
    replicas,
    startedAt: since,
    finishedAt: null,
    createdAt: created ?? '',
    notebook: annotations?.[NOTEBOOK_ANNOTATION] ?? null
  };
}

function deleting(since: string | null): Summary {
  return { phase: 'Deleting', message: 'It is being deleted.', reason: '', since };
}

function judged({ phase, state, why, since }: Told, tool: string, created: string | null): Summary {
  const because = why === '' ? '' : `: ${why}`;
  switch (phase) {
    case null:
      return { phase: 'Pending', message: `It waits for ${tool}.`, reason: '', since: created };
    case 'Running':
      return { phase, message: `Served by ${tool}.`, reason: '', since };
    case 'Failed':
      return {
        phase,
        message: `${tool} does not serve it${because || ` (${state})`}.`,
        reason: 'Crash',
        since
      };
    case 'Starting':
      return { phase, message: `${tool} prepares it (${state})${because}.`, reason: '', since };
    case 'Stopped':
      return { phase, message: `It has no replica now (${state}).`, reason: '', since };
    case 'Unknown':
      return { phase, message: `${tool} says of it: ${state}${because}.`, reason: '', since };
  }
}
