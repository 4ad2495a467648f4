import { assignmentsOf, countingValue, listOf, trialState } from '@kubeflow-lab/resources';
import type {
  AlgorithmSpec,
  Experiment,
  NameValue,
  ObjectiveSpec,
  ParameterSpec,
  Trial
} from '@kubeflow-lab/resources';

/** The messages of the suggestion service's protocol, as the gRPC library takes them; enums by their names. */
type Message = Record<string, unknown>;

const PARAMETER_TYPES: Record<string, string> = {
  double: 'DOUBLE',
  int: 'INT',
  discrete: 'DISCRETE',
  categorical: 'CATEGORICAL'
};

const DISTRIBUTIONS: Record<string, string> = {
  uniform: 'UNIFORM',
  logUniform: 'LOG_UNIFORM',
  normal: 'NORMAL',
  logNormal: 'LOG_NORMAL'
};

const CONDITIONS: Record<ReturnType<typeof trialState>, string> = {
  Pending: 'CREATED',
  Running: 'RUNNING',
  Succeeded: 'SUCCEEDED',
  Killed: 'KILLED',
  Failed: 'FAILED',
  EarlyStopped: 'EARLYSTOPPED',
  MetricsUnavailable: 'METRICSUNAVAILABLE'
};

/** An experiment; its name there says which one of all it is, so that one service can serve all. */
export function experimentMessage({ metadata, spec }: Experiment): Message {
  return {
    name: `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}/${metadata?.uid ?? ''}`,
    spec: {
      parameter_specs: { parameters: listOf(spec?.parameters).map(parameterMessage) },
      objective: objectiveMessage(spec?.objective),
      algorithm: algorithmMessage(spec?.algorithm),
      parallel_trial_count: spec?.parallelTrialCount ?? 0,
      max_trial_count: spec?.maxTrialCount ?? 0
    }
  };
}

function parameterMessage({ name, parameterType, feasibleSpace }: ParameterSpec): Message {
  const { min, max, list, step, distribution } = feasibleSpace ?? {};
  return {
    name,
    parameter_type: PARAMETER_TYPES[parameterType ?? ''] ?? 'UNKNOWN_TYPE',
    feasible_space: {
      min: text(min),
      max: text(max),
      step: text(step),
      list: listOf(list).map(text),
      distribution: DISTRIBUTIONS[distribution ?? ''] ?? 'DISTRIBUTION_UNSPECIFIED'
    }
  };
}

function objectiveMessage(objective: ObjectiveSpec | undefined): Message {
  const types: Record<string, string> = { minimize: 'MINIMIZE', maximize: 'MAXIMIZE' };
  return {
    type: types[objective?.type ?? ''] ?? 'UNKNOWN',
    goal: objective?.goal ?? 0,
    objective_metric_name: text(objective?.objectiveMetricName),
    additional_metric_names: listOf(objective?.additionalMetricNames).map(text)
  };
}

function algorithmMessage(algorithm: AlgorithmSpec | undefined): Message {
  return {
    algorithm_name: text(algorithm?.algorithmName),
    algorithm_settings: nameValues(algorithm?.algorithmSettings)
  };
}

/** A trial with the value of each metric that counts. */
export function trialMessage(trial: Trial): Message {
  const { metadata, spec, status } = trial;
  const metrics = listOf(status?.observation?.metrics).flatMap(({ name = '' }) => {
    const value = countingValue(status?.observation, spec?.objective, name);
    return value === null ? [] : [{ name, value }];
  });
  return {
    name: metadata?.name,
    spec: {
      objective: objectiveMessage(spec?.objective),
      parameter_assignments: { assignments: nameValues(spec?.parameterAssignments) }
    },
    status: {
      start_time: text(status?.startTime),
      completion_time: text(status?.completionTime),
      condition: CONDITIONS[trialState(trial)],
      observation: { metrics }
    }
  };
}

function nameValues(list: readonly NameValue[] | undefined): { name: string; value: string }[] {
  return Object.entries(assignmentsOf(list)).map(([name, value]) => ({ name, value }));
}

function text(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}
