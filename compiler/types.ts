/**
 * What goes into the compiler and what comes out of it. The graph is the contract: its JSON is what
 * `npm run compile -- --emit graph` prints, what the server answers and what the panel draws.
 */

/** The parts of an nbformat 4 notebook that the compiler reads; everything else is left alone. */
export interface Notebook {
  cells: NotebookCell[];
  metadata?: Record<string, unknown>;
}

export interface NotebookCell {
  cell_type: string;
  /** A cell without one is known by its index in the notebook, as text. */
  id?: string;
  /** One text, or its lines. */
  source: string | string[];
  metadata?: Record<string, unknown>;
}

export interface Graph {
  edges: Edge[];
  parameters: Parameter[];
  /** In the order of their first cells in the notebook. */
  steps: Step[];
  diagnostics: Diagnostic[];
}

/** `to` runs after `from`, because it was said (`explicit`), because variables flow, or both. */
export interface Edge {
  from: string;
  to: string;
  /** Sorted names of what `to` takes from `from`. */
  variables: string[];
  explicit: boolean;
}

export type ParameterType = 'int' | 'float' | 'str' | 'bool';
export type ParameterValue = number | string | boolean;

export interface Parameter {
  name: string;
  type: ParameterType;
  default: ParameterValue;
}

export interface Step {
  /** As written; only emitted objects change `_` to `-`. */
  name: string;
  /** Ids of its own cells, in notebook order. */
  cells: string[];
  /** Names of the steps that must have succeeded before: the union of explicit and data edges. */
  dependsOn: string[];
  /** Sorted names of the variables that it takes from other steps. */
  inputs: string[];
  /** Sorted names of the variables that other steps take from it. */
  outputs: string[];
  /** Sorted names of the pipeline parameters that it uses. */
  parameters: string[];
  /** Amounts as Kubernetes writes them, by resource name. */
  limits: Record<string, string>;
  /** Sorted names of the metrics that it reports. */
  metrics: string[];
  settings: StepSettings;
}

/** What a step asks for beyond its limits. A field that is absent was not set. */
export interface StepSettings {
  image?: string;
  requests?: Record<string, string>;
  annotations?: Record<string, string>;
  labels?: Record<string, string>;
  /** Whether an engine that can may take an earlier result for this step. */
  cache?: boolean;
  /** Whether Kale would make a report of it; kept for round trips. */
  report?: boolean;
  secrets?: { name: string; key: string; env: string }[];
  env?: Record<string, string>;
  nodeSelector?: Record<string, string>;
  tolerations?: Toleration[];
  volumes?: { claim: string; path: string }[];
  retry?: { limit: number; backoffSeconds?: number; factor?: number };
  timeoutSeconds?: number;
  /**
   * A condition on pipeline parameters in Python's words, such as `trees > 10 and kind == 'forest'`: where it is not
   * true, the step is skipped.
   */
  when?: string;
  loop?: StepLoop;
  /** Runs at the end, however the other steps ended. One step of a notebook at most. */
  onExit?: boolean;
}

/**
 * The step runs once for each value of a pipeline parameter that it uses: for those listed, or for those in a JSON list
 * that another parameter, a text, holds.
 */
export type StepLoop =
  { parameter: string; items: ParameterValue[] } | { parameter: string; from: string };

/** What `metadata.kubeflow_lab` of a notebook says of the pipeline as a whole. A field that is absent was not set. */
export interface PipelineSettings {
  schedule?: Schedule;
  /** Of the whole run. */
  timeoutSeconds?: number;
  /** So many steps run at a time at most. */
  parallelism?: number;
}

/** When a pipeline runs by itself. */
export interface Schedule {
  /** Cron expressions of five fields, such as `0 6 * * 1-5`, or `@daily` and its like. */
  cron: string[];
  /** Such as `Europe/Berlin`; without it that of the engine, which is mostly UTC. */
  timezone?: string;
  /** What becomes of a run whose turn comes while the last one still runs; `Allow` where it is not set. */
  overlap?: 'Allow' | 'Forbid' | 'Replace';
  /** Whether it begins nothing for the time being. */
  paused?: boolean;
}

export interface Toleration {
  key?: string;
  operator?: 'Exists' | 'Equal';
  value?: string;
  effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  tolerationSeconds?: number;
}

export type Severity = 'error' | 'warning' | 'info';

export interface Diagnostic {
  severity: Severity;
  /** Stable; see `DIAGNOSTIC_CODES` for what each means. */
  code: DiagnosticCode;
  /** One or two sentences for the person who wrote the cell. */
  message: string;
  /** Id of the cell; null where it concerns the notebook as a whole. */
  cell: string | null;
  /** In that cell, from 1; null where it concerns the cell as a whole. */
  line: number | null;
}

export type DiagnosticCode = keyof typeof DIAGNOSTIC_CODES;

/** Every code that a diagnostic can have. A code never changes its meaning. */
export const DIAGNOSTIC_CODES = {
  'not-a-notebook': 'The document is not an nbformat 4 notebook.',
  'no-steps': 'No cell of the notebook belongs to a step.',
  'invalid-tag': 'A tag begins like one of ours and is not written as it must be.',
  'conflicting-tags': 'The tags of a cell contradict each other.',
  'conflicting-step': 'The tags of a cell and its %%step line say different things.',
  'invalid-step-name': 'A step has a name that cannot be used.',
  'name-collision': 'Two steps have names that become the same in Kubernetes.',
  'invalid-step-line': 'A %%step line cannot be read.',
  'invalid-settings': 'A setting of a cell or of the notebook has a value that cannot be used.',
  'invalid-condition': 'The condition of a step cannot be read, or names what is no parameter.',
  'invalid-loop': 'A loop names what it cannot run over.',
  'loop-value': 'Another step takes a variable of a step that runs many times.',
  'conditional-value': 'A step takes a variable of a step that may be skipped.',
  'invalid-exit-step': 'The step that runs at the end is bound to other steps.',
  'ignored-setting': 'A later cell of a step sets what only its first cell can set.',
  'unknown-step': 'A step is to run after a step that does not exist.',
  cycle: 'Steps wait for each other.',
  'syntax-error': 'A cell is not valid Python.',
  'invalid-parameter': 'A pipeline parameter is not a plain literal.',
  'unknown-parameter': 'A value was given for a parameter that the notebook does not have.',
  'invalid-parameter-value': 'A value given for a parameter is not of its type.',
  'invalid-metric': 'A line of a metrics cell does not print one name.',
  'unknown-metric': 'No step defines the name that a metrics cell prints.',
  'star-import': 'A star import hides which names a cell defines.',
  'dynamic-names': 'A construct defines or reads names that cannot be known from the text.',
  'unknown-magic': 'A cell magic that is not known may define names.',
  'undefined-name': 'A step uses a name that no earlier step defines.',
  'deleted-name': 'A step uses a name that was deleted.',
  'maybe-unbound': 'A step binds a name that others take on some paths only.',
  'ambiguous-producer': 'Two steps, neither after the other, both change what a third reads.',
  'possible-mutation': 'It cannot be known whether a call changes a value that others read.',
  'parallel-change': 'A step beside another changes what that one reads.',
  'shared-object': 'Two names stand for one object here and become two objects in other steps.',
  'prelude-name': 'A cell of imports or functions uses a name that only a step defines.',
  'not-storable': 'A value that cannot be stored goes from one step to another.',
  'module-state': 'A step changes the state of a module, which stays in that step.'
} as const;
