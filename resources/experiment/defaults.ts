import { listOf } from '../common/text.js';
import type {
  Experiment,
  ExperimentSpec,
  MetricsCollectorSpec,
  NameValue,
  ObjectiveSpec,
  TrialTemplate
} from './types.js';

export const DEFAULT_PARALLEL_TRIALS = 3;

/** What Katib reads in a run object that ends well and badly, by the kind of the run object. */
export function conditionOf(type: string): string {
  return `status.conditions.#(type=="${type}")#|#(status=="True")#`;
}

/** The kinds of the training operator for which Katib fills in conditions and the label of the leading pod. */
const TRAINING_KINDS = new Set(['TFJob', 'PyTorchJob', 'XGBoostJob', 'MPIJob']);
const LEADER_LABELS = { 'training.kubeflow.org/job-role': 'master' };

/**
 * The experiment with everything filled in that Katib's admission fills in. Where nothing admits experiments their
 * readers must, and Katib's controller relies on it.
 */
export function withDefaults(experiment: Experiment): Experiment & { spec: ExperimentSpec } {
  const spec = experiment.spec ?? {};
  return {
    ...experiment,
    spec: {
      ...spec,
      parallelTrialCount: spec.parallelTrialCount ?? DEFAULT_PARALLEL_TRIALS,
      resumePolicy: spec.resumePolicy || 'Never',
      ...(spec.objective ? { objective: objectiveWithDefaults(spec.objective) } : {}),
      ...(spec.trialTemplate ? { trialTemplate: templateWithDefaults(spec.trialTemplate) } : {}),
      metricsCollectorSpec: collectorWithDefaults(spec.metricsCollectorSpec ?? {}),
      parameters: listOf(spec.parameters).map(parameter => ({
        ...parameter,
        feasibleSpace: {
          ...parameter?.feasibleSpace,
          distribution: parameter?.feasibleSpace?.distribution || 'uniform'
        }
      }))
    }
  };
}

function objectiveWithDefaults(objective: ObjectiveSpec): ObjectiveSpec {
  const said = listOf(objective.metricStrategies);
  const value = { minimize: 'min', maximize: 'max' }[objective.type ?? ''] ?? 'latest';
  const missing: NameValue[] = metricNames(objective)
    .filter(name => !said.some(strategy => strategy?.name === name))
    .map(name => ({ name, value }));
  return { ...objective, metricStrategies: [...said, ...missing] };
}

/** The metrics that are collected, the objective first, each once. */
export function metricNames(objective: ObjectiveSpec | undefined): string[] {
  const names = [objective?.objectiveMetricName, ...listOf(objective?.additionalMetricNames)];
  return [
    ...new Set(names.filter((name): name is string => typeof name === 'string' && name !== ''))
  ];
}

function templateWithDefaults(template: TrialTemplate): TrialTemplate {
  const kind = template.trialSpec?.kind ?? '';
  const success = { Job: 'Complete', TrainJob: 'Complete' }[kind] ?? 'Succeeded';
  const known = kind === 'Job' || kind === 'TrainJob' || TRAINING_KINDS.has(kind);
  const labels = template.primaryPodLabels ?? {};
  const leader = TRAINING_KINDS.has(kind) && Object.keys(labels).length === 0;
  return {
    ...template,
    ...(known
      ? {
          successCondition: template.successCondition || conditionOf(success),
          failureCondition: template.failureCondition || conditionOf('Failed')
        }
      : {}),
    ...(leader ? { primaryPodLabels: { ...LEADER_LABELS } } : {})
  };
}

function collectorWithDefaults(spec: MetricsCollectorSpec): MetricsCollectorSpec {
  const collector = { ...spec.collector, kind: spec.collector?.kind || 'StdOut' };
  if (collector.kind !== 'File') {
    return { ...spec, collector };
  }
  const file = spec.source?.fileSystemPath;
  return {
    collector,
    source: {
      ...spec.source,
      fileSystemPath: {
        path: file?.path || '/var/log/katib/metrics.log',
        kind: file?.kind || 'File',
        format: file?.format || 'TEXT'
      }
    }
  };
}
