/**
 * The fields of Argo's objects that we read or write
 * (https://argo-workflows.readthedocs.io/en/latest/fields/). Objects are anybody's, so everything is optional that the
 * API server does not guarantee, and what we do not look into stays as it is.
 */
import type {
  Condition,
  Container,
  EnvVar,
  KubeObject,
  ObjectMeta,
  PersistentVolumeClaim,
  Volume
} from '../common/object.js';

export const WORKFLOW_API_VERSION = 'argoproj.io/v1alpha1';

export const WORKFLOW_LABEL = 'workflows.argoproj.io/workflow';
export const WORKFLOW_PHASE_LABEL = 'workflows.argoproj.io/phase';
export const WORKFLOW_COMPLETED_LABEL = 'workflows.argoproj.io/completed';
/** On a Workflow: the CronWorkflow, or the WorkflowTemplate, that it is made from. */
export const CRON_WORKFLOW_LABEL = 'workflows.argoproj.io/cron-workflow';
export const WORKFLOW_TEMPLATE_LABEL = 'workflows.argoproj.io/workflow-template';
/** The time of its schedule. */
export const SCHEDULED_TIME_ANNOTATION = 'workflows.argoproj.io/scheduled-time';
export const RESUBMITTED_FROM_LABEL = 'workflows.argoproj.io/resubmitted-from-workflow';
export const POD_NAME_FORMAT_ANNOTATION = 'workflows.argoproj.io/pod-name-format';
/** On a pod: the name and the id of its node. */
export const NODE_NAME_ANNOTATION = 'workflows.argoproj.io/node-name';
export const NODE_ID_ANNOTATION = 'workflows.argoproj.io/node-id';

/** On a Workflow from a notebook: compact JSON of a `WorkflowGraph`. */
export const GRAPH_ANNOTATION = 'lab.kubeflow.org/graph';
/** On a Workflow that uses results of an earlier one: JSON `{<step>: {workflow, uid}}`. */
export const REUSED_ANNOTATION = 'lab.kubeflow.org/reused';

/** The output parameter of our steps, and the file that it comes from. */
export const RESULT_PARAMETER = 'result';
/** The output artifact of our steps that is the executed notebook. */
export const EXECUTED_ARTIFACT = 'notebook';
/** The artifact that a step's log becomes, where it is kept. */
export const LOG_ARTIFACT = 'main-logs';
/** The container that runs a step, in every pod of a Workflow. */
export const MAIN_CONTAINER = 'main';

/** What Argo says of a loop over an empty list. */
export const EMPTY_LOOP = 'Skipped, empty params';

/** Scalars may be written without quotes. */
export type ParameterValue = string | number | boolean;

export interface ValueFrom {
  path?: string;
  default?: ParameterValue;
  parameter?: string;
  expression?: string;
  [source: string]: unknown;
}

export interface WorkflowParameter {
  name: string;
  value?: ParameterValue;
  default?: ParameterValue;
  valueFrom?: ValueFrom;
  enum?: ParameterValue[];
  description?: string;
  [field: string]: unknown;
}

export interface SecretKey {
  name?: string;
  key: string;
}

export interface S3Location {
  key?: string;
  endpoint?: string;
  bucket?: string;
  region?: string;
  insecure?: boolean;
  accessKeySecret?: SecretKey;
  secretKeySecret?: SecretKey;
  [field: string]: unknown;
}

/** Brought by GET, stored by PUT. */
export interface HttpLocation {
  url?: string;
  headers?: { name: string; value: string }[];
  auth?: { basicAuth?: { usernameSecret?: SecretKey; passwordSecret?: SecretKey } };
  [field: string]: unknown;
}

export interface WorkflowArtifact {
  name: string;
  path?: string;
  /** Such as `{{tasks.load.outputs.artifacts.data}}`. */
  from?: string;
  /** Names an artifact as an expression does, such as `a ? steps.x.outputs.artifacts.y : …`. */
  fromExpression?: string;
  raw?: { data: string };
  s3?: S3Location;
  http?: HttpLocation;
  archive?: { none?: object; tar?: { compressionLevel?: number }; zip?: object };
  optional?: boolean;
  mode?: number;
  [field: string]: unknown;
}

export interface Arguments {
  parameters?: WorkflowParameter[];
  artifacts?: WorkflowArtifact[];
}

