/**
 * KServe's transformer and explainer of a model, made of functions of a cell that lie in the bucket as a model does. What
 * runs them is the container of the cluster's runtime for functions.
 */
import type { ComponentForm } from '@kubeflow-lab/schema';

import type { Container, KubeObject, Pod, Volume } from '../common/object.js';
import type { FieldProblem } from '../common/summary.js';
import { listOf } from '../common/text.js';
import { COMPONENT_LABEL, MODEL_CONTAINER } from './types.js';
import type { InferenceService } from './types.js';

export type Component = ComponentForm['component'];
export const COMPONENTS: readonly Component[] = ['transformer', 'explainer'];

/** The format of functions, as our runtime names it. */
export const FUNCTION_FORMAT = 'python-function';

/** serving.kserve.io/v1alpha1 ServingRuntime and ClusterServingRuntime, as far as we read them. */
export interface ServingRuntime extends KubeObject {
  spec?: {
    supportedModelFormats?: { name?: string; version?: string; autoSelect?: boolean }[];
    protocolVersions?: string[];
    disabled?: boolean;
    /** Of ModelMesh: it serves no InferenceService by itself. */
    multiModel?: boolean;
    containers?: Container[];
    volumes?: Volume[];
  };
}

/** The runtime that runs functions; undefined where the cluster has none. */
export function functionRuntime(runtimes: readonly ServingRuntime[]): ServingRuntime | undefined {
  return runtimes.find(({ spec }) =>
    listOf(spec?.supportedModelFormats).some(format => format?.name === FUNCTION_FORMAT)
  );
}

/** The Deployment and the Service that KServe makes for a component. */
export function componentName(service: string, component: Component): string {
  return `${service}-${component}`;
}

/** Where the functions of a service's component lie; null where it has no such component of ours. */
export function componentSource({ spec }: InferenceService, component: Component): string | null {
  const { containers } = (spec?.[component] ?? {}) as { containers?: Container[] };
  const env = listOf(listOf(containers)[0]?.env);
  return env.find(({ name }) => name === 'STORAGE_URI')?.value ?? null;
}

export function isOfComponent(pod: Pod, component: Component): boolean {
  return pod.metadata?.labels?.[COMPONENT_LABEL] === component;
}

const BUCKET = /^s3:\/\/[^\s/]+\/[^\s]+$/;

export function checkComponent({ storageUri }: ComponentForm): FieldProblem[] {
  return BUCKET.test(storageUri) && !storageUri.split('/').includes('..')
    ? []
    : [{ path: 'storageUri', message: 'Say where the functions lie, as s3://bucket/folder.' }];
}

/** The merge patch that puts functions beside a model; the list of containers is written as a whole. */
export function componentPatch(
  { component, storageUri }: ComponentForm,
  { spec }: ServingRuntime
): object {
  const container = withoutArguments(spec?.containers?.[0]);
  return {
    spec: {
      [component]: {
        // The credentials of the project's bucket hang on this account.
        serviceAccountName: 'default-editor',
        minReplicas: 1,
        containers: [
          {
            ...container,
            name: MODEL_CONTAINER,
            // KServe adds the name of the model, its address and the port.
            args: [`--component=${component}`, '--model_dir=/mnt/models'],
            // Functions are asked by protocol v1, which is that of the first port.
            ports: listOf(container.ports).slice(0, 1),
            env: [...listOf(container.env), { name: 'STORAGE_URI', value: storageUri }]
          }
        ],
        volumes: listOf(spec?.volumes)
      }
    }
  };
}

function withoutArguments({ args: _args, ...container }: Container = { name: '' }): Container {
  return container;
}

/** The merge patch that takes a component away. */
export function withoutComponentPatch(component: Component): object {
  return { spec: { [component]: null } };
}
