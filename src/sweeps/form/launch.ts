import { formOfExperiment, withDefaults } from '@kubeflow-lab/resources';
import type { ExperimentForm, Item, KubernetesObject } from '@kubeflow-lab/schema';
import type { Client } from '../../client';
import type { SaveNotebook } from '../../training/form/launch';
import type { ObjectRef } from '../../tokens';
import type { SweepModel } from './model';

const PLURAL = 'experiments';

/** Makes the sweep; resolves to what was made. Rejects with a `ProblemError`. */
export async function launch(
  model: SweepModel,
  client: Client,
  save: SaveNotebook
): Promise<ObjectRef> {
  const { namespace } = model;
  const item =
    model.source.from === 'command'
      ? await client.create<Item>(PLURAL, namespace, wholeOf(model))
      : await client.train<Item>(await request(model, save));
  return { plural: PLURAL, namespace, name: item.object.metadata.name };
}

/** Asks the cluster whether it would take the sweep, and makes nothing. Rejects with a `ProblemError`. */
export async function check(model: SweepModel, client: Client, save: SaveNotebook): Promise<void> {
  if (model.source.from === 'command') {
    await client.dryRun(PLURAL, model.namespace, wholeOf(model));
  } else {
    await client.train({ ...(await request(model, save)), dryRun: true });
  }
}

/** Nothing admits sweeps where Katib is not: what it fills in has to be there. */
function wholeOf({ experiment }: SweepModel): KubernetesObject {
  return withDefaults(experiment) as KubernetesObject;
}

/** What the Jupyter server is told: where the code is, and the form that it belongs into. */
async function request(model: SweepModel, save: SaveNotebook): Promise<object> {
  const { source, experiment } = model;
  if (source.from === 'command') {
    throw new Error('A command is in no file.');
  }
  await save(source.path);
  const form: Omit<ExperimentForm, 'code'> = {
    ...formOfExperiment(experiment, model.read.fields.image),
    manifest: experiment as NonNullable<ExperimentForm['manifest']>
  };
  return {
    plural: PLURAL,
    path: source.path,
    ...(source.from === 'cell' ? { cell: source.cell } : {}),
    ...(source.from === 'pipeline' ? { pipeline: true } : {}),
    form
  };
}
