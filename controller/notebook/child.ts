import type { Kind, KubeClient } from '@kubeflow-lab/kube';
import type { Notebook } from '@kubeflow-lab/resources';

import { controllerUid } from '../runtime/index.js';
import type { OwnWrites } from '../runtime/index.js';
import { nameTaken } from './obstacles.js';
import { takeOver } from './takeover.js';
import { createChild, isAsWanted, writeChild } from './write.js';
import type { Child } from './write.js';

/** Makes a child as it is wanted; throws NameTaken where an object of its name is not this Notebook's. */
export async function applyChild<O extends Child>(
  client: KubeClient,
  kind: Kind<O>,
  children: OwnWrites<O>,
  desired: O,
  notebook: Notebook
): Promise<void> {
  const { name = '', namespace } = desired.metadata ?? {};
  const current = children.get({ namespace, name });
  if (current === undefined) {
    children.remember(await createChild(client, kind, desired));
    return;
  }
  if (controllerUid(current) !== notebook.metadata?.uid) {
    throw nameTaken(kind, name, current);
  }
  if (!isAsWanted(current, desired)) {
    const mine = await takeOver(client, kind, current);
    children.remember(await writeChild(client, kind, desired, mine));
  }
}
