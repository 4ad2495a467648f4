/** What is said of a service whose transformer or explainer does not answer. */
import type { Rollout } from '@kubeflow-lab/schema';

import type { Pod } from '../common/object.js';
import type { Summary } from '../common/summary.js';
import { listOf, lowerFirst } from '../common/text.js';
import { COMPONENTS, componentSource, isOfComponent } from './component.js';
import { sourceOf } from './model.js';
import { isReady, loadingTrouble } from './pods.js';
import type { PodSurroundings } from './pods.js';
import type { InferenceService } from './types.js';

type Judged = Summary & { rollout: Rollout };

/** A service that runs is not all that was asked for while a part of it does not answer; the first such part is told. */
export function withComponents(
  judged: Judged,
  service: InferenceService,
  around: PodSurroundings & { components?: readonly Pod[] }
): Judged {
  const missing = COMPONENTS.find(
    component =>
      service.spec?.[component] != null && !currentPods(service, component, around).some(isReady)
  );
  if (missing === undefined || judged.phase !== 'Running') {
    return judged;
  }
  const trouble = loadingTrouble(currentPods(service, missing, around), `The ${missing}`, around);
  const said = trouble === null ? `the ${missing} is being loaded.` : lowerFirst(trouble.message);
  return {
    ...judged,
    message: `${judged.message.replace(/\.$/, '')}; ${said}`,
    reason: trouble?.reason ?? judged.reason,
    rollout: trouble?.phase === 'Failed' ? 'Failed' : 'Progressing'
  };
}

/** The pods of a component that have what is asked for now. */
function currentPods(
  service: InferenceService,
  component: (typeof COMPONENTS)[number],
  { components }: { components?: readonly Pod[] }
): Pod[] {
  const wanted = componentSource(service, component);
  return listOf(components).filter(
    pod =>
      isOfComponent(pod, component) &&
      !pod.metadata?.deletionTimestamp &&
      (sourceOf(pod) ?? wanted) === wanted
  );
}
