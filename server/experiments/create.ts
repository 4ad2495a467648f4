import { buildExperiment, checkExperiment } from '@kubeflow-lab/resources';
import type { BuiltExperiment, Experiment } from '@kubeflow-lab/resources';
import type { ExperimentForm } from '@kubeflow-lab/schema';

import { createWithCode, demandClaims, sentCode } from '../code/code.js';
import { invalid } from '../http/problem.js';
import type { FormCall } from '../kinds/definition.js';
import { largestNode } from '../settings/settings.js';
import { EXPERIMENT } from './resource.js';

/** The objects of a form after every check that needs no write; throws problems that name the field. */
export async function planExperiment(
  form: ExperimentForm,
  { caller, namespace, rawBody, services }: FormCall
): Promise<BuiltExperiment> {
  const limits = largestNode(services.cache.nodes.store.list());
  const { json, problems, sha256 } = sentCode(form.code, rawBody);
  const errors = [...checkExperiment(form, limits), ...problems];
  if (errors.length > 0) {
    throw invalid(errors);
  }
  const { identity, kube } = caller;
  const built = buildExperiment(form, { namespace, user: identity.user, code: { json, sha256 } });
  // Asks for the right to create, admission and a free name before anything is made.
  await kube.create(EXPERIMENT, built.experiment, { dryRun: true });
  await demandClaims(form.volumes, kube, namespace);
  return built;
}

/** Makes the sweep and the ConfigMap that it owns; nothing is left when a step fails. */
export async function createExperiment(form: ExperimentForm, call: FormCall): Promise<Experiment> {
  const { experiment, configMap } = await planExperiment(form, call);
  const owner = { resource: EXPERIMENT, object: experiment, configMap, what: 'sweep' };
  return createWithCode(call.caller.kube, owner, call.services.logger);
}