export interface Inputs {
  parameters?: WorkflowParameter[];
  artifacts?: WorkflowArtifact[];
}

export interface Outputs {
  parameters?: WorkflowParameter[];
  artifacts?: WorkflowArtifact[];
  result?: string;
  exitCode?: string;
}

export interface RetryStrategy {
  limit?: number | string;
  retryPolicy?: string;
  /** Whether one more try is worthwhile, as in `asInt(lastRetry.exitCode) > 1`. */
  expression?: string;
  backoff?: { duration?: number | string; factor?: number | string; maxDuration?: string };
  [field: string]: unknown;
}

/** A template that runs when something happens to what it belongs to; `exit` when that has ended. */
export interface LifecycleHook {
  template?: string;
  arguments?: Arguments;
  /** Without braces; each but an exit hook has one. */
  expression?: string;
  [field: string]: unknown;
}

/** What a task of a dag and a step of a list of steps have in common. */
export interface Call {
  name: string;
  template?: string;
  /** A template of a WorkflowTemplate. */
  templateRef?: { name?: string; template?: string; clusterScope?: boolean };
  /** A template that only this call has. */
  inline?: WorkflowTemplateSpec;
  arguments?: Arguments;
  hooks?: Record<string, LifecycleHook>;
  when?: string;
  withItems?: unknown[];
  withParam?: unknown;
  withSequence?: unknown;
  continueOn?: { failed?: boolean; error?: boolean };
  [field: string]: unknown;
}

export interface DagTask extends Call {
  dependencies?: string[];
  depends?: string;
}

export type WorkflowStep = Call;

export interface WorkflowContainer extends Omit<Container, 'name'> {
  name?: string;
  [field: string]: unknown;
}

export interface WorkflowScript extends WorkflowContainer {
  source?: string;
}

/** The fields of a template of which it has one: what it does. */
export const TEMPLATE_KINDS = ['container', 'script', 'dag', 'steps', 'suspend'] as const;

export interface WorkflowTemplateSpec {
  name?: string;
  inputs?: Inputs;
  outputs?: Outputs;
  metadata?: Pick<ObjectMeta, 'labels' | 'annotations'>;
  container?: WorkflowContainer;
  script?: WorkflowScript;
  dag?: { tasks?: DagTask[]; target?: string; failFast?: boolean; [field: string]: unknown };
  /** Lists of lists: the steps of an inner list run side by side. Argo also takes a single step for a list of one. */
  steps?: (WorkflowStep[] | WorkflowStep)[];
  suspend?: { duration?: number | string };
  retryStrategy?: RetryStrategy;
  /** Goes before what the run as a whole says. */
  archiveLocation?: { archiveLogs?: boolean; [field: string]: unknown };
  /** Results are kept under a key, and used again as long as they are not older than `maxAge`. */
  memoize?: { key?: string; maxAge?: string; cache?: { configMap?: { name?: string } } };
  activeDeadlineSeconds?: number | string;
  /** Of a pod, counted from the beginning of its node, so that the time of waiting counts too. */
  timeout?: string;
  parallelism?: number;
  volumes?: Volume[];
  [field: string]: unknown;
}

/** A claim that is made for each run. */
export type ClaimTemplate = Pick<PersistentVolumeClaim, 'metadata' | 'spec'>;

export interface WorkflowSpec {
  entrypoint?: string;
  arguments?: Arguments;
  templates?: WorkflowTemplateSpec[];
  serviceAccountName?: string;
  volumes?: Volume[];
  parallelism?: number;
  suspend?: boolean;
  shutdown?: 'Stop' | 'Terminate' | '';
  activeDeadlineSeconds?: number;
  ttlStrategy?: {
    secondsAfterCompletion?: number;
    secondsAfterSuccess?: number;
    secondsAfterFailure?: number;
  };
  podGC?: { strategy?: string; [field: string]: unknown };
  podMetadata?: Pick<ObjectMeta, 'labels' | 'annotations'>;
  workflowTemplateRef?: { name?: string; clusterScope?: boolean };
  onExit?: string;
  hooks?: Record<string, LifecycleHook>;
  templateDefaults?: WorkflowTemplateSpec;
  volumeClaimTemplates?: ClaimTemplate[];
  volumeClaimGC?: { strategy?: string };
  /** Whether logs are kept in the bucket. */
  archiveLogs?: boolean;
  env?: EnvVar[];
  [field: string]: unknown;
}

