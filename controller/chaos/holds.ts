import { setTimeout as sleep } from 'node:timers/promises';

import { isNotFound } from '@kubeflow-lab/kube';
import type { Kind, KubeClient, ObjectKey } from '@kubeflow-lab/kube';

import { patiently } from './patience.js';
import type { Chance } from './random.js';

/** Nobody's whom the controller knows. */
const FINALIZER = 'chaos.example.org/hold';
const HOLD_MS = [200, 6_000] as const;

/** Deletes objects as somebody's finalizer makes it: they are there, ending, for a while. */
export class Holds {
  count = 0;
  private readonly releases: Promise<void>[] = [];

  constructor(
    private readonly admin: KubeClient,
    private readonly chance: Chance
  ) {}

  /** Keeps an object, which somebody deletes now, from going for a while. */
  async hold(kind: Kind, key: ObjectKey): Promise<void> {
    await this.setFinalizers(kind, key, [FINALIZER]);
    this.count += 1;
    this.releases.push(this.releaseLater(kind, key));
  }

  /** Resolves when the object is ending; throws what the API server says to it, such as that it is not there. */
  async delete(kind: Kind, key: ObjectKey): Promise<void> {
    await this.hold(kind, key);
    await this.admin.delete(kind, key);
  }

  /** Resolves when nothing is held any more. */
  async areOver(): Promise<void> {
    await Promise.all(this.releases);
  }

  private async releaseLater(kind: Kind, key: ObjectKey): Promise<void> {
    await sleep(this.chance.between(...HOLD_MS));
    await patiently(async () => {
      try {
        await this.setFinalizers(kind, key, null);
      } catch (error) {
        // An earlier release let it go already.
        if (!isNotFound(error)) {
          throw error;
        }
      }
    });
  }

  private setFinalizers(kind: Kind, key: ObjectKey, finalizers: string[] | null): Promise<unknown> {
    return this.admin.mergePatch(kind, key, { metadata: { finalizers } });
  }
}
