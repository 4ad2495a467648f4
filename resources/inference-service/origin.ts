/** Where a model comes from: the output of a run that it was copied from. */
import type { RunOutput } from '@kubeflow-lab/schema';

import { plainText } from '../common/text.js';
import { ORIGIN_ANNOTATION } from './types.js';
import type { InferenceService } from './types.js';
import { objectIn, objectOf } from './untrusted.js';

/** The output of a run in a value that anybody may have written; null where it names none. */
export function readOrigin(value: unknown): RunOutput | null {
  const { run, step, output } = objectOf(value);
  return typeof run === 'string' && typeof step === 'string' && typeof output === 'string'
    ? { run: plainText(run, 253), step: plainText(step, 253), output: plainText(output, 253) }
    : null;
}

/** The output of a run that a service's model was copied from; null where it came in another way. */
export function originOf({ metadata }: InferenceService): RunOutput | null {
  return readOrigin(objectIn(String(metadata?.annotations?.[ORIGIN_ANNOTATION] ?? '')));
}

/** The annotation of a service whose model comes from the output. */
export function originAnnotation({ run, step, output }: RunOutput): Record<string, string> {
  return { [ORIGIN_ANNOTATION]: JSON.stringify({ run, step, output }) };
}
