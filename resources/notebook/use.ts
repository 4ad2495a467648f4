/** What notebook servers ask for and use, beyond what their summary says. */
import type { NotebookUse } from '@kubeflow-lab/schema';

import { parseQuantity } from '../common/quantity.js';
import { listOf } from '../common/text.js';
import { usedOf } from '../training-job/usage.js';
import type { PodMetrics } from '../training-job/usage.js';
import { isGpu } from './activity.js';
import { mainContainer } from './phase.js';
import { NOTEBOOK_NAME_LABEL } from './types.js';
import type { Notebook } from './types.js';

/** How many GPUs all containers of a server ask for together, of whichever maker; parts of one count as one each. */
export function gpusOf(object: { spec?: unknown }): number {
  const { spec } = object as Notebook;
  return listOf(spec?.template?.spec?.containers)
    .flatMap(container =>
      Object.entries({ ...container?.resources?.requests, ...container?.resources?.limits })
    )
    .filter(([resource]) => isGpu(resource))
    .reduce((sum, [, amount]) => sum + (parseQuantity(amount) ?? 0), 0);
}

/** What the measured pods of notebook servers use; one that cannot be read is left out. */
export function notebookUse(measured: readonly PodMetrics[]): NotebookUse['items'] {
  return measured.flatMap(pod => {
    const name = pod.metadata?.labels?.[NOTEBOOK_NAME_LABEL];
    const [cpu, memory] = [usedOf(pod, 'cpu'), usedOf(pod, 'memory')];
    return name === undefined || cpu === null || memory === null ? [] : [{ name, cpu, memory }];
  });
}

/** The GPUs of the main container, of the first maker that it names; null where it asks for none. */
export function gpuOf(object: object): { vendor: string; count: number } | null {
  const { requests, limits } = mainContainer(object as Notebook)?.resources ?? {};
  const found = Object.entries({ ...requests, ...limits }).find(
    ([resource, amount]) => isGpu(resource) && (parseQuantity(amount) ?? 0) > 0
  );
  return found === undefined ? null : { vendor: found[0], count: parseQuantity(found[1]) ?? 0 };
}
