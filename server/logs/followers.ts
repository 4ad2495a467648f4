import type { KubeClient, ObjectKey } from '@kubeflow-lab/kube';

import type { ServedKind } from '../kinds/served.js';
import { LogFollower } from './follower.js';
import type { ReadKept } from './kept.js';

/** A log that nobody looks at is kept this long, for the reader who comes back after a broken connection. */
const KEPT_MS = 60_000;

interface Entry {
  uid: string;
  follower: LogFollower;
  users: number;
  timer: NodeJS.Timeout | null;
}

/** Which log: that of an object, or of one part of it. */
export interface LogAddress {
  kind: ServedKind;
  key: Required<ObjectKey>;
  part?: string;
}

/** The logs that are being followed, each once. */
export class LogFollowers {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly client: KubeClient) {}

  /**
   * The log and a function that gives it back; null where there is no such object. What is kept of pods that are gone is
   * read with the rights of the first one who asks.
   */
  acquire(
    address: LogAddress,
    readKept: ReadKept
  ): { follower: LogFollower; release: () => void } | null {
    const { kind, key, part = '' } = address;
    const id = [kind.definition.resource.plural, key.namespace, key.name, part].join('/');
    const entry = this.current(id, address) ?? this.begin(id, address, readKept);
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

  private current(id: string, address: LogAddress): Entry | null {
    const entry = this.entries.get(id);
    if (entry !== undefined && (entry.uid !== uidOf(address) || entry.follower.outdated)) {
      this.drop(id, entry);
      return null;
    }
    return entry ?? null;
  }

  private begin(id: string, address: LogAddress, readKept: ReadKept): Entry | null {
    const source = address.kind.log(address.key, address.part);
    if (source === null) {
      return null;
    }
    const follower = new LogFollower(this.client, source, readKept);
    const entry = { uid: uidOf(address), follower, users: 0, timer: null };
    this.entries.set(id, entry);
    return entry;
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

function uidOf({ kind, key }: LogAddress): string {
  return kind.reflector.store.get(key)?.metadata?.uid ?? '';
}
