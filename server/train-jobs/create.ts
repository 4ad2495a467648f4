/** A TrainJob from a form: as the training operator's jobs, in a runtime of this cluster. */
import { checkRuntime, findRuntime, readRuntime, trainJobRow } from '@kubeflow-lab/resources';
import type { BuiltTrainingJob, TrainingJob, TrainingJobKind } from '@kubeflow-lab/resources';
import type { TrainingJobForm } from '@kubeflow-lab/schema';

import { ProblemError, invalid } from '../http/problem.js';
import type { Call, FormCall } from '../kinds/definition.js';
import { createTrainingJob, planTrainingJob } from '../training-jobs/create.js';
import { readRuntimes } from './runtimes.js';

/** The objects of a form, after every check that needs no write. */
export async function planTrainJob(
  form: TrainingJobForm,
  call: FormCall
): Promise<BuiltTrainingJob> {
  const { form: whole, kind } = await inRuntime(form, call);
  return planTrainingJob(whole, call, kind);
}

export async function createTrainJob(form: TrainingJobForm, call: FormCall): Promise<TrainingJob> {
  const { form: whole, kind } = await inRuntime(form, call);
  return createTrainingJob(whole, call, kind);
}

/** The row of a job in the runtime that it names. */
export async function rowOf(job: TrainingJob, { services, caller, namespace }: Call) {
  const { items, overrides } = await readRuntimes(services, caller, namespace);
  if (overrides === null) {
    throw new ProblemError(
      409,
      'This cluster lacks Kubeflow Trainer, or has a version of it that lets no job change the pods of its runtime.'
    );
  }
  const ref = readRuntime(job);
  return { kind: trainJobRow(overrides, findRuntime(items, ref)), items, ref };
}

/** The form with its runtime, the first where it names none; throws a problem where that does not suit it. */
async function inRuntime(
  form: TrainingJobForm,
  call: FormCall
): Promise<{ form: TrainingJobForm; kind: TrainingJobKind }> {
  const named = form.manifest ?? { spec: { runtimeRef: form.runtime ?? (await firstOf(call)) } };
  const { kind, items, ref } = await rowOf(named, call);
  const [message] = checkRuntime(ref, { runtimes: items, hasCode: true });
  if (message !== undefined) {
    throw invalid([{ path: 'runtime', message }]);
  }
  return { form: { ...form, runtime: ref }, kind };
}

async function firstOf({ services, caller, namespace }: Call) {
  const { items } = await readRuntimes(services, caller, namespace);
  return items[0] && { kind: items[0].kind, name: items[0].name };
}
