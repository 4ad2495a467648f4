/** A sweep whose form brings the whole Experiment: what that says for the form's fields, and the code of its trials. */
import type { ExperimentForm, SearchParameter, TrialJobKind } from '@kubeflow-lab/schema';

import { listOf } from '../common/text.js';
import { withCode } from '../training-job/code.js';
import { readFields } from '../training-job/fields.js';
import { metricNames } from './defaults.js';
import { assignmentsOf } from './read.js';
import { TRIAL_JOB_KIND, readRun, writeRun } from './run.js';
import { parametersTemplate, sweepCodeName } from './trial-template.js';
import type { Experiment, ParameterSpec } from './types.js';

/** What an experiment says without a number of trials: there is no limit. */
const UNLIMITED = 100_000;

type Said = Omit<ExperimentForm, 'code' | 'pipeline' | 'notebook' | 'manifest'>;

/** The fields of a form that an experiment says. `image` is that of trials which say none, as those of a pipeline. */
export function formOfExperiment(experiment: Experiment, image = ''): Said {
  const { metadata } = experiment;
  const spec = experiment.spec ?? {};
  const { algorithm, earlyStopping } = spec;
  const objective = spec.objective ?? {};
  return {
    name: metadata?.name ?? '',
    ...runFields(experiment, image),
    objective: {
      metric: objective.objectiveMetricName ?? '',
      type: objective.type as Said['objective']['type'],
      ...(objective.goal === undefined ? {} : { goal: objective.goal })
    },
    algorithm: {
      name: algorithm?.algorithmName ?? '',
      settings: assignmentsOf(algorithm?.algorithmSettings)
    },
    ...(!earlyStopping
      ? {}
      : {
          earlyStopping: {
            name: 'medianstop' as const,
            settings: assignmentsOf(earlyStopping.algorithmSettings)
          }
        }),
    parameters: listOf(spec.parameters).map(searchParameter),
    maxTrials: spec.maxTrialCount ?? UNLIMITED,
    parallelTrials: spec.parallelTrialCount ?? 1,
    maxFailedTrials: spec.maxFailedTrialCount ?? 0
  };
}

function runFields(
  experiment: Experiment,
  image: string
): Pick<Said, 'image' | 'resources' | 'env' | 'volumes' | 'job'> {
  const run = readRun(experiment);
  if (run === null) {
    return { image, resources: {}, env: [], volumes: [] };
  }
  const { fields } = readFields(run.job, run.kind);
  const { cpu, memory, gpu, env, volumes, replicas } = fields;
  const amounts = Object.entries({ cpu, memory, gpu }).filter(([, amount]) => amount !== '');
  return {
    image: fields.image || image,
    resources: Object.fromEntries(amounts),
    env,
    volumes,
    ...(run.kind.kind === TRIAL_JOB_KIND.kind
      ? {}
      : { job: { kind: run.kind.kind as TrialJobKind, replicas } })
  };
}

function searchParameter(parameter: ParameterSpec | null): SearchParameter {
  const { name, parameterType, feasibleSpace } = parameter ?? {};
  const { distribution, ...space } = feasibleSpace ?? {};
  return {
    name: name ?? '',
    type: parameterType as SearchParameter['type'],
    ...space,
    ...(distribution === 'logUniform' ? { distribution } : {})
  };
}

/**
 * The experiment whose trials run code from the sweep's ConfigMap in place of any command, and print the metrics. Its
 * trials must be batch Jobs or training jobs (`readRun`).
 */
export function withTrialCode(
  experiment: Experiment,
  form: Pick<ExperimentForm, 'code' | 'parameters'>,
  sha256: string
): Experiment {
  const { kind, job } = readRun(experiment)!;
  const coded = withCode(job, kind, {
    sha256,
    parameters: parametersTemplate(form),
    configMap: sweepCodeName(experiment.metadata?.name ?? ''),
    more: [
      { name: 'KUBEFLOW_LAB_METRICS', value: metricNames(experiment.spec?.objective).join(',') }
    ]
  });
  return writeRun(experiment, { kind, job: coded });
}
