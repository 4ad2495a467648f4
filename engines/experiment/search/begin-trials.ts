import { EXPERIMENT, TRIAL, isAlreadyExists } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { controllerReference } from '@kubeflow-lab/controller/runtime';
import { EXPERIMENT_LABEL, listOf } from '@kubeflow-lab/resources';
import type { Experiment, Trial, TrialAssignment } from '@kubeflow-lab/resources';

import { HopelessTrialError } from '../trial/hopeless.js';
import { runSpecFor } from '../trial/substitute.js';
import { runKindProblem } from '../trial/run-kinds.js';
import { readTemplate } from './template.js';
import type { ReadTemplate } from './template.js';

/**
 * Makes the trials of the assignments that have none. Each has its name already, so one that was made by a process that
 * ended right then is not made again. Throws HopelessTrialError.
 */
export async function beginTrials(
  client: KubeClient,
  experiment: Experiment,
  assignments: readonly TrialAssignment[],
  existing: ReadonlyMap<string, Trial>
): Promise<void> {
  const missing = assignments.filter(({ name = '' }) => !existing.has(name));
  if (missing.length === 0) {
    return;
  }
  const template = await readTemplate(client, experiment);
  const problem = runKindProblem(template.trialSpec);
  if (problem !== null) {
    throw new HopelessTrialError(problem);
  }
  for (const assignment of missing) {
    try {
      await client.create(TRIAL, trialFor(experiment, template, assignment));
    } catch (error) {
      if (!isAlreadyExists(error)) {
        throw error;
      }
    }
  }
}

/** The Trial of an assignment, as Katib makes it. */
export function trialFor(
  experiment: Experiment,
  template: ReadTemplate,
  assignment: TrialAssignment
): Trial {
  const { namespace = '', name: owner = '', labels } = experiment.metadata ?? {};
  const { objective, metricsCollectorSpec } = experiment.spec ?? {};
  const name = assignment.name ?? '';
  const parameterAssignments = [...listOf(assignment.parameterAssignments)];
  const earlyStoppingRules = [...listOf(assignment.earlyStoppingRules)];
  return {
    apiVersion: 'kubeflow.org/v1beta1',
    kind: 'Trial',
    metadata: {
      namespace,
      name,
      labels: { ...labels, ...assignment.labels, [EXPERIMENT_LABEL]: owner },
      ownerReferences: [controllerReference(EXPERIMENT, experiment)]
    },
    spec: {
      objective,
      parameterAssignments,
      ...(earlyStoppingRules.length > 0 ? { earlyStoppingRules } : {}),
      runSpec: runSpecFor(template, template.trialSpec, { name, namespace }, parameterAssignments),
      ...(template.retain ? { retainRun: true } : {}),
      metricsCollector: metricsCollectorSpec,
      ...(template.primaryPodLabels ? { primaryPodLabels: template.primaryPodLabels } : {}),
      primaryContainerName: template.primaryContainerName,
      successCondition: template.successCondition,
      failureCondition: template.failureCondition
    }
  };
}
