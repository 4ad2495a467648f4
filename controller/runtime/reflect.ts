import { Reflector, isNotFound, withoutManagedFields } from '@kubeflow-lab/kube';
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
    onProblem: problem => {
      if (problem === null) {
        log.info({ kind: kind.kind }, 'Watch is well again');
      } else if (options.mayBeMissing && isNotFound(problem)) {
        log.info({ kind: kind.kind }, 'Kind is not installed');
      } else {
        log.warn({ kind: kind.kind, reason: problem.message }, 'Watch is interrupted');
      }
    },
    onListenerError: err => log.error({ err, kind: kind.kind }, 'Change could not be taken up'),
    ...options
  });
}

/** What a cache watches, as one list; null stands for a kind that this installation does without. */
export function reflectorsOf(
  cache: Readonly<Record<string, Reflector<KubeObject> | null>>
): Reflector<KubeObject>[] {
  return Object.values(cache).filter(reflector => reflector !== null);
}
