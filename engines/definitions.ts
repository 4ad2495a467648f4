import { CUSTOM_RESOURCE_DEFINITION } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { reflect } from '@kubeflow-lab/controller/runtime';
import type { Logger } from 'pino';

const OURS = 'app.kubernetes.io/managed-by=kubeflow-lab';

/**
 * Watches which kinds are ours to run: those whose definition carries our label. Where upstream is installed it does
 * not, and the engine of that kind stands aside.
 */
export function watchDefinitions(client: KubeClient, log: Logger) {
  const reflector = reflect(client, CUSTOM_RESOURCE_DEFINITION, log, {
    labelSelector: OURS,
    // Their schemas are large, and only their names count.
    trim: ({ metadata }) => ({
      metadata: {
        name: metadata?.name,
        uid: metadata?.uid,
        resourceVersion: metadata?.resourceVersion
      }
    })
  });
  return {
    reflector,
    /** Whether a definition, `<plural>.<group>`, is there and ours. */
    isOurs: (name: string) => reflector.store.get({ name }) !== undefined
  };
}

export type Definitions = ReturnType<typeof watchDefinitions>;
