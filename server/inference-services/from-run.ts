/** A model that a step of a run has stored becomes a version of its own, and is served. */
import { isNotFound } from '@kubeflow-lab/kube';
import {
  DATA_MAX,
  NOTEBOOK_ANNOTATION,
  gitOf,
  hashOfValue,
  nextVersion,
  readStoredValue,
  servedFormat,
  stepInputs,
  summarizeSteps,
  storingRun,
  valueKey,
  versionMeta,
  versionProblem
} from '@kubeflow-lab/resources';
import type {
  InferenceService,
  ModelFormat,
  StoredModel,
  StoredValue,
  Workflow
} from '@kubeflow-lab/resources';
import type { ModelData, ModelForm, RunOutput } from '@kubeflow-lab/schema';

import type { Bucket } from '../files/bucket.js';
import { fileKey } from '../files/path.js';
import { ProblemError, invalid } from '../http/problem.js';
import type { FormCall } from '../kinds/definition.js';
import { WORKFLOW } from '../workflows/resource.js';
import {
  claimVersion,
  copyModel,
  isMissing,
  readText,
  removeVersion,
  takenVersions
} from './store.js';

/** Writes the service, or only asks the cluster whether it would take it. */
export type Apply = (model: StoredModel, dryRun: boolean) => Promise<InferenceService>;

interface Found {
  /** The folder of the value. */
  folder: string;
  value: StoredValue;
  format: ModelFormat;
  workflow: Workflow;
  /** What the step took. */
  data: ModelData[];
}

/** How often another version is tried where somebody takes the same one at once. */
const TRIES = 5;

/**
 * Copies the output to `models/<name>/<version>/` and serves it from there. Everything that can be refused is refused
 * before anything is stored, and what is stored is taken away again where the cluster refuses after all.
 */
export async function serveOutput(
  bucket: Bucket,
  form: ModelForm & { from: RunOutput },
  call: FormCall,
  apply: Apply,
  dryRun: boolean
): Promise<InferenceService> {
  const found = await findOutput(bucket, form.from, call);
  const planned = await freeVersion(bucket, form);
  const plan = await apply(modelAt(bucket, form, found, planned), true);
  if (dryRun) {
    return plan;
  }
  const version = await storeVersion(bucket, form, found, planned);
  try {
    return await apply(modelAt(bucket, form, found, version), false);
  } catch (error) {
    await removeVersion(bucket, form.name, version);
    throw error;
  }
}

function modelAt(bucket: Bucket, form: ModelForm, found: Found, version: string): StoredModel {
  const notebook = form.notebook ?? notebookOf(found.workflow) ?? undefined;
  return {
    ...form,
    format: found.format,
    storageUri: `s3://${bucket.name}/models/${form.name}/${version}`,
    ...(notebook === undefined ? {} : { notebook })
  };
}

function notebookOf({ metadata }: Workflow): string | null {
  return metadata?.annotations?.[NOTEBOOK_ANNOTATION] ?? null;
}

/** What a step stored under that name, and as what it can be served. Throws a problem that names the field. */
async function findOutput(bucket: Bucket, from: RunOutput, call: FormCall): Promise<Found> {
  const workflow = await readRun(from.run, call);
  const steps = summarizeSteps(workflow).filter(step => step.name === from.step);
  if (steps.length === 0) {
    throw refusal('step', `The run ${from.run} has no step "${from.step}".`);
  }
  const stored = new Set(steps.flatMap(step => step.outputs.map(({ name }) => name)));
  if (!stored.has(from.output)) {
    const names = [...stored].sort().join(', ') || 'nothing';
    const message = `The step ${from.step} stored no value "${from.output}"; it stored ${names}.`;
    throw refusal('output', message);
  }
  const folder = fileKey(
    valueKey(storingRun(workflow, from.step), from.step, from.output).split('/')
  );
  const text = await readText(bucket, `${folder}/meta.json`);
  if (text === null) {
    throw gone(from);
  }
  const value = readStoredValue(text);
  if (value === null) {
    throw refusal(
      'output',
      `What is known of the value ${from.output} (meta.json) cannot be read.`
    );
  }
  const served = servedFormat(value);
  if ('problem' in served) {
    throw refusal('output', served.problem);
  }
  const data = await dataOf(bucket, workflow, steps);
  return { folder, value, format: served.format, workflow, data };
}

/** The values that a step took, by the hashes that were written when they were stored; without those that are gone. */
async function dataOf(
  bucket: Bucket,
  workflow: Workflow,
  steps: readonly { id: string }[]
): Promise<ModelData[]> {
  const taken = steps.flatMap(({ id }) => stepInputs(workflow, id).values).slice(0, DATA_MAX);
  const hashed = await Promise.all(
    taken.map(async ({ name, from, place }) => {
      const text = from && (await readText(bucket, `${fileKey(place.split('/'))}/meta.json`));
      const sha256 = text === null ? null : hashOfValue(text);
      return from === null || sha256 === null ? [] : [{ name, step: from.step, sha256 }];
    })
  );
  return hashed.flat();
}

async function readRun(name: string, { caller, namespace }: FormCall): Promise<Workflow> {
  try {
    return await caller.kube.get(WORKFLOW, { namespace, name });
  } catch (error) {
    if (isNotFound(error)) {
      throw refusal('run', `There is no run "${name}" in the project; it may have been deleted.`);
    }
    throw error;
  }
}

function refusal(field: keyof RunOutput, message: string): ProblemError {
  return invalid([{ path: `from.${field}`, message }]);
}

function gone({ step, output }: RunOutput): ProblemError {
  return refusal(
    'output',
    `The value ${output} of the step ${step} is not in the bucket any more; run the step again.`
  );
}

async function freeVersion(bucket: Bucket, { name, version }: ModelForm): Promise<string> {
  const taken = await takenVersions(bucket, name);
  if (version === undefined) {
    return nextVersion(taken);
  }
  const problem = versionProblem(version, name, taken);
  if (problem !== null) {
    throw invalid([{ path: 'version', message: problem }]);
  }
  return version;
}

/** Stores the model as `planned`, or, where that was taken meanwhile and nobody asked for it, as the next one. */
async function storeVersion(
  bucket: Bucket,
  form: ModelForm & { from: RunOutput },
  { folder, value, workflow, data }: Found,
  planned: string
): Promise<string> {
  const uid = workflow.metadata?.uid ?? '';
  const origin = { ...form.from, uid };
  // Another run may have stored it, of another commit.
  const git = storingRun(workflow, form.from.step) === uid ? gitOf(workflow) : null;
  const { name, sample } = form;
  const notebook = form.notebook ?? notebookOf(workflow);
  let version = planned;
  for (let tries = 1; ; tries++) {
    const about = { name, version, sample, notebook, git, origin, data, now: new Date() };
    const meta = versionMeta(value, about);
    if (await claimVersion(bucket, name, version, meta)) {
      break;
    }
    if (tries === TRIES) {
      throw new ProblemError(409, `Others store versions of ${name} at the same time; try again.`);
    }
    version = await freeVersion(bucket, form);
  }
  try {
    await copyModel(bucket, `${folder}/value.joblib`, name, version);
  } catch (error) {
    await removeVersion(bucket, name, version);
    throw isMissing(error) ? gone(form.from) : error;
  }
  return version;
}
