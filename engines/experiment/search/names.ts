import { createHash } from 'node:crypto';

/** Digits and letters that stand for a number in a name and form no words. */
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/**
 * The name of an experiment's trial by its place among all (from 0). It depends on nothing else, so that a search that
 * was interrupted anywhere makes each trial once; and an experiment made anew under the same name has other trials.
 */
export function trialName(experiment: { name: string; uid: string }, index: number): string {
  const hash = createHash('sha256').update(`${experiment.uid}/${index}`).digest();
  const suffix = [...hash.subarray(0, 8)].map(byte => LETTERS[byte % LETTERS.length]).join('');
  return `${experiment.name}-${suffix}`;
}
