import { isNotFound } from '@kubeflow-lab/kube';
import type { Kind, KubeClient, ObjectKey, Reflector } from '@kubeflow-lab/kube';
import { reflect } from '@kubeflow-lab/controller/runtime';
import { TRIAL_LABEL } from '@kubeflow-lab/resources';
import type { KubeObject } from '@kubeflow-lab/resources';
import type { Logger } from 'pino';

import { HopelessTrialError } from './hopeless.js';

/** The objects that run trials, watched from the first trial of their kind on. */
export class RunWatches {
  private readonly reflectors = new Map<string, Reflector<KubeObject>>();

  /** `onChange` gets the namespace and name of the trial whose run object has changed. */
  constructor(
    private readonly client: KubeClient,
    private readonly log: Logger,
    private readonly onChange: (trial: ObjectKey) => void
  ) {}

  /** The object as last seen. Throws HopelessTrialError where the cluster does not know its kind. */
  async get(kind: Kind, key: ObjectKey): Promise<KubeObject | undefined> {
    const reflector = this.reflectors.get(kind.kind) ?? (await this.watch(kind, key));
    await reflector.synced;
    return reflector.store.get(key);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.reflectors.values()].map(reflector => reflector.stop()));
  }

  private async watch(kind: Kind, { namespace }: ObjectKey): Promise<Reflector<KubeObject>> {
    try {
      // A watch of a kind that is not installed would wait for it for ever.
      await this.client.listPage(kind, { namespace, limit: 1 });
    } catch (error) {
      throw isNotFound(error)
        ? new HopelessTrialError(`This cluster does not know ${kind.kind}; install its operator.`)
        : error;
    }
    const known = this.reflectors.get(kind.kind);
    if (known !== undefined) {
      return known;
    }
    const reflector = reflect(this.client, kind, this.log, { labelSelector: TRIAL_LABEL });
    reflector.store.onChange(({ object: { metadata } }) =>
      this.onChange({
        namespace: metadata?.namespace,
        name: metadata?.labels?.[TRIAL_LABEL] ?? ''
      })
    );
    this.reflectors.set(kind.kind, reflector);
    reflector.start();
    return reflector;
  }
}
