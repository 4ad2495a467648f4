import type { TrainingJob } from '@kubeflow-lab/resources';
import type { Item, KubernetesObject, TrainingJobForm } from '@kubeflow-lab/schema';
import type { Client } from '../../client';
import type { ObjectRef } from '../../tokens';
import type { FormModel } from './model';

/** What the form asks of JupyterLab before code is read from files. */
export type SaveNotebook = (path: string) => Promise<void>;

/** Makes the job; resolves to what was made. Rejects with a `ProblemError`. */
export async function launch(
  model: FormModel,
  client: Client,
  save: SaveNotebook
): Promise<ObjectRef> {
  const { namespace, kind, source, earlier } = model;
  const manifest = model.job as KubernetesObject;
  let item: Item;
  if (earlier !== null && (source.from === 'job' || model.replaces)) {
    item = await client.act<Item>(earlier.ref, 'rerun', { manifest });
  } else if (source.from === 'command' || source.from === 'job') {
    item = await client.create(kind.plural, namespace, manifest);
  } else {
    item = await client.train<Item>(await request(model, save));
  }
  return { plural: kind.plural, namespace, name: item.object.metadata.name };
}

/** Asks the cluster whether it would take the job, and makes nothing. Rejects with a `ProblemError`. */
export async function check(model: FormModel, client: Client, save: SaveNotebook): Promise<void> {
  const { namespace, kind, source } = model;
  if (source.from === 'cell' || source.from === 'file') {
    await client.train({ ...(await request(model, save)), dryRun: true });
    return;
  }
  // The place that it is to take is not free yet.
  const name = `${model.job.metadata?.name ?? ''}${model.replaces ? '-again' : ''}`;
  const object = { ...model.job, metadata: { ...model.job.metadata, name } };
  await client.dryRun(kind.plural, namespace, object);
}

/** What the Jupyter server is told: where the code is, and the form that it belongs into. */
async function request(model: FormModel, save: SaveNotebook): Promise<object> {
  const { source, kind, job, parameters } = model;
  if (source.from !== 'cell' && source.from !== 'file') {
    throw new Error(`The code is not in a file: ${source.from}.`);
  }
  if (source.from === 'cell') {
    await save(source.path);
  }
  return {
    plural: kind.plural,
    path: source.path,
    ...(source.from === 'cell' ? { cell: source.cell } : {}),
    parameters: Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
    form: formOf(model, job)
  };
}

function formOf(model: FormModel, job: TrainingJob): Omit<TrainingJobForm, 'code'> {
  const { name, image, replicas, cpu, memory, gpu, env, volumes } = model.read.fields;
  return {
    ...{ name, image, replicas, env, volumes },
    resources: {
      ...(cpu ? { cpu } : {}),
      ...(memory ? { memory } : {}),
      ...(gpu ? { gpu } : {})
    },
    manifest: job as NonNullable<TrainingJobForm['manifest']>
  };
}
