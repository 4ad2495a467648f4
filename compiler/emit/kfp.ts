import type { Compilation } from '../compile.js';
import { templateName } from '../notebook/step-names.js';
import type { Parameter, ParameterValue, Step } from '../types.js';
import { base64Of, stepCodes } from './code.js';
import type { Module } from './code.js';
import { KFP_BOOT } from './kfp-boot.js';
import { kfpDag } from './kfp-dag.js';
import { kfpPlatform } from './kfp-platform.js';
import { KFP_ARTIFACT, KFP_TYPES } from './kfp-types.js';
import { stableYaml } from './yaml.js';

export interface KfpOptions {
  image: string;
  /** The pipeline's name: lower-case letters, digits and dashes. */
  name: string;
  modules?: readonly Module[];
}

/**
 * The steps of a notebook as the intermediate representation of Kubeflow Pipelines
 * (https://github.com/kubeflow/pipelines/blob/master/api/v2alpha1/pipeline_spec.proto), in YAML; what the steps ask of
 * Kubernetes is its second document.
 * The notebook must have compiled without errors.
 */
export function emitKfp(compilation: Compilation, options: KfpOptions): string {
  const { graph } = compilation;
  const codes = new Map(
    stepCodes(compilation, options.modules).map(({ step, json }) => [step, json])
  );
  const types = new Map(graph.parameters.map(parameter => [parameter.name, parameter]));
  const byTemplate = <T>(prefix: string, make: (step: Step) => T): Record<string, T> =>
    Object.fromEntries(
      graph.steps.map(step => [`${prefix}${templateName(step.name)}`, make(step)])
    );
  const { tasks, components } = kfpDag(compilation);
  const pipeline = stableYaml({
    components: { ...byTemplate('comp-', step => component(step, types)), ...components },
    deploymentSpec: {
      executors: byTemplate('exec-', step => ({
        container: container(step, codes.get(step.name)!, options.image)
      }))
    },
    pipelineInfo: { name: options.name },
    root: {
      dag: { tasks },
      ...(graph.parameters.length > 0
        ? { inputDefinitions: { parameters: rootParameters(compilation) } }
        : {})
    },
    schemaVersion: '2.1.0',
    sdkVersion: 'kfp-2.13.0'
  });
  const platform = kfpPlatform(graph.steps);
  return platform === null ? pipeline : `${pipeline}---\n${stableYaml(platform)}`;
}

function rootParameters({ graph, plan }: Compilation): Record<string, object> {
  return Object.fromEntries(
    graph.parameters.map(({ name, type }) => [
      name,
      {
        defaultValue: plan.values[name] satisfies ParameterValue | undefined,
        isOptional: true,
        parameterType: KFP_TYPES[type]
      }
    ])
  );
}

function component(step: Step, types: ReadonlyMap<string, Parameter>): object {
  const artifacts = (names: readonly string[]): object =>
    Object.fromEntries(names.map(name => [name, KFP_ARTIFACT]));
  const parameters = step.parameters.map(name => [
    name,
    { parameterType: KFP_TYPES[types.get(name)!.type] }
  ]);
  const inputs = {
    ...(step.inputs.length > 0 ? { artifacts: artifacts(step.inputs) } : {}),
    ...(parameters.length > 0 ? { parameters: Object.fromEntries(parameters) } : {})
  };
  return {
    executorLabel: `exec-${templateName(step.name)}`,
    ...(Object.keys(inputs).length > 0 ? { inputDefinitions: inputs } : {}),
    ...(step.outputs.length > 0
      ? { outputDefinitions: { artifacts: artifacts(step.outputs) } }
      : {})
  };
}

function container(
  { inputs, outputs, parameters, limits, settings }: Step,
  json: string,
  image: string
): object {
  const env = Object.entries(settings.env ?? {}).map(([name, value]) => ({ name, value }));
  const asked = resources(limits, settings.requests);
  return {
    image: settings.image ?? image,
    command: ['python', '-c', KFP_BOOT],
    args: [
      base64Of(json),
      ...parameters.flatMap(name => ['parameter', name, `{{$.inputs.parameters['${name}']}}`]),
      ...inputs.flatMap(name => ['input', name, `{{$.inputs.artifacts['${name}'].path}}`]),
      ...outputs.flatMap(name => ['output', name, `{{$.outputs.artifacts['${name}'].path}}`])
    ],
    ...(env.length > 0 ? { env } : {}),
    ...(Object.keys(asked).length > 0 ? { resources: asked } : {})
  };
}

function resources(limits: Record<string, string>, requests: Record<string, string> = {}): object {
  const { cpu, memory, ...others } = limits;
  const [accelerator] = Object.entries(others);
  return {
    ...(cpu ? { resourceCpuLimit: cpu } : {}),
    ...(memory ? { resourceMemoryLimit: memory } : {}),
    ...(requests.cpu ? { resourceCpuRequest: requests.cpu } : {}),
    ...(requests.memory ? { resourceMemoryRequest: requests.memory } : {}),
    ...(accelerator
      ? { accelerator: { resourceType: accelerator[0], resourceCount: accelerator[1] } }
      : {})
  };
}
