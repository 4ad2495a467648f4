import type { RunOutput } from '@kubeflow-lab/schema';

import type { IPlatform } from '../tokens';
import { startOf } from './new/outputs';

export { type MadeModel, useMadeModels } from './made';
export { isModel, storedModel } from './new/outputs';

/** Opens the form that serves what a step of a run has stored; resolves when it is closed. */
export async function deployOutput(
  platform: IPlatform,
  namespace: string,
  output: RunOutput
): Promise<void> {
  const { openNewModel } = await import('./new/open');
  await openNewModel(platform, namespace, { start: startOf(output) });
}

/** Opens the form that serves what lies at an address; resolves when it is closed. */
export async function deployAddress(
  platform: IPlatform,
  namespace: string,
  at: { storageUri: string; format?: string; name: string }
): Promise<void> {
  const { openNewModel } = await import('./new/open');
  await openNewModel(platform, namespace, { start: { source: 'address', ...at } });
}
