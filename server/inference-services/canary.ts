/** A version beside the one that is served: its share of the requests, and what becomes of it. */
import {
  WITHOUT_CANARY_PATCH,
  canariesOf,
  canaryPatch,
  modelOf,
  nextVersionPatch,
  sharePatch,
  versionOf,
  whyNoCanary
} from '@kubeflow-lab/resources';
import type { InferenceService, StoredModel } from '@kubeflow-lab/resources';
import type { CanaryForm } from '@kubeflow-lab/schema';

import { ProblemError, invalid } from '../http/problem.js';
import type { ObjectCall } from '../kinds/definition.js';
import { storedModel } from './versions.js';

type ModelCall = ObjectCall<InferenceService>;

/** Serves a stored version to a share of the requests, or changes the share of the one that is there. */
export async function canary(
  call: ModelCall,
  { version, percent }: CanaryForm
): Promise<InferenceService> {
  const service = await call.read();
  demandCanary(service);
  const model = await storedModel(call, service, version);
  if (model.storageUri === modelOf(service)?.storageUri) {
    throw invalid([
      { path: 'version', message: `Version ${version} is the one to be served already.` }
    ]);
  }
  const context = { namespace: call.namespace, user: call.caller.identity.user };
  return call.caller.kube.mergePatch(call.resource, call.key, canaryPatch(model, percent, context));
}

/** Throws a problem where a service cannot have a canary. */
export function demandCanary(service: InferenceService): void {
  const why = whyNoCanary(service);
  if (why !== null) {
    throw new ProblemError(409, why);
  }
}

/** The canary becomes the version that is served; the one before answers until it does. */
export async function promote(call: ModelCall): Promise<InferenceService> {
  const service = await call.read();
  const model = await modelOfCanary(call, service);
  const context = { namespace: call.namespace, user: call.caller.identity.user };
  const patch = merged(nextVersionPatch(model, context), sharePatch(service, 0));
  return withdrawAfter(call, patch);
}

/** Takes the canary away; the version that is served gets all requests again. */
export async function withdraw(call: ModelCall): Promise<InferenceService> {
  const service = await call.read();
  if (canariesOf(service).length === 0) {
    throw none(call);
  }
  return withdrawAfter(call, sharePatch(service, 0));
}

/** First nobody is sent to the canary any more, then it goes. */
async function withdrawAfter(
  { caller, resource, key, services }: ModelCall,
  patch: object
): Promise<InferenceService> {
  await caller.kube.mergePatch(resource, key, patch);
  await new Promise(resolve => setTimeout(resolve, services.config.canaryDrainMs));
  return caller.kube.mergePatch(resource, key, WITHOUT_CANARY_PATCH);
}

async function modelOfCanary(call: ModelCall, service: InferenceService): Promise<StoredModel> {
  const [first] = canariesOf(service);
  if (first === undefined) {
    throw none(call);
  }
  const { name } = call.key;
  const model = modelOf({ ...service, spec: { predictor: first.predictor } });
  const storageUri = model?.storageUri ?? '';
  const version = versionOf(storageUri);
  const stored = version === null ? null : await storedModel(call, service, version);
  if (stored?.storageUri === storageUri) {
    return stored;
  }
  const { name: format = '', version: formatVersion } = model?.modelFormat ?? {};
  return { name, format: { name: format, version: formatVersion }, storageUri };
}

function none({ key }: ModelCall): ProblemError {
  return new ProblemError(409, `The served model "${key.name}" has no canary.`);
}

/** Both patches at once: they have nothing but `spec` in common. */
function merged(a: { spec?: object }, b: { spec?: object }): object {
  return { ...a, ...b, spec: { ...a.spec, ...b.spec } };
}
