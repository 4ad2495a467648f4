import type { Problem, Settings } from '@kubeflow-lab/schema';

/** The add-on that runs TFJob objects. */
const ENGINE = 'training-operator';

/** The type of a problem about a kind of object that the cluster does not know. */
export const NOT_INSTALLED = 'urn:kubeflow-lab:not-installed';

/** Whether the cluster can run training jobs; `message` is the installer's own, as it stands. */
export type Engine =
  | { state: 'ready' }
  | { state: 'installing'; message: string }
  | { state: 'failed'; message: string }
  | { state: 'missing' };

/** What the platform's settings, and the refusal of the list of jobs, say of the engine. */
export function engineOf(settings: Settings | null, problem: Problem | null): Engine {
  const addon = settings?.addons.find(({ name }) => name === ENGINE);
  if (addon && addon.state !== 'ready') {
    return { state: addon.state, message: addon.message };
  }
  return problem?.type === NOT_INSTALLED ? { state: 'missing' } : { state: 'ready' };
}
