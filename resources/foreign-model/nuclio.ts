/**
 * What Nuclio says of its functions
 * (https://docs.nuclio.io/en/stable/reference/function-configuration/function-configuration-reference.html#function-state-state).
 */
import { fieldsOf, textOf, textOrNull } from './fields.js';
import type { ForeignModel, Told } from './types.js';

const STATES = new Map<string, Told['phase']>([
  ['imported', 'Stopped'],
  ['scaledToZero', 'Stopped'],
  ['waitingForBuild', 'Starting'],
  ['building', 'Starting'],
  ['configuringResources', 'Starting'],
  ['waitingForResourceConfiguration', 'Starting'],
  ['waitingForScaleResourceFromZero', 'Starting'],
  ['waitingForScaleResourceToZero', 'Running'],
  ['ready', 'Running'],
  // It may get over it; nothing answers meanwhile.
  ['unhealthy', 'Failed'],
  ['error', 'Failed']
]);

export function readNuclioFunction({ spec, status }: ForeignModel): Told {
  const { handler, image, runtime, disable } = fieldsOf(spec);
  const { state, message, internalInvocationUrls } = fieldsOf(status);
  const [url] = Array.isArray(internalInvocationUrls) ? (internalInvocationUrls as unknown[]) : [];
  const word = textOf(state, 60);
  const told = STATES.get(word) ?? (word === '' ? null : 'Unknown');
  return {
    phase: disable === true ? 'Stopped' : told,
    state: disable === true ? 'disabled' : word,
    why: textOf(message),
    since: null,
    source: textOrNull(handler) ?? textOrNull(image),
    runtime: textOrNull(runtime),
    url: textOrNull(url),
    replicas: null
  };
}
