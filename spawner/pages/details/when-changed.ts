/** When a server has what was changed of it. */
import { STOP_ANNOTATION, UPDATE_POLICY_ANNOTATION } from '@kubeflow-lab/resources';
import type { NotebookItem } from '@kubeflow-lab/schema';

/** At its next start, because it is stopped; at once, because its policy restarts it; or whenever it restarts. */
export type WhenChanged = 'start' | 'now' | 'restart';

export function whenChanged({ object }: NotebookItem): WhenChanged {
  const { annotations = {} } = object.metadata;
  if (annotations[STOP_ANNOTATION] !== undefined) {
    return 'start';
  }
  return annotations[UPDATE_POLICY_ANNOTATION] === 'Immediate' ? 'now' : 'restart';
}
