/** A job once more, or another one with its code: made as somebody wrote it, with the earlier one's code byte for byte. */
import { CONFIG_MAP, isNotFound } from '@kubeflow-lab/kube';
import {
  CODE_KEY,
  carriesCode,
  codeConfigMap,
  codeConfigMapName,
  manifestOf,
  withName
} from '@kubeflow-lab/resources';
import type { ConfigMap, TrainingJob, TrainingJobKind } from '@kubeflow-lab/resources';
import type { RerunForm } from '@kubeflow-lab/schema';
import { setTimeout as pause } from 'node:timers/promises';

import { createWithCode } from '../code/code.js';
import { ProblemError } from '../http/problem.js';
import type { ObjectCall } from '../kinds/definition.js';
import { manifestFor } from '../kinds/manifest.js';

type Call = ObjectCall<TrainingJob>;

/** Pods have 30 s to end, and their volumes some more. */
const GONE_TIMEOUT_MS = 60_000;
const GONE_POLL_MS = 200;

/**
 * Makes a job with the code of another; where it has that one's name, in its place. Nothing is deleted unless the API
 * server would take the new job.
 */
export async function rerun(
  call: Call,
  { manifest }: RerunForm,
  kind: TrainingJobKind
): Promise<TrainingJob> {
  const { caller, namespace, resource, services } = call;
  const earlier = await call.read();
  const context = { namespace, user: caller.identity.user };
  const job = manifestFor(manifest ?? (manifestOf(earlier) as never), resource, context);
  const code = carriesCode(earlier, kind) ? await readCode(call, earlier) : null;
  const configMap = code === null ? null : copyFor(job, code, namespace);
  const replaces = job.metadata?.name === earlier.metadata?.name;
  const name = job.metadata?.name ?? '';
  const tried = replaces ? withName(job, kind, `${name}-again`.slice(-63)) : job;
  await caller.kube.create(resource, tried, { dryRun: true });
  if (replaces) {
    await removeFirst(call, earlier);
  }
  return configMap === null
    ? caller.kube.create(resource, job)
    : createWithCode(
        caller.kube,
        { resource, object: job, configMap, what: 'job' },
        services.logger
      );
}

async function readCode(
  { caller, namespace }: Call,
  { metadata }: TrainingJob
): Promise<ConfigMap> {
  const name = codeConfigMapName(metadata?.name ?? '');
  try {
    return await caller.kube.get(CONFIG_MAP, { namespace, name });
  } catch (error) {
    throw isNotFound(error)
      ? new ProblemError(
          409,
          `The code of ${metadata?.name} is gone (ConfigMap ${name}), so it cannot run again; start it from its cell.`
        )
      : error;
  }
}

function copyFor({ metadata }: TrainingJob, code: ConfigMap, namespace: string): ConfigMap {
  const json = code.data?.[CODE_KEY] ?? '';
  const annotations = code.metadata?.annotations ?? {};
  return codeConfigMap(metadata?.name ?? '', namespace, json, annotations);
}

/** Deletes a job and waits until it is gone with its pods, whose names the new one needs. */
async function removeFirst({ caller, key, resource }: Call, job: TrainingJob): Promise<void> {
  const preconditions = { uid: job.metadata?.uid };
  await caller.kube.delete(resource, key, { propagation: 'Foreground', preconditions });
  const deadline = Date.now() + GONE_TIMEOUT_MS;
  while (await isThere({ caller, key, resource }, job)) {
    if (Date.now() > deadline) {
      throw new ProblemError(
        409,
        `${key.name} is being deleted, and its pods take their time to end. Run it again when it is gone.`
      );
    }
    await pause(GONE_POLL_MS);
  }
}

async function isThere(
  { caller, key, resource }: Pick<Call, 'caller' | 'key' | 'resource'>,
  job: TrainingJob
): Promise<boolean> {
  try {
    return (await caller.kube.get(resource, key)).metadata?.uid === job.metadata?.uid;
  } catch (error) {
    if (isNotFound(error)) {
      return false;
    }
    throw error;
  }
}
