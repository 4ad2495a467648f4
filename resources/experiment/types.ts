import type { Condition, KubeObject } from '../common/object.js';

/**
 * The fields of Katib's objects that we read or write (kubeflow.org/v1beta1, Katib 0.19). Everything may be missing:
 * objects come from the cluster and may be anybody's.
 */
export const EXPERIMENT_API_VERSION = 'kubeflow.org/v1beta1';

/** Labels that Katib puts on what belongs to an experiment. */
export const EXPERIMENT_LABEL = 'katib.kubeflow.org/experiment';
export const TRIAL_LABEL = 'katib.kubeflow.org/trial';

/** What stands in an observation where a value is missing or is no number. */
export const UNAVAILABLE = 'unavailable';

export interface NameValue {
  name?: string;
  value?: string;
}

export interface FeasibleSpace {
  min?: string;
  max?: string;
  list?: string[];
  step?: string;
  distribution?: string;
}

export interface ParameterSpec {
  name?: string;
  parameterType?: string;
  feasibleSpace?: FeasibleSpace;
}

export interface ObjectiveSpec {
  type?: string;
  goal?: number;
  objectiveMetricName?: string;
  additionalMetricNames?: string[];
  /** Which of a metric's values counts: min, max or latest. */
  metricStrategies?: NameValue[];
}

export interface AlgorithmSpec {
  algorithmName?: string;
  algorithmSettings?: NameValue[];
}

export interface MetricsCollectorSpec {
  collector?: { kind?: string; customCollector?: unknown };
  source?: {
    filter?: { metricsFormat?: string[] };
    fileSystemPath?: { path?: string; kind?: string; format?: string };
    httpGet?: unknown;
  };
}

export interface TrialTemplate {
  retain?: boolean;
  trialSpec?: KubeObject & { spec?: unknown };
  configMap?: { configMapName?: string; configMapNamespace?: string; templatePath?: string };
  trialParameters?: { name?: string; description?: string; reference?: string }[];
  primaryPodLabels?: Record<string, string>;
  primaryContainerName?: string;
  /** Conditions of the run object, in the language of GJSON. */
  successCondition?: string;
  failureCondition?: string;
}

export interface ExperimentSpec {
  parameters?: ParameterSpec[];
  objective?: ObjectiveSpec;
  algorithm?: AlgorithmSpec;
  earlyStopping?: AlgorithmSpec;
  trialTemplate?: TrialTemplate;
  parallelTrialCount?: number;
  maxTrialCount?: number;
  maxFailedTrialCount?: number;
  metricsCollectorSpec?: MetricsCollectorSpec;
  nasConfig?: unknown;
  resumePolicy?: string;
}

export interface KatibCondition extends Condition {
  lastUpdateTime?: string;
}

/** The texts that a trial printed for a metric, or `unavailable`. */
export interface ObservedMetric {
  name?: string;
  min?: string;
  max?: string;
  latest?: string;
}

export interface Observation {
  metrics?: ObservedMetric[];
}

export interface OptimalTrial {
  bestTrialName?: string;
  parameterAssignments?: NameValue[];
  observation?: Observation;
}

export interface ExperimentStatus {
  startTime?: string;
  completionTime?: string;
  lastReconcileTime?: string;
  conditions?: KatibCondition[];
  currentOptimalTrial?: OptimalTrial;
  runningTrialList?: string[];
  pendingTrialList?: string[];
  failedTrialList?: string[];
  succeededTrialList?: string[];
  killedTrialList?: string[];
  earlyStoppedTrialList?: string[];
  metricsUnavailableTrialList?: string[];
  trials?: number;
  trialsSucceeded?: number;
  trialsFailed?: number;
  trialsKilled?: number;
  trialsPending?: number;
  trialsRunning?: number;
  trialsEarlyStopped?: number;
  trialMetricsUnavailable?: number;
}

export interface Experiment extends KubeObject {
  spec?: ExperimentSpec;
  status?: ExperimentStatus;
}

/** When a trial is stopped early: once it has reported `startStep` values and its best is on that side of `value`. */
export interface EarlyStoppingRule {
  name?: string;
  value?: string;
  comparison?: string;
  startStep?: number;
}

export interface TrialSpec {
  objective?: ObjectiveSpec;
  parameterAssignments?: NameValue[];
  earlyStoppingRules?: EarlyStoppingRule[];
  /** The object that runs the trial, with everything filled in. */
  runSpec?: KubeObject & { spec?: unknown };
  retainRun?: boolean;
  metricsCollector?: MetricsCollectorSpec;
  primaryPodLabels?: Record<string, string>;
  primaryContainerName?: string;
  successCondition?: string;
  failureCondition?: string;
  labels?: Record<string, string>;
}

export interface TrialStatus {
  startTime?: string;
  completionTime?: string;
  lastReconcileTime?: string;
  conditions?: KatibCondition[];
  observation?: Observation;
}

export interface Trial extends KubeObject {
  spec?: TrialSpec;
  status?: TrialStatus;
}

export interface TrialAssignment {
  name?: string;
  parameterAssignments?: NameValue[];
  earlyStoppingRules?: EarlyStoppingRule[];
  labels?: Record<string, string>;
}

export interface Suggestion extends KubeObject {
  spec?: {
    algorithm?: AlgorithmSpec;
    earlyStopping?: AlgorithmSpec;
    requests?: number;
    resumePolicy?: string;
  };
  status?: {
    suggestionCount?: number;
    suggestions?: TrialAssignment[];
    algorithmSettings?: NameValue[];
    startTime?: string;
    completionTime?: string;
    lastReconcileTime?: string;
    conditions?: KatibCondition[];
  };
}