export type NodePhase =
  'Pending' | 'Running' | 'Succeeded' | 'Skipped' | 'Failed' | 'Error' | 'Omitted' | '';

export type NodeType =
  | 'Pod'
  | 'Container'
  | 'Steps'
  | 'StepGroup'
  | 'DAG'
  | 'TaskGroup'
  | 'Retry'
  | 'Skipped'
  | 'Suspend'
  | 'HTTP'
  | 'Plugin';

/** One node of `status.nodes`, as Argo writes it. */
export interface NodeStatus {
  id: string;
  name: string;
  displayName?: string;
  type: NodeType;
  templateName?: string;
  templateRef?: { name: string; template: string };
  templateScope?: string;
  phase?: NodePhase;
  /** The id of the dag or steps that it belongs to. */
  boundaryID?: string;
  message?: string;
  startedAt?: string | null;
  finishedAt?: string | null;
  progress?: string;
  inputs?: Inputs;
  outputs?: Outputs;
  /** Ids of the nodes that follow it. */
  children?: string[];
  outboundNodes?: string[];
  hostNodeName?: string;
  nodeFlag?: { hooked?: boolean; retried?: boolean };
  /** Of a template with `memoize`: whether results of before were used. */
  memoizationStatus?: { hit: boolean; key: string; cacheName: string };
  [field: string]: unknown;
}

export type WorkflowPhase = '' | 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Error';

export interface WorkflowStatus {
  phase?: WorkflowPhase;
  message?: string;
  startedAt?: string | null;
  finishedAt?: string | null;
  progress?: string;
  conditions?: Condition[];
  nodes?: Record<string, NodeStatus>;
  outputs?: Outputs;
  /** The nodes, packed, where they are too large for the object. */
  compressedNodes?: string;
  offloadNodeStatusVersion?: string;
  /** What a workflowTemplateRef led to. */
  storedWorkflowTemplateSpec?: WorkflowSpec;
  storedTemplates?: Record<string, WorkflowTemplateSpec>;
  /** The volumes of the claims that were made for this run. */
  persistentVolumeClaims?: Volume[];
  [field: string]: unknown;
}

export interface Workflow extends KubeObject {
  spec?: WorkflowSpec;
  status?: WorkflowStatus;
}

/** What a template or a schedule gives to the Workflows that are made from it. */
export interface WorkflowMetadata {
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  [field: string]: unknown;
}

export interface WorkflowTemplate extends KubeObject {
  spec?: WorkflowSpec & { workflowMetadata?: WorkflowMetadata };
}

export interface CronWorkflowSpec {
  schedules?: string[];
  /** As Argo had it before version 4. */
  schedule?: string;
  timezone?: string;
  concurrencyPolicy?: 'Allow' | 'Forbid' | 'Replace' | '';
  startingDeadlineSeconds?: number;
  suspend?: boolean;
  successfulJobsHistoryLimit?: number;
  failedJobsHistoryLimit?: number;
  workflowSpec?: WorkflowSpec;
  workflowMetadata?: WorkflowMetadata;
  [field: string]: unknown;
}

export interface CronWorkflowStatus {
  /** The runs that have not ended. */
  active?: {
    apiVersion?: string;
    kind?: string;
    namespace?: string;
    name?: string;
    uid?: string;
  }[];
  /** The last time of the schedules that has been dealt with. */
  lastScheduledTime?: string;
  conditions?: Condition[];
  succeeded?: number;
  failed?: number;
  phase?: string;
  [field: string]: unknown;
}

export interface CronWorkflow extends KubeObject {
  spec?: CronWorkflowSpec;
  status?: CronWorkflowStatus;
}

/** What a notebook's compiler knows of its steps, also before they begin. */
export interface WorkflowGraph {
  steps: { name: string; template: string; cells: string[]; dependsOn: string[] }[];
}

/** Where the results of steps that are not run again come from, by step. */
export type ReusedSteps = Record<string, { workflow: string; uid: string }>;

/** Whether Argo's controller, or our engine, has nothing left to do for it. */
export function isWorkflowCompleted(workflow: Workflow): boolean {
  return isEnd(workflow.status?.phase);
}

/** Whether a phase of a workflow or a node is its last. */
export function isEnd(phase: string | undefined): boolean {
  return ['Succeeded', 'Failed', 'Error', 'Skipped', 'Omitted'].includes(phase ?? '');
}
