import type { TranslationBundle } from '@jupyterlab/translation';
import type { Phase, ReplicaSummary } from '@kubeflow-lab/schema';

/** How a phase looks; each tone has one colour and each glyph one shape in the style sheet. */
export interface PhaseLook {
  word: string;
  glyph: 'clock' | 'ring' | 'check' | 'cross' | 'square' | 'question';
  tone: 'quiet' | 'busy' | 'good' | 'bad' | 'leaving';
}

const GOOD = { glyph: 'check', tone: 'good' } as const;

/**
 * The one place that says with which word, shape and colour a phase is shown. What is `lasting` runs until it is
 * stopped, as a service does: that it runs is then no work in progress, but all that is wanted.
 */
export function lookOf(phase: Phase, trans: TranslationBundle, lasting = false): PhaseLook {
  switch (phase) {
    case 'Queued':
      return { word: trans.__('Queued'), glyph: 'clock', tone: 'quiet' };
    case 'Pending':
      return { word: trans.__('Pending'), glyph: 'clock', tone: 'quiet' };
    case 'Starting':
      return { word: trans.__('Starting'), glyph: 'ring', tone: 'quiet' };
    case 'Running':
      return lasting
        ? { word: trans.__('Running'), ...GOOD }
        : { word: trans.__('Running'), glyph: 'ring', tone: 'busy' };
    case 'Stopping':
      return { word: trans.__('Stopping'), glyph: 'ring', tone: 'leaving' };
    case 'Stopped':
      return { word: trans.__('Stopped'), glyph: 'square', tone: 'quiet' };
    case 'Succeeded':
      return { word: trans.__('Succeeded'), ...GOOD };
    case 'Failed':
      return { word: trans.__('Failed'), glyph: 'cross', tone: 'bad' };
    case 'Deleting':
      return { word: trans.__('Deleting'), glyph: 'ring', tone: 'leaving' };
    default:
      return { word: trans.__('Unknown'), glyph: 'question', tone: 'quiet' };
  }
}

/** Whether nothing more will happen in this phase. */
export function isFinal(phase: Phase): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

/** How many replicas run or have done their work. */
export function countReady(replicas: readonly ReplicaSummary[]): number {
  return replicas.filter(({ phase }) => phase === 'Running' || phase === 'Succeeded').length;
}
