/** From what a step of a run has stored to the models that were made from the same data, by its hash. */
import {
  MODEL_META_FILE,
  hashOfValue,
  storingRun,
  summarizeSteps,
  valueKey
} from '@kubeflow-lab/resources';
import type { Workflow } from '@kubeflow-lab/resources';
import type { DataModel, DataModels, DataModelsForm } from '@kubeflow-lab/schema';

import { withBucket } from '../files/bucket.js';
import type { Bucket } from '../files/bucket.js';
import { listFolder } from '../files/objects.js';
import { fileKey } from '../files/path.js';
import { invalid } from '../http/problem.js';
import type { ObjectCall } from '../kinds/definition.js';
import { readText, storedVersions } from './store.js';

/** The bucket service gives no longer pages. */
const PAGE = 1000;

/** The stored versions of all models that were made from a value of the step, or from another one of its hash. */
export async function modelsOfStep(
  call: ObjectCall<Workflow>,
  { step }: DataModelsForm
): Promise<DataModels> {
  const workflow = await call.read();
  const steps = summarizeSteps(workflow).filter(({ name }) => name === step);
  if (steps.length === 0) {
    throw invalid([{ path: 'step', message: `The run ${call.key.name} has no step "${step}".` }]);
  }
  const values = [...new Set(steps.flatMap(({ outputs }) => outputs.map(({ name }) => name)))];
  const { caller, namespace, services } = call;
  return withBucket(caller, namespace, services.config.bucketEndpoints, async bucket => {
    const folders = values.map(value => valueKey(storingRun(workflow, step), step, value));
    const hashes = await Promise.all(folders.map(folder => hashIn(bucket, folder)));
    const known = values.map((value, index) => ({ value, sha256: hashes[index] }));
    const items: DataModel[] = [];
    for (const model of await modelNames(bucket)) {
      for (const { version, data } of await storedVersions(bucket, model)) {
        const taken = new Set(data.map(({ sha256 }) => sha256));
        const found = known.filter(({ sha256 }) => sha256 !== null && taken.has(sha256));
        items.push(...found.map(({ value }) => ({ value, model, version })));
      }
    }
    return { items };
  });
}

/** Of a value in a folder; null where it is gone. */
async function hashIn(bucket: Bucket, folder: string): Promise<string | null> {
  const text = await readText(bucket, `${fileKey(folder.split('/'))}/${MODEL_META_FILE}`);
  return text === null ? null : hashOfValue(text);
}

async function modelNames(bucket: Bucket): Promise<string[]> {
  const names: string[] = [];
  let after: string | undefined;
  do {
    const { folders, next } = await listFolder(bucket, 'models/', { after, limit: PAGE });
    names.push(...folders.map(({ name }) => name));
    after = next ?? undefined;
  } while (after !== undefined);
  return names;
}
