import { DEPLOYMENT } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import type { Logger } from 'pino';

import { reflect } from './runtime/index.js';

const NAMESPACE = 'kubeflow';
const NAME = 'notebook-controller-deployment';

/**
 * Watches for upstream's Notebook controller. While it has replicas ours stands aside: two controllers of the same
 * objects would undo each other's work.
 */
export function watchUpstream(client: KubeClient, log: Logger) {
  const deployments = reflect(client, DEPLOYMENT, log, {
    namespace: NAMESPACE,
    fieldSelector: `metadata.name=${NAME}`
  });
  const isActive = () => {
    const deployment = deployments.store.get({ namespace: NAMESPACE, name: NAME });
    return deployment !== undefined && deployment.spec?.replicas !== 0;
  };
  let said = false;
  deployments.store.onChange(() => {
    if (isActive() !== said) {
      said = isActive();
      const deployment = `${NAMESPACE}/${NAME}`;
      log.warn({ deployment }, said ? 'Standing aside for another controller' : 'Taking over');
    }
  });
  return { reflector: deployments, isActive };
}
