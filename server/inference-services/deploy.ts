/** A model from a form: a new service, or the next version of the service of that name. */
import { SERVICE, isAlreadyExists, isForbidden, isNotFound } from '@kubeflow-lab/kube';
import type { KubeClient, ObjectKey } from '@kubeflow-lab/kube';
import {
  buildInferenceService,
  canaryPatch,
  checkModel,
  nextVersionPatch,
  predictorName
} from '@kubeflow-lab/resources';
import type { InferenceService, ModelContext, Service, StoredModel } from '@kubeflow-lab/resources';
import type { ModelForm } from '@kubeflow-lab/schema';

import { withBucket } from '../files/bucket.js';
import { ProblemError, invalid } from '../http/problem.js';
import type { FormCall } from '../kinds/definition.js';
import { largestNode } from '../settings/settings.js';
import { demandCanary } from './canary.js';
import { serveOutput } from './from-run.js';
import { INFERENCE_SERVICE } from './resource.js';

/** The service as it would be stored; what an earlier version reports of itself says nothing of it. */
export async function planModel(form: ModelForm, call: FormCall): Promise<InferenceService> {
  return { ...(await serve(form, call, true)), status: undefined };
}

export function deployModel(form: ModelForm, call: FormCall): Promise<InferenceService> {
  return serve(form, call, false);
}

async function serve(form: ModelForm, call: FormCall, dryRun: boolean): Promise<InferenceService> {
  const problems = checkModel(form, largestNode(call.services.cache.nodes.store.list()));
  if (problems.length > 0) {
    throw invalid(problems);
  }
  const apply = (model: StoredModel, dry: boolean) => write(model, call, dry);
  const { from } = form;
  if (from === undefined) {
    // The check has seen that both are there.
    return apply(form as StoredModel, dryRun);
  }
  const { caller, namespace, services } = call;
  return withBucket(caller, namespace, services.config.bucketEndpoints, bucket =>
    serveOutput(bucket, { ...form, from }, call, apply, dryRun)
  );
}

async function write(
  form: StoredModel,
  { caller, namespace }: FormCall,
  dryRun: boolean
): Promise<InferenceService> {
  const context = { namespace, user: caller.identity.user };
  const key = { namespace, name: form.name };
  if (form.canary !== undefined) {
    return writeCanary(form, form.canary, caller.kube, context, dryRun);
  }
  await demandService(caller.kube, key);
  try {
    return await caller.kube.create(INFERENCE_SERVICE, buildInferenceService(form, context), {
      dryRun
    });
  } catch (error) {
    if (!isAlreadyExists(error)) {
      throw error;
    }
  }
  try {
    demandModel(await caller.kube.get(INFERENCE_SERVICE, key));
    return await caller.kube.mergePatch(INFERENCE_SERVICE, key, nextVersionPatch(form, context), {
      dryRun
    });
  } catch (error) {
    if (!isNotFound(error)) {
      throw error;
    }
    // It went away between the two: then this is the first version after all.
    return caller.kube.create(INFERENCE_SERVICE, buildInferenceService(form, context), { dryRun });
  }
}

/** A model beside one that is served already. */
async function writeCanary(
  form: StoredModel,
  percent: number,
  kube: KubeClient,
  context: ModelContext,
  dryRun: boolean
): Promise<InferenceService> {
  const key = { namespace: context.namespace, name: form.name };
  try {
    demandCanary(await kube.get(INFERENCE_SERVICE, key));
    return await kube.mergePatch(INFERENCE_SERVICE, key, canaryPatch(form, percent, context), {
      dryRun
    });
  } catch (error) {
    if (!isNotFound(error)) {
      throw error;
    }
    const message = `No model "${form.name}" is served yet; the first version gets all requests.`;
    throw new ProblemError(409, message, { errors: [{ path: 'canary', message }] });
  }
}

/** KServe would take the Service of its name over, whoever made it. */
async function demandService(kube: KubeClient, key: ObjectKey): Promise<void> {
  const name = predictorName(key.name);
  const service = await serviceOf(kube, { ...key, name });
  const owners = service?.metadata?.ownerReferences ?? [];
  const isOurs =
    owners.some(owner => owner.kind === INFERENCE_SERVICE.kind) ||
    // On Knative it belongs to the Route that Knative made for the served model.
    (owners.some(owner => owner.kind === 'Route') && (await isServed(kube, key)));
  if (service !== null && !isOurs) {
    const message = `There is a Service named "${name}" in the project that belongs to something else; choose another name.`;
    throw new ProblemError(409, message, { errors: [{ path: 'name', message }] });
  }
}

async function isServed(kube: KubeClient, key: ObjectKey): Promise<boolean> {
  try {
    await kube.get(INFERENCE_SERVICE, key);
    return true;
  } catch (error) {
    if (isNotFound(error)) {
      return false;
    }
    throw error;
  }
}

/** KServe does not ask the caller either, so nobody is refused for what they may not see. */
async function serviceOf(kube: KubeClient, key: ObjectKey): Promise<Service | null> {
  try {
    return await kube.get(SERVICE, key);
  } catch (error) {
    if (isNotFound(error) || isForbidden(error)) {
      return null;
    }
    throw error;
  }
}

/** A service that runs a container of somebody's own, or says its model in the old way, has no next version of ours. */
function demandModel({ metadata, spec }: InferenceService): void {
  if (spec?.predictor?.model === undefined) {
    const message = `A served model named "${metadata?.name}" exists already and was made in another way; choose another name.`;
    throw new ProblemError(409, message, { errors: [{ path: 'name', message }] });
  }
}
