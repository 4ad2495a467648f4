/** A cluster in memory for searches: the API server, jobs that end when they are told to, and caches that lag behind. */
import { KubeError, keyOf } from '@kubeflow-lab/kube';
import type { Kind, KubeClient, ObjectKey } from '@kubeflow-lab/kube';
import { isTrialFinished, TRIAL_LABEL } from '@kubeflow-lab/resources';
import type { Experiment, KubeObject, Suggestion, Trial } from '@kubeflow-lab/resources';

import type { ExperimentCache } from '../cache.js';
import type { LiveTrials } from '../trial/live.js';
import type { RunWatches } from '../trial/runs.js';

type Stored = KubeObject & { spec?: object; status?: object };

/** The process that made the request is no more. */
export class Killed extends Error {}

/** How a process ends: at which of its writes, and whether that one still arrives. */
export interface Death {
  write: number;
  arrives: boolean;
}

export class MemoryCluster {
  /** By kind, then by namespace and name. */
  private readonly objects = new Map<string, Map<string, Stored>>();
  private readonly seen = new Map<string, Map<string, Stored>>();
  private version = 0;
  /** How often an object of each kind and name was made. */
  readonly creations = new Map<string, number>();

  all<O>(kind: string): O[] {
    return [...(this.objects.get(kind)?.values() ?? [])] as O[];
  }

  /** Shows the caches what there is of a kind, or of all kinds. */
  look(...kinds: readonly string[]): void {
    for (const kind of kinds.length > 0 ? kinds : this.objects.keys()) {
      this.seen.set(kind, new Map(this.objects.get(kind)));
    }
  }

  /** The API server as one process reaches it, until that dies. */
  client(death: Death | null): KubeClient {
    let writes = 0;
    const write =
      <A extends unknown[], R>(method: (...args: A) => R) =>
      (...args: A): Promise<R> => {
        writes += 1;
        if (death === null || writes < death.write) {
          return attempt(() => method(...args));
        }
        return attempt((): R => {
          if (writes === death.write && death.arrives) {
            method(...args);
          }
          throw new Killed();
        });
      };
    const client: Partial<Record<keyof KubeClient, unknown>> = {
      get: (kind: Kind, key: ObjectKey) => attempt(() => this.get(kind, key)),
      create: write((kind: Kind, object: Stored) => this.create(kind, object)),
      mergePatch: write((kind: Kind, key: ObjectKey, patch: Stored) =>
        this.patch(kind, key, patch)
      ),
      delete: write((kind: Kind, key: ObjectKey) => this.store(kind.kind).delete(keyOf(key))),
      list: (_kind: Kind, { labelSelector }: { labelSelector: string }) =>
        Promise.resolve({ items: this.podsOf(labelSelector.split('=')[1]!) }),
      logs: ({ namespace, name }: Required<ObjectKey>) =>
        lines(this.get({ kind: 'Job' }, { namespace, name }))
    };
    return client as KubeClient;
  }

  get cache(): ExperimentCache {
    const store = (kind: string) => ({
      get: (key: ObjectKey) => this.seen.get(kind)?.get(keyOf(key)),
      find: () => [...(this.seen.get(kind)?.values() ?? [])]
    });
    return {
      experiments: { store: store('Experiment') },
      suggestions: { store: store('Suggestion') },
      trials: { store: store('Trial') }
    } as unknown as ExperimentCache;
  }

  get runs(): RunWatches {
    const get = (kind: Kind, key: ObjectKey) =>
      Promise.resolve(this.seen.get(kind.kind)?.get(keyOf(key)));
    return { get } as unknown as RunWatches;
  }

  /** Nobody follows logs: what has been printed is read at the end. */
  readonly live = {
    get: () => null,
    follow: () => true,
    forget: () => undefined
  } as unknown as LiveTrials;

  submit(experiment: Experiment): void {
    this.create({ kind: 'Experiment' }, experiment as Stored);
  }

  experiment(): Experiment {
    return this.all<Experiment>('Experiment')[0]!;
  }

  suggestion(): Suggestion {
    return this.all<Suggestion>('Suggestion')[0]!;
  }

  /** Trials that have no end yet. */
  open(): Trial[] {
    return this.all<Trial>('Trial').filter(trial => !isTrialFinished(trial));
  }

  /** Names of jobs that run. */
  running(): string[] {
    return this.all<Stored>('Job')
      .filter(job => job.status === undefined)
      .map(job => keyOf(job.metadata));
  }

  endJob(key: string): void {
    const jobs = this.store('Job');
    const conditions = [{ type: 'Complete', status: 'True' }];
    jobs.set(key, this.stamped({ ...jobs.get(key), status: { conditions } }));
  }

  private store(kind: string): Map<string, Stored> {
    const store = this.objects.get(kind) ?? new Map<string, Stored>();
    this.objects.set(kind, store);
    return store;
  }

  private stamped(object: Stored): Stored {
    this.version += 1;
    return {
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(this.version) }
    };
  }

  private get({ kind }: Pick<Kind, 'kind'>, key: ObjectKey): Stored {
    const found = this.store(kind).get(keyOf(key));
    if (found === undefined) {
      throw new KubeError(404, { reason: 'NotFound' });
    }
    return found;
  }

  private create({ kind }: Pick<Kind, 'kind'>, object: Stored): Stored {
    const key = keyOf(object.metadata);
    if (this.store(kind).has(key)) {
      throw new KubeError(409, { reason: 'AlreadyExists' });
    }
    const made = `${kind} ${key}`;
    this.creations.set(made, (this.creations.get(made) ?? 0) + 1);
    const metadata = { ...object.metadata, uid: `${made} ${this.creations.get(made)}` };
    const stored = this.stamped({ ...object, metadata });
    this.store(kind).set(key, stored);
    return stored;
  }

  private patch(kind: Kind, key: ObjectKey, patch: Stored): Stored {
    const before = this.get(kind, key);
    const { resourceVersion } = patch.metadata ?? {};
    if (resourceVersion !== undefined && resourceVersion !== before.metadata?.resourceVersion) {
      throw new KubeError(409, { reason: 'Conflict' });
    }
    const stored = this.stamped(merged(before, patch) as Stored);
    this.store(kind.kind).set(keyOf(key), stored);
    return stored;
  }

  private podsOf(trial: string): KubeObject[] {
    return this.all<Stored>('Job')
      .filter(({ metadata }) => metadata?.labels?.[TRIAL_LABEL] === trial)
      .map(({ metadata, status }) => ({
        metadata: { namespace: metadata?.namespace, name: metadata?.name },
        status: { phase: status === undefined ? 'Running' : 'Succeeded' }
      }));
  }
}

/** What a job prints: the score that its one container has as its command. */
async function* lines(job: Stored): AsyncIterable<string> {
  const { template } = job.spec as { template: { spec: { containers: { command: string[] }[] } } };
  yield await Promise.resolve(`score=${template.spec.containers[0]!.command[0]}`);
}

function attempt<R>(method: () => R): Promise<R> {
  return new Promise(resolve => resolve(method()));
}

/** RFC 7396. */
function merged(before: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) {
    return patch;
  }
  const result = new Map(
    typeof before === 'object' && before !== null && !Array.isArray(before)
      ? Object.entries(before)
      : []
  );
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) {
      result.delete(name);
    } else {
      result.set(name, merged(result.get(name), value));
    }
  }
  return Object.fromEntries(result);
}
