import { AnalysisCache } from './analysis/cell.js';
import { linkSteps } from './graph/build.js';
import { checkControl } from './graph/control.js';
import type { LinkedStep } from './graph/link.js';
import { Diagnostics } from './notebook/diagnostics.js';
import { readMetrics } from './notebook/metrics.js';
import { outlineOf } from './notebook/outline.js';
import type { Outline } from './notebook/outline.js';
import { parameterValues, readParameters } from './notebook/parameters.js';
import { checkStepNames } from './notebook/step-names.js';
import type { Diagnostic, Edge, Graph, Notebook, ParameterValue, Step } from './types.js';

export interface CompileOptions {
  /** Values for the notebook's parameters; text is read as the parameter's type. */
  parameters?: Readonly<Record<string, unknown>>;
  /** Keeps what was found of each cell; pass the same one again while the notebook is edited. */
  cache?: AnalysisCache;
}

export interface Compilation {
  graph: Graph;
  /** The graph's own. With one of severity `error` nothing can be emitted. */
  diagnostics: Diagnostic[];
  /** For the emitters: the cells of each step with everything that travels with them. */
  plan: Plan;
}

export interface Plan {
  outline: Outline;
  steps: LinkedStep[];
  /** Of every parameter of the notebook. */
  values: Record<string, ParameterValue>;
}

/** Reads a notebook into a graph of steps. Never throws for what stands in the notebook. */
export function compile(notebook: Notebook, options: CompileOptions = {}): Compilation {
  const diagnostics = new Diagnostics();
  const outline = outlineOf(notebook, diagnostics);
  checkStepNames(outline.steps, diagnostics);
  const parameters = readParameters(outline.parameters, diagnostics);
  const values = parameterValues(parameters, options.parameters ?? {}, diagnostics);
  const cache = options.cache ?? new AnalysisCache();
  const { steps, metrics } = linkSteps(
    outline,
    new Set(parameters.map(({ name }) => name)),
    readMetrics(outline.metrics, diagnostics),
    cache,
    diagnostics
  );
  checkControl(steps, parameters, diagnostics);
  const edges = edgesOf(steps);
  const graph: Graph = {
    edges,
    parameters,
    steps: steps.map(step => describe(step, edges, metrics.get(step.name) ?? [])),
    diagnostics: diagnostics.list
  };
  return { graph, diagnostics: graph.diagnostics, plan: { outline, steps, values } };
}

function edgesOf(steps: readonly LinkedStep[]): Edge[] {
  const position = new Map(steps.map(({ name }, index) => [name, index]));
  return steps.flatMap(step => {
    const before = new Set([
      ...step.outline.previous.filter(name => name !== step.name),
      ...step.sources.values()
    ]);
    return [...before]
      .sort((one, other) => position.get(one)! - position.get(other)!)
      .map(from => ({
        from,
        to: step.name,
        variables: [...step.sources]
          .filter(([, source]) => source === from)
          .map(([name]) => name)
          .sort(),
        explicit: step.outline.previous.includes(from)
      }));
  });
}

function describe(step: LinkedStep, edges: readonly Edge[], metrics: readonly string[]): Step {
  const { name, outline } = step;
  return {
    name,
    cells: outline.cells.map(({ id }) => id),
    dependsOn: edges.filter(({ to }) => to === name).map(({ from }) => from),
    inputs: [...step.sources.keys()].sort(),
    outputs: [...step.outputs].sort(),
    parameters: [...step.parameters].sort(),
    limits: outline.limits,
    metrics: [...metrics].sort(),
    settings: outline.settings
  };
}
