import type { KubeClient, ObjectKey } from '@kubeflow-lab/kube';

import type { ClusterCache } from '../cache/cluster-cache.js';
import type { MetricsKeeper } from '../tfjobs/metrics.js';
import { LogFollower } from './follower.js';
import { logSource } from './sources.js';

/** A log that nobody looks at is kept this long, for the reader who comes back after a broken connection. */
const KEPT_MS = 60_000;

interface Entry {
  uid: string;
  follower: LogFollower;
  users: number;
  timer: NodeJS.Timeout | null;
}

/** The logs that are being followed, each once. */
export class LogFollowers {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly client: KubeClient,
    private readonly cache: ClusterCache,
    private readonly metrics: MetricsKeeper
  ) {}

  /** The log of an object and a function that gives it back; null where there is no such object. */
  acquire(
    plural: string,
    key: Required<ObjectKey>
  ): { follower: LogFollower; release: () => void } | null {
    const id = `${plural}/${key.namespace}/${key.name}`;
    const entry = this.current(id, plural, key) ?? this.begin(id, plural, key);
    if (entry === null) {
      return null;
    }
    entry.users += 1;
    clearTimeout(entry.timer ?? undefined);
    let held = true;
    const release = () => {
      if (held) {
        held = false;
        this.release(id, entry);
      }
    };
    return { follower: entry.follower, release };
  }

  stop(): void {
    this.entries.forEach((entry, id) => this.drop(id, entry));
  }

  private current(id: string, plural: string, key: Required<ObjectKey>): Entry | null {
    const entry = this.entries.get(id);
    if (entry !== undefined && entry.uid !== this.uidOf(plural, key)) {
      this.drop(id, entry);
      return null;
    }
    return entry ?? null;
  }

  private begin(id: string, plural: string, key: Required<ObjectKey>): Entry | null {
    const source = logSource(this.cache, this.metrics, plural, key);
    if (source === null) {
      return null;
    }
    const follower = new LogFollower(this.client, source);
    const entry = { uid: this.uidOf(plural, key), follower, users: 0, timer: null };
    this.entries.set(id, entry);
    return entry;
  }

  private uidOf(plural: string, key: ObjectKey): string {
    const store =
      plural === 'notebooks' ? this.cache.notebooks : this.cache.trainingJobs.get(plural);
    return store?.store.get(key)?.metadata?.uid ?? '';
  }

  private release(id: string, entry: Entry): void {
    entry.users -= 1;
    if (entry.users === 0 && this.entries.get(id) === entry) {
      entry.timer = setTimeout(() => this.drop(id, entry), KEPT_MS);
      entry.timer.unref();
    }
  }

  private drop(id: string, entry: Entry): void {
    clearTimeout(entry.timer ?? undefined);
    entry.follower.stop();
    if (this.entries.get(id) === entry) {
      this.entries.delete(id);
    }
  }
}
