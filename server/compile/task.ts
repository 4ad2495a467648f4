/** What is compiled in one go: it goes to another thread and comes back, so all of it is plain data. */
import { buildCronWorkflow, buildWorkflow, compile, emit, hasErrors } from '@kubeflow-lab/compiler';
import type {
  EmitOptions,
  Emitted,
  Graph,
  NamedOptions,
  Notebook,
  WorkflowOptions
} from '@kubeflow-lab/compiler';
import type { CronWorkflow, Workflow } from '@kubeflow-lab/resources';

export interface CompileTask {
  /** As somebody sent it. */
  notebook: unknown;
  parameters?: Record<string, unknown>;
  /** Put out as text in that form. */
  output?: { form: Exclude<Emitted, 'graph'>; options: EmitOptions };
  /** Put out as the object. */
  workflow?: WorkflowOptions;
  /** Put out as the object that runs by the clock. */
  cronWorkflow?: NamedOptions;
}

/** With an error among the graph's diagnostics, or without any step, nothing is put out. */
export interface CompileResult {
  graph: Graph;
  output?: string;
  workflow?: Workflow;
  /** Null where the notebook has no schedule. */
  cronWorkflow?: CronWorkflow | null;
}

export function runTask(task: CompileTask): CompileResult {
  const { notebook, parameters, output, workflow, cronWorkflow } = task;
  const compilation = compile(notebook as Notebook, { parameters });
  const { graph } = compilation;
  const text = output === undefined ? null : emit(compilation, output.form, output.options);
  const runnable = !hasErrors(compilation) && graph.steps.length > 0;
  return {
    graph,
    ...(text === null ? {} : { output: text }),
    ...(workflow === undefined || !runnable
      ? {}
      : { workflow: buildWorkflow(compilation, workflow) }),
    ...(cronWorkflow === undefined || !runnable
      ? {}
      : { cronWorkflow: buildCronWorkflow(compilation, cronWorkflow) })
  };
}
