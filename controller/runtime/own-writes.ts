import { keyOf } from '@kubeflow-lab/kube';
import type { ObjectKey, StoreReader } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';

/** After so long the store is right, whatever it shows: what it never heard of came and went while a watch was away. */
const BELIEVED_MS = 30_000;

/**
 * A store together with what this process has written itself and the store does not show yet. The events of a busy API
 * server are late, and who decides by what was before its own write writes again, in vain.
 */
export class OwnWrites<O extends KubeObject> {
  private readonly written = new Map<string, { object: O; until: number }>();

  constructor(
    private readonly store: StoreReader<O>,
    private readonly now: () => number = () => performance.now()
  ) {
    store.onChange(({ object }) => {
      const key = keyOf(object.metadata);
      const own = this.written.get(key);
      if (own !== undefined && !isNewer(own.object, object)) {
        this.written.delete(key);
      }
    });
  }

  get(key: ObjectKey): O | undefined {
    const own = this.written.get(keyOf(key));
    if (own !== undefined && this.now() < own.until) {
      return own.object;
    }
    this.written.delete(keyOf(key));
    return this.store.get(key);
  }

  /** Takes what the API server answered to a write. */
  remember(object: O): void {
    const { namespace, name = '' } = object.metadata ?? {};
    const shown = this.store.get({ namespace, name });
    if (shown === undefined || isNewer(object, shown)) {
      const until = this.now() + BELIEVED_MS;
      this.written.set(keyOf({ namespace, name }), { object, until });
    }
  }
}

/** Versions count the writes of a cluster; ones that do not look like that say nothing. */
function isNewer(a: KubeObject, b: KubeObject): boolean {
  return Number(a.metadata?.resourceVersion) > Number(b.metadata?.resourceVersion);
}
