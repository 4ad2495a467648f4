import { type Experiment, EXPERIMENT_API_VERSION, readRun } from '@kubeflow-lab/resources';

/**
 * The sweep that a document is, or one sentence why the form for a project cannot show it. `withTrials`: it has to say what
 * its trials run.
 */
export function experimentIn(
  value: unknown,
  namespace: string,
  withTrials: boolean
): { experiment: Experiment } | { error: string } {
  if (!isObject(value)) {
    return { error: 'A whole Experiment is needed.' };
  }
  const { metadata, ...experiment } = value as Experiment;
  if (experiment.kind !== 'Experiment' || experiment.apiVersion !== EXPERIMENT_API_VERSION) {
    return { error: `It is no Experiment of ${EXPERIMENT_API_VERSION}.` };
  }
  const { namespace: there, ...rest } = isObject(metadata) ? metadata : {};
  if (there !== undefined && there !== namespace) {
    return { error: `It is for the project ${there}, and this form is for ${namespace}.` };
  }
  if (!isObject(experiment.spec)) {
    return { error: 'It has no spec.' };
  }
  if (withTrials && readRun(experiment) === null) {
    return {
      error:
        'Its trials are neither Jobs nor training jobs, which is all that this form can show; use New from YAML.'
    };
  }
  return { experiment: { ...experiment, metadata: rest } };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
