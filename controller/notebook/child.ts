import type { Kind, KubeClient, StoreReader } from '@kubeflow-lab/kube';
import type { Notebook } from '@kubeflow-lab/resources';

import { controllerUid } from '../runtime/index.js';
import { nameTaken } from './obstacles.js';
import { takeOver } from './takeover.js';
import { isAsWanted, writeChild } from './write.js';
import type { Child } from './write.js';

/** Makes a child as it is wanted; throws NameTaken where an object of its name is not this Notebook's. */
export async function applyChild<O extends Child>(
  client: KubeClient,
  kind: Kind<O>,
  store: StoreReader<O>,
  desired: O,
  notebook: Notebook
): Promise<void> {
  const { name = '', namespace } = desired.metadata ?? {};
  const current = store.get({ namespace, name });
  if (current === undefined) {
    await writeChild(client, kind, desired, undefined);
    return;
  }
  if (controllerUid(current) !== notebook.metadata?.uid) {
    throw nameTaken(kind, name, current);
  }
  if (!isAsWanted(current, desired)) {
    await writeChild(client, kind, desired, await takeOver(client, kind, current));
  }
}
