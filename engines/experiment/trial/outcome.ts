import { POD } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { TRIAL_LABEL, plainText, podTrouble } from '@kubeflow-lab/resources';
import type { KubeObject, Trial } from '@kubeflow-lab/resources';

import { parseJobCondition } from './gjson.js';

export type Outcome = { ended: 'Succeeded' } | { ended: 'Failed'; said: string } | { ended: null };

/** How a run object has ended, by the trial's conditions; failure counts first, as with Katib. */
export function outcomeOf(trial: Trial, run: KubeObject): Outcome {
  const failed = parseJobCondition(trial.spec?.failureCondition ?? '').match(run);
  if (failed !== null) {
    const said = [failed.reason, failed.message]
      .filter(part => typeof part === 'string' && part !== '')
      .map(part => plainText(part))
      .join(': ');
    return { ended: 'Failed', said };
  }
  return parseJobCondition(trial.spec?.successCondition ?? '').match(run) === null
    ? { ended: null }
    : { ended: 'Succeeded' };
}

/** Why a trial has failed, as a sentence: what its pods say, or else what its run object says. */
export async function failureOf(
  client: KubeClient,
  trial: Trial,
  said: string,
  signal: AbortSignal
): Promise<string> {
  const { namespace, name } = trial.metadata ?? {};
  const { items } = await client.list(POD, {
    namespace,
    labelSelector: `${TRIAL_LABEL}=${name}`,
    signal
  });
  const trouble = items
    .map(pod => podTrouble(pod, { what: 'The trial' }))
    .find(found => found !== null);
  return trouble?.message ?? (said === '' ? 'Its log says why' : said);
}
