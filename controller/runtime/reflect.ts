import { Reflector, withoutManagedFields } from '@kubeflow-lab/kube';
import type { Kind, KubeClient, ReflectorOptions } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';
import type { Logger } from 'pino';

/** A reflector that logs its troubles and drops what no controller reads. */
export function reflect<O extends KubeObject>(
  client: KubeClient,
  kind: Kind<O>,
  log: Logger,
  options: ReflectorOptions<O> = {}
): Reflector<O> {
  return new Reflector(client, kind, {
    trim: withoutManagedFields,
    onProblem: problem =>
      problem === null
        ? log.info({ kind: kind.kind }, 'Watch is well again')
        : log.warn({ kind: kind.kind, reason: problem.message }, 'Watch is interrupted'),
    onListenerError: err => log.error({ err, kind: kind.kind }, 'Change could not be taken up'),
    ...options
  });
}
