/** How many replicas of a model there are, and what decides it. */
import { checkServingScale, servingScalePatch } from '@kubeflow-lab/resources';
import type { InferenceService } from '@kubeflow-lab/resources';
import type { ServingScaleForm } from '@kubeflow-lab/schema';

import { invalid } from '../http/problem.js';
import type { ObjectCall } from '../kinds/definition.js';

export async function scale(
  call: ObjectCall<InferenceService>,
  form: ServingScaleForm
): Promise<InferenceService> {
  const problems = checkServingScale(form, await call.read());
  if (problems.length > 0) {
    throw invalid(problems);
  }
  return call.caller.kube.mergePatch(call.resource, call.key, servingScalePatch(form));
}
