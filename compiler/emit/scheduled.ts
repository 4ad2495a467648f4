import { WORKFLOW_API_VERSION } from '@kubeflow-lab/resources';
import type { CronWorkflow, WorkflowTemplate } from '@kubeflow-lab/resources';

import type { Compilation } from '../compile.js';
import { pipelineName } from './names.js';
import { annotationsOf, workflowSpec } from './workflow.js';
import type { WorkflowOptions } from './workflow.js';
import { stableYaml } from './yaml.js';

export type NamedOptions = Omit<WorkflowOptions, 'reused'>;

/** The steps of a notebook as a WorkflowTemplate, to which Workflows refer by its name. It must have compiled without errors. */
export function buildWorkflowTemplate(
  compilation: Compilation,
  options: NamedOptions
): WorkflowTemplate {
  const annotations = annotationsOf(compilation, options);
  return {
    apiVersion: WORKFLOW_API_VERSION,
    kind: 'WorkflowTemplate',
    metadata: metadata(options, annotations),
    // What is said here of Workflows, those have that are made from the template.
    spec: { workflowMetadata: { annotations }, ...workflowSpec(compilation, options) }
  };
}

/**
 * The steps of a notebook as a CronWorkflow, which runs them at the times of its schedule. Null where the notebook has
 * no schedule. It must have compiled without errors.
 */
export function buildCronWorkflow(
  compilation: Compilation,
  options: NamedOptions
): CronWorkflow | null {
  const { schedule } = compilation.plan.outline.settings;
  if (schedule === undefined) {
    return null;
  }
  const annotations = annotationsOf(compilation, options);
  return {
    apiVersion: WORKFLOW_API_VERSION,
    kind: 'CronWorkflow',
    metadata: metadata(options, annotations),
    spec: {
      schedules: schedule.cron,
      ...(schedule.timezone ? { timezone: schedule.timezone } : {}),
      ...(schedule.overlap ? { concurrencyPolicy: schedule.overlap } : {}),
      ...(schedule.paused ? { suspend: true } : {}),
      workflowMetadata: { annotations },
      workflowSpec: workflowSpec(compilation, options)
    }
  };
}

export function emitWorkflowTemplate(compilation: Compilation, options: NamedOptions): string {
  return stableYaml(buildWorkflowTemplate(compilation, options));
}

/** Null where the notebook has no schedule. */
export function emitCronWorkflow(compilation: Compilation, options: NamedOptions): string | null {
  const workflow = buildCronWorkflow(compilation, options);
  return workflow === null ? null : stableYaml(workflow);
}

function metadata(options: NamedOptions, annotations: Record<string, string>) {
  return {
    name: options.name ?? pipelineName(options.prefix ?? options.path ?? ''),
    ...(options.namespace ? { namespace: options.namespace } : {}),
    annotations
  };
}
