import { NAMESPACE, NOTEBOOK, isConflict, isForbidden, isNotFound } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';

import type { Holds } from './holds.js';
import { comesTrue, patiently } from './patience.js';
import { createProject, perform } from './workload.js';

/** Its end waits for the cluster's own controllers, which begin anew when the API server was away. */
const PATIENCE_SECONDS = 300;

/**
 * A project that is deleted while people make so many notebooks in it; somebody's finalizer holds the first one for a
 * while. Answers whether nothing of the project is left in the end.
 */
export async function endProjectInTheMiddle(
  admin: KubeClient,
  holds: Holds,
  namespace: string,
  number: number
): Promise<boolean> {
  const name = (index: number) => `nb-${index}`;
  await patiently(() => createProject(admin, namespace));
  for (let index = 0; index < number; index += 1) {
    if (index === Math.floor(number / 2)) {
      await patiently(() => holds.hold(NOTEBOOK, { namespace, name: name(0) }));
      await patiently(() => end(admin, namespace));
    }
    await createIfItMay(admin, namespace, name(index));
  }
  return comesTrue(async () => !(await exists(admin, namespace)), PATIENCE_SECONDS, 500);
}

async function end(admin: KubeClient, namespace: string): Promise<void> {
  try {
    await admin.delete(NAMESPACE, { name: namespace });
  } catch (error) {
    // It ends already: an earlier answer was lost.
    if (!isConflict(error) && !isNotFound(error)) {
      throw error;
    }
  }
}

/** Nobody can make anything in a project that ends. */
async function createIfItMay(admin: KubeClient, namespace: string, name: string): Promise<void> {
  await patiently(async () => {
    try {
      await perform(admin, namespace, { type: 'create', name });
    } catch (error) {
      if (!isForbidden(error) && !isNotFound(error)) {
        throw error;
      }
    }
  });
}

async function exists(admin: KubeClient, name: string): Promise<boolean> {
  let found = true;
  await patiently(async () => {
    const { items } = await admin.list(NAMESPACE, { fieldSelector: `metadata.name=${name}` });
    found = items.length > 0;
  });
  return found;
}
