import type { PendingUpdate } from '@kubeflow-lab/schema';

import { listOf, plainText } from '../common/text.js';
import { STOP_ANNOTATION, UPDATE_CONDITION } from './types.js';
import type { Notebook } from './types.js';

/** What a running server does not have yet of its Notebook, as the status tells; null where it has all. */
export function pendingUpdate(notebook: Notebook): PendingUpdate | null {
  const { annotations, deletionTimestamp } = notebook.metadata ?? {};
  const condition = listOf(notebook.status?.conditions).find(c => c?.type === UPDATE_CONDITION);
  const ends = annotations?.[STOP_ANNOTATION] !== undefined || deletionTimestamp !== undefined;
  if (condition?.status !== 'True' || ends) {
    return null;
  }
  return {
    message: `${plainText(condition.message, 500)}.`,
    changes: listOf(notebook.status?.pendingChanges).map(change => ({
      field: plainText(change?.field, 200),
      from: textOrNull(change?.from),
      to: textOrNull(change?.to)
    }))
  };
}

function textOrNull(value: unknown): string | null {
  return value === undefined || value === null ? null : plainText(value);
}
