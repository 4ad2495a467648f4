import {
  CODE_SHA256_ANNOTATION,
  COMMIT_ANNOTATION,
  COMMIT_CHANGED_ANNOTATION,
  CREATED_BY_ANNOTATION,
  GRAPH_ANNOTATION,
  NOTEBOOK_ANNOTATION,
  REUSED_ANNOTATION,
  WORKFLOW_API_VERSION
} from '@kubeflow-lab/resources';
import type {
  DagTask,
  ReusedSteps,
  Workflow,
  WorkflowGraph,
  WorkflowSpec
} from '@kubeflow-lab/resources';

import type { Compilation } from '../compile.js';
import { parameterText } from '../notebook/parameters.js';
import { readCondition } from '../notebook/condition.js';
import { PIPELINE_TEMPLATE, templateName } from '../notebook/step-names.js';
import type { Graph, Step, StepLoop } from '../types.js';
import { codeSha256, stepCodes } from './code.js';
import type { Module } from './code.js';
import { argoCondition } from './condition.js';
import { Memory } from './memory.js';
import { stableYaml } from './yaml.js';
import { pipelineName } from './names.js';
import { stepTemplate } from './step-template.js';

export interface WorkflowOptions {
  /** Of the steps that have none of their own. */
  image: string;
  /** Without it the server makes one up from `prefix`. */
  name?: string;
  /** What made-up names begin with. */
  prefix?: string;
  namespace?: string;
  /** Where the notebook lies. */
  path?: string;
  /** The commit that the notebook's folder is at; `changed` where files differ from it. */
  git?: { commit: string; changed: boolean | null };
  user?: string;
  modules?: readonly Module[];
  /** Steps that are not run: what they left is read from an earlier run. */
  reused?: ReusedSteps;
}

/** The steps of a notebook as an Argo Workflow. The notebook must have compiled without errors. */
export function buildWorkflow(compilation: Compilation, options: WorkflowOptions): Workflow {
  return {
    apiVersion: WORKFLOW_API_VERSION,
    kind: 'Workflow',
    metadata: {
      ...(options.name
        ? { name: options.name }
        : { generateName: `${pipelineName(options.prefix ?? options.path ?? '')}-` }),
      ...(options.namespace ? { namespace: options.namespace } : {}),
      annotations: annotationsOf(compilation, options)
    },
    spec: workflowSpec(compilation, options)
  };
}

/** Where a run comes from, and what its steps are called in the notebook. */
export function annotationsOf(
  compilation: Compilation,
  options: WorkflowOptions
): Record<string, string> {
  return {
    ...(options.path ? { [NOTEBOOK_ANNOTATION]: options.path } : {}),
    ...(options.git ? gitAnnotations(options.git) : {}),
    [CODE_SHA256_ANNOTATION]: codeSha256(stepCodes(compilation, options.modules)),
    ...(options.user ? { [CREATED_BY_ANNOTATION]: options.user } : {}),
    [GRAPH_ANNOTATION]: JSON.stringify(graphAnnotation(compilation.graph)),
    ...(options.reused ? { [REUSED_ANNOTATION]: JSON.stringify(options.reused) } : {})
  };
}

function gitAnnotations({ commit, changed }: NonNullable<WorkflowOptions['git']>) {
  return {
    [COMMIT_ANNOTATION]: commit,
    ...(changed === null ? {} : { [COMMIT_CHANGED_ANNOTATION]: String(changed) })
  };
}

/** The spec of a Workflow, which templates and schedules have too. */
export function workflowSpec(compilation: Compilation, options: WorkflowOptions): WorkflowSpec {
  const { graph, plan } = compilation;
  const codes = stepCodes(compilation, options.modules);
  const reused = options.reused ?? {};
  const isRun = (name: string): boolean => !Object.hasOwn(reused, name);
  const run = graph.steps.filter(({ name }) => isRun(name));
  const exit = run.find(({ settings }) => settings.onExit === true);
  const values = graph.parameters.map(({ name }) => ({
    name,
    value: parameterText(plan.values[name]!)
  }));
  const cacheName = `${pipelineName(options.prefix ?? options.path ?? '')}-cache`;
  const memory = new Memory(compilation, reused, cacheName);
  const { timeoutSeconds, parallelism } = plan.outline.settings;
  return {
    entrypoint: PIPELINE_TEMPLATE,
    ...(exit === undefined ? {} : { onExit: templateName(exit.name) }),
    arguments: { parameters: values },
    serviceAccountName: 'default-editor',
    // The same user and group as notebooks have, so that both can write what lies on a shared volume.
    securityContext: { fsGroup: 100, runAsUser: 1000, runAsNonRoot: true },
    // A sidecar would keep a pod from ever ending.
    podMetadata: { labels: { 'sidecar.istio.io/inject': 'false' } },
    volumes: [{ name: 'shared', persistentVolumeClaim: { claimName: 'shared' } }],
    // What a run printed can be read when its pods are gone.
    archiveLogs: true,
    ...(timeoutSeconds === undefined ? {} : { activeDeadlineSeconds: timeoutSeconds }),
    ...(parallelism === undefined ? {} : { parallelism }),
    templates: [
      {
        name: PIPELINE_TEMPLATE,
        dag: {
          tasks: run.filter(step => step !== exit).map(step => task(step, graph, isRun, memory))
        }
      },
      ...run.map(step => {
        const { json } = codes.find(code => code.step === step.name)!;
        const sources = plan.steps.find(({ name }) => name === step.name)!.sources;
        return stepTemplate(step, { json, sources, reused, image: options.image, memory });
      })
    ]
  };
}

/** The same as YAML, byte for byte the same for the same notebook. */
export function emitWorkflow(compilation: Compilation, options: WorkflowOptions): string {
  return stableYaml(buildWorkflow(compilation, options));
}

function graphAnnotation({ steps }: Graph): WorkflowGraph {
  return {
    steps: steps.map(({ name, cells, dependsOn }) => ({
      name,
      template: templateName(name),
      cells,
      dependsOn
    }))
  };
}

function task(
  step: Step,
  { parameters }: Graph,
  isRun: (name: string) => boolean,
  memory: Memory
): DagTask {
  const { when, loop } = step.settings;
  const dependencies = step.dependsOn.filter(isRun).map(templateName);
  const given = step.parameters.map(name => ({
    name,
    value: name === loop?.parameter ? '{{item}}' : `{{workflow.parameters.${name}}}`
  }));
  const more = memory.arguments(step);
  const all = {
    ...some('parameters', [...given, ...more.parameters]),
    ...some('artifacts', more.artifacts)
  };
  return {
    name: templateName(step.name),
    template: templateName(step.name),
    ...(dependencies.length > 0 ? { dependencies } : {}),
    ...(when === undefined ? {} : { when: argoCondition(readCondition(when, parameters)) }),
    ...(loop === undefined ? {} : rounds(loop)),
    ...(Object.keys(all).length > 0 ? { arguments: all } : {})
  };
}

function some<T>(field: string, items: T[]): Record<string, T[]> {
  return items.length > 0 ? { [field]: items } : {};
}

function rounds(loop: StepLoop): Pick<DagTask, 'withItems' | 'withParam'> {
  return 'items' in loop
    ? // As text: of a number Argo would say in its own way how many digits it has.
      { withItems: loop.items.map(parameterText) }
    : { withParam: `{{workflow.parameters.${loop.from}}}` };
}
