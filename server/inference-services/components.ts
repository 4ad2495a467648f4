/** Functions of a cell beside a model: KServe's transformer and explainer. */
import {
  checkComponent,
  componentPatch,
  functionRuntime,
  withoutComponentPatch
} from '@kubeflow-lab/resources';
import type { InferenceService } from '@kubeflow-lab/resources';
import type { ComponentForm, WithoutComponentForm } from '@kubeflow-lab/schema';

import { ProblemError, invalid } from '../http/problem.js';
import type { ObjectCall } from '../kinds/definition.js';
import { CLUSTER_SERVING_RUNTIME } from './resource.js';

type ModelCall = ObjectCall<InferenceService>;

/** Puts functions that lie in the bucket beside a model, in place of those that are there. */
export async function addComponent(
  { caller, key, resource, services }: ModelCall,
  form: ComponentForm
): Promise<InferenceService> {
  const problems = checkComponent(form);
  if (problems.length > 0) {
    throw invalid(problems);
  }
  // What runtimes there are is no secret of a project: people may use them, but not look at them.
  const runtimes = await services.client.list(CLUSTER_SERVING_RUNTIME);
  const runtime = functionRuntime(runtimes.items);
  if (runtime === undefined) {
    throw new ProblemError(
      409,
      'The cluster has no runtime for functions (python-function); an administrator has to install it.'
    );
  }
  return caller.kube.mergePatch(resource, key, componentPatch(form, runtime));
}

/** Takes a transformer or an explainer away; the model answers by itself again. */
export function removeComponent(
  { caller, key, resource }: ModelCall,
  { component }: WithoutComponentForm
): Promise<InferenceService> {
  return caller.kube.mergePatch(resource, key, withoutComponentPatch(component));
}
