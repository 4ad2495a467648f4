import { EXPERIMENT, SUGGESTION, isAlreadyExists } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { controllerReference, timestamp } from '@kubeflow-lab/controller/runtime';

import { EXPERIMENT_LABEL, listOf, trueCondition } from '@kubeflow-lab/resources';
import type { Experiment, Suggestion, Trial, TrialAssignment } from '@kubeflow-lab/resources';

import { markTrue } from '../conditions.js';
import { writeStatus } from '../write.js';
import { RefusedSearchError } from './client.js';
import type { Suggestions } from './client.js';
import { stoppingRules } from './median-stop.js';
import { trialName } from './names.js';

type Status = NonNullable<Suggestion['status']>;

/** The assignments that the experiment has got so far, in their order; the list only ever grows. */
export function assignmentsIn(suggestion: Suggestion | undefined): readonly TrialAssignment[] {
  return listOf(suggestion?.status?.suggestions);
}

/** The experiment's Suggestion, made where there is none. Throws RefusedSearchError where its name is taken. */
export async function ensureSuggestion(
  client: KubeClient,
  experiment: Experiment,
  seen: Suggestion | undefined
): Promise<Suggestion> {
  const { namespace, name = '', uid } = experiment.metadata ?? {};
  const suggestion = seen ?? (await createSuggestion(client, experiment));
  if (suggestion.metadata?.ownerReferences?.some(owner => owner.uid === uid) !== true) {
    throw new RefusedSearchError(
      `A Suggestion ${namespace}/${name} exists already and is not its own; delete it`
    );
  }
  return suggestion;
}

async function createSuggestion(client: KubeClient, experiment: Experiment): Promise<Suggestion> {
  const { namespace, name = '' } = experiment.metadata ?? {};
  const { algorithm, resumePolicy } = experiment.spec ?? {};
  try {
    return await client.create<Suggestion>(SUGGESTION, {
      apiVersion: 'kubeflow.org/v1beta1',
      kind: 'Suggestion',
      metadata: {
        namespace,
        name,
        labels: { ...experiment.metadata?.labels, [EXPERIMENT_LABEL]: name },
        ownerReferences: [controllerReference(EXPERIMENT, experiment)]
      },
      spec: { algorithm, resumePolicy, requests: 0 }
    });
  } catch (error) {
    if (isAlreadyExists(error)) {
      return client.get(SUGGESTION, { namespace, name });
    }
    throw error;
  }
}

export interface Grown {
  suggestion: Suggestion;
  /** The algorithm had fewer values than were asked for. */
  exhausted: boolean;
}

/**
 * Asks for `count` more assignments and stores them under the names that their trials will have. Whatever interrupts
 * this, asking again comes to the same: what was not stored was never used. Throws RefusedSearchError.
 */
export async function growSuggestion(
  client: KubeClient,
  suggestions: Suggestions,
  experiment: Experiment,
  trials: readonly Trial[],
  suggestion: Suggestion,
  count: number
): Promise<Grown> {
  const before = assignmentsIn(suggestion);
  const total = before.length + count;
  const { namespace, name = '', uid = '' } = experiment.metadata ?? {};
  if (trueCondition(suggestion.status?.conditions, 'Running') === null) {
    await suggestions.validate(experiment);
  }
  const found = await suggestions.suggest(experiment, trials, count, total);
  const earlyStoppingRules = stoppingRules(experiment.spec ?? {}, trials);
  const added = found.map((parameterAssignments, index) => ({
    name: trialName({ name, uid }, before.length + index),
    parameterAssignments,
    ...(earlyStoppingRules.length > 0 ? { earlyStoppingRules } : {})
  }));
  const asked =
    suggestion.spec?.requests === total
      ? suggestion
      : await client.mergePatch(
          SUGGESTION,
          { namespace, name },
          {
            metadata: {
              uid: suggestion.metadata?.uid,
              resourceVersion: suggestion.metadata?.resourceVersion
            },
            spec: { requests: total }
          }
        );
  const all = [...before, ...added];
  const status: Status = {
    ...running(asked.status),
    suggestionCount: all.length,
    ...(all.length > 0 ? { suggestions: all } : {})
  };
  return {
    suggestion: await writeStatus(client, SUGGESTION, asked, status),
    exhausted: added.length < count
  };
}

function running(status: Status | undefined): Status {
  const now = timestamp();
  const marks = [
    { type: 'Created', reason: 'SuggestionCreated', message: 'Suggestion is created' },
    { type: 'DeploymentReady', reason: 'DeploymentReady', message: 'Deployment is ready' },
    { type: 'Running', reason: 'SuggestionRunning', message: 'Suggestion is running' }
  ];
  return {
    ...status,
    startTime: status?.startTime ?? now,
    conditions: marks.reduce(
      (conditions, mark) => markTrue(conditions, mark, now),
      listOf(status?.conditions).filter(condition => condition?.type !== 'Succeeded')
    )
  };
}

/** Marks the Suggestion of a search that has ended; `failure` says why it failed, null where it did not. */
export async function endSuggestion(
  client: KubeClient,
  suggestion: Suggestion,
  failure: string | null
): Promise<void> {
  const { conditions } = suggestion.status ?? {};
  const type = failure === null ? 'Succeeded' : 'Failed';
  if (trueCondition(conditions, type) !== null) {
    return;
  }
  const now = timestamp();
  const mark = {
    type,
    reason: `Suggestion${type}`,
    message: failure ?? 'Suggestion is succeeded, its experiment has ended'
  };
  await writeStatus(client, SUGGESTION, suggestion, {
    ...suggestion.status,
    completionTime: now,
    conditions: markTrue(conditions, mark, now, ['Running'])
  });
}
