import { buildTrainingJob, checkJob, checkTrainingJob } from '@kubeflow-lab/resources';
import type { BuiltTrainingJob, TrainingJob, TrainingJobKind } from '@kubeflow-lab/resources';
import type { FieldError, Settings, TrainingJobForm } from '@kubeflow-lab/schema';

import { createWithCode, demandClaims, sentCode } from '../code/code.js';
import { invalid } from '../http/problem.js';
import type { FormCall } from '../kinds/definition.js';
import { manifestFor } from '../kinds/manifest.js';
import { largestNode } from '../settings/settings.js';
import { trainingJobResource } from './resource.js';

/** The objects of a form after every check that needs no write; throws problems that name the field. */
export async function planTrainingJob(
  form: TrainingJobForm,
  { caller, namespace, rawBody, services }: FormCall,
  kind: TrainingJobKind
): Promise<BuiltTrainingJob> {
  const { kube, identity } = caller;
  const limits = largestNode(services.cache.nodes.store.list());
  const { problems, ...code } = sentCode(form.code, rawBody);
  const errors = [...formProblems(form, limits, kind), ...problems];
  if (errors.length > 0) {
    throw invalid(errors);
  }
  const manifest = form.manifest
    ? manifestFor(form.manifest, trainingJobResource(kind), { namespace, user: identity.user })
    : undefined;
  const built = buildTrainingJob(form, {
    manifest,
    namespace,
    user: identity.user,
    code: { json: code.json, sha256: code.sha256 },
    parameters: code.parameters,
    kind
  });
  // Asks for the right to create, admission and a free name before anything is made.
  await kube.create(trainingJobResource(kind), built.job, { dryRun: true });
  await demandClaims(form.volumes, kube, namespace);
  return built;
}

/** Of a form that brings the whole job, the fields of the job count; the code is checked either way. */
function formProblems(
  form: TrainingJobForm,
  limits: Settings['limits'],
  kind: TrainingJobKind
): FieldError[] {
  if (form.manifest === undefined) {
    return checkTrainingJob(form, limits, kind);
  }
  const around = { limits, hasCode: true };
  const errors = checkJob(form.manifest, kind, around).filter(
    ({ severity }) => severity === 'error'
  );
  const code = checkTrainingJob(form, limits, kind).filter(({ path }) => path.startsWith('code'));
  return [...errors.map(({ path, message }) => ({ path, message })), ...code];
}

/** Makes the job and the ConfigMap that it owns; nothing is left when a step fails. */
export async function createTrainingJob(
  form: TrainingJobForm,
  call: FormCall,
  kind: TrainingJobKind
): Promise<TrainingJob> {
  const { job, configMap } = await planTrainingJob(form, call, kind);
  const owner = { resource: trainingJobResource(kind), object: job, configMap, what: 'job' };
  return createWithCode(call.caller.kube, owner, call.services.logger);
}
