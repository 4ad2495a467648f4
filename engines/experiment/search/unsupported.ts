import { listOf, plainText } from '@kubeflow-lab/resources';
import type { Experiment, MetricsCollectorSpec } from '@kubeflow-lab/resources';

import { parseJobCondition } from '../trial/gjson.js';
import { HopelessTrialError } from '../trial/hopeless.js';
import { createMetricFilter } from '../trial/metric-filter.js';
import { runKindProblem } from '../trial/run-kinds.js';
import { collectorPlan } from '../trial/sidecar.js';
import { readMedianStop } from './median-stop.js';

/** The algorithms that the suggestion service of this engine knows. */
const ALGORITHMS = [
  'random',
  'grid',
  'tpe',
  'multivariate-tpe',
  'bayesianoptimization',
  'cmaes',
  'sobol',
  'hyperband'
];

/** The collectors; PrometheusMetric needs Katib. */
const COLLECTORS = ['StdOut', 'File', 'TensorFlowEvent', 'Push', 'None'];

/**
 * Why this engine cannot run an experiment that Katib could, as a sentence; null where it can. The experiment must have
 * its defaults.
 */
export function unsupported({ spec, metadata }: Experiment): string | null {
  const algorithm = spec?.algorithm?.algorithmName ?? '';
  if (spec?.nasConfig) {
    return 'This engine does not search for neural architectures (nasConfig); that needs Katib.';
  }
  if (!ALGORITHMS.includes(algorithm)) {
    return `This engine does not know the algorithm ${plainText(algorithm, 60)}, only ${ALGORITHMS.join(', ')}; the others need Katib.`;
  }
  const { earlyStopping } = spec ?? {};
  return (
    (earlyStopping ? firstSentence(() => readMedianStop(earlyStopping)) : null) ??
    unsupportedCollector(spec?.metricsCollectorSpec) ??
    unsupportedPush(spec) ??
    unsupportedTemplate(spec?.trialTemplate, metadata?.namespace ?? '')
  );
}

function unsupportedCollector(spec: MetricsCollectorSpec | undefined): string | null {
  const kind = spec?.collector?.kind ?? 'StdOut';
  if (!COLLECTORS.includes(kind)) {
    return `This engine knows the metrics collectors ${COLLECTORS.join(', ')}; ${plainText(kind, 60)} needs Katib.`;
  }
  const path = spec?.source?.fileSystemPath?.path ?? '';
  if (collectorPlan(spec) !== null && !/^\/[^/]/.test(path)) {
    return `The metrics collector ${kind} needs the path of what trials write, from the root on (source.fileSystemPath.path), not "${plainText(path, 80)}".`;
  }
  return firstSentence(() => createMetricFilter([], listOf(spec?.source?.filter?.metricsFormat)));
}

/** The engine of Workflows has no place where a program could read the name of its trial. */
function unsupportedPush(spec: Experiment['spec']): string | null {
  const isPush = spec?.metricsCollectorSpec?.collector?.kind === 'Push';
  return isPush && spec?.trialTemplate?.trialSpec?.kind === 'Workflow'
    ? 'This engine takes reported metrics (metrics collector Push) of jobs only, not of Workflows; that needs Katib.'
    : null;
}

function unsupportedTemplate(
  template: NonNullable<Experiment['spec']>['trialTemplate'],
  namespace: string
): string | null {
  const source = template?.configMap;
  if (source && source.configMapNamespace !== namespace) {
    return `This engine reads trial templates from ConfigMaps of the experiment's own namespace only, not of ${plainText(source.configMapNamespace, 80) || 'another one'}; copy the ConfigMap.`;
  }
  const { trialSpec, successCondition, failureCondition } = template ?? {};
  return (
    (trialSpec ? runKindProblem(trialSpec) : null) ??
    [successCondition, failureCondition]
      .filter(condition => condition !== undefined && condition !== '')
      .map(condition => firstSentence(() => parseJobCondition(condition!)))
      .find(problem => problem !== null) ??
    null
  );
}

/** What an attempt says when it fails; null where it does not. */
function firstSentence(attempt: () => unknown): string | null {
  try {
    attempt();
    return null;
  } catch (error) {
    if (error instanceof HopelessTrialError) {
      return error.message;
    }
    throw error;
  }
}
