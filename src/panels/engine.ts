import type { Problem, Settings } from '@kubeflow-lab/schema';

/** The type of a problem about a kind of object that the cluster does not know. */
export const NOT_INSTALLED = 'urn:kubeflow-lab:not-installed';

/** Whether the cluster can run objects of a kind; `message` is the installer's own, as it stands. */
export type Engine =
  | { state: 'ready' }
  | { state: 'installing'; message: string }
  | { state: 'failed'; message: string }
  | { state: 'missing' };

/** What the platform's settings, and the refusal of a list of objects, say of the engine of a kind. */
export function engineOf(
  addonName: string,
  settings: Settings | null,
  problem: Problem | null
): Engine {
  const addon = settings?.addons.find(({ name }) => name === addonName);
  if (addon && addon.state !== 'ready') {
    return { state: addon.state, message: addon.message };
  }
  return problem?.type === NOT_INSTALLED ? { state: 'missing' } : { state: 'ready' };
}
