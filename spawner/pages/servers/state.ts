import type { NotebookSummary, Phase } from '@kubeflow-lab/schema';

import type { Word } from '../../text/translator.js';
import type { IconName } from '../../ui/Icon.js';

export type Tone = 'good' | 'busy' | 'warning' | 'danger' | 'quiet';

export interface Look {
  icon: IconName;
  tone: Tone;
  /** The English word; it goes through the translator where it is drawn. */
  word: Word;
}

const LOOKS: Record<Phase, Look> = {
  Queued: { icon: 'progress', tone: 'busy', word: 'Queued' },
  Pending: { icon: 'progress', tone: 'busy', word: 'Pending' },
  Starting: { icon: 'progress', tone: 'busy', word: 'Starting' },
  Running: { icon: 'check', tone: 'good', word: 'Running' },
  Stopping: { icon: 'progress', tone: 'quiet', word: 'Stopping' },
  Stopped: { icon: 'stopped', tone: 'quiet', word: 'Stopped' },
  Succeeded: { icon: 'check', tone: 'good', word: 'Succeeded' },
  Failed: { icon: 'error', tone: 'danger', word: 'Failed' },
  Deleting: { icon: 'progress', tone: 'quiet', word: 'Deleting' },
  Unknown: { icon: 'question', tone: 'warning', word: 'Unknown' }
};

/** How a state is shown. What is on its way but has met an obstacle carries a warning. */
export function lookOf({ phase, reason }: Pick<NotebookSummary, 'phase' | 'reason'>): Look {
  const look = LOOKS[phase] ?? LOOKS.Unknown;
  return look.tone === 'busy' && reason !== ''
    ? { ...look, icon: 'warning', tone: 'warning' }
    : look;
}
