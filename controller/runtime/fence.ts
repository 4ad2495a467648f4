import type { KubeClient } from '@kubeflow-lab/kube';

/** A write that was not sent, because this process may not be sure any more that it leads. */
export class NotLeading extends Error {
  constructor() {
    super('This process does not lead any more; nothing was written.');
    this.name = 'NotLeading';
  }
}

const WRITES = ['create', 'apply', 'mergePatch', 'delete'] as const;

/**
 * A client that reads always and writes only while `leads` answers true, asked anew before each write. A process that
 * was stopped in the middle of its work finds out here before it does harm; what it had sent already carries the
 * version that it was decided on.
 */
export function fenced(client: KubeClient, leads: () => boolean): KubeClient {
  const guarded = (method: (...args: never[]) => Promise<unknown>) => ({
    value: async (...args: never[]) => {
      if (!leads()) {
        throw new NotLeading();
      }
      return method.apply(client, args);
    }
  });
  return Object.create(client, {
    ...Object.fromEntries(WRITES.map(name => [name, guarded(client[name])])),
    as: { value: (...args: Parameters<KubeClient['as']>) => fenced(client.as(...args), leads) }
  }) as KubeClient;
}
