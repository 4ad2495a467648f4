/** What was shown of jobs, and what their pods truly did: recorded side by side, and held against each other. */
import { POD } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import type { Pod } from '@kubeflow-lab/resources';
import type {
  Plural,
  ReplicaSummary,
  TrainingJobItem,
  TrainingJobSummary
} from '@kubeflow-lab/schema';

import { StreamClient } from '../stream-client.js';

/** Milliseconds by which what is shown may be behind, or before, what the witness has heard of the pods. */
const LAG_MS = 3_000;

type Shown = TrainingJobSummary['phase'];

/** Null: the pod is gone, or has not come. */
type Truth = { at: number; pod: Pod | null };

/** What may be shown of a replica while its pod is so. */
const SHOWN: Record<string, readonly Shown[]> = {
  none: ['Queued'],
  ending: ['Stopping'],
  Pending: ['Pending', 'Starting'],
  Running: ['Starting', 'Running'],
  Succeeded: ['Succeeded'],
  Failed: ['Failed']
};

export class Witness {
  private readonly summaries = new Map<string, { at: number; summary: TrainingJobSummary }[]>();
  private readonly truths = new Map<string, Truth[]>();
  private readonly stopping = new AbortController();

  private constructor(readonly namespace: string) {}

  /** Begins to watch all jobs of those kinds and all pods of a namespace. */
  static async begin(
    client: KubeClient,
    { origin, cookie, namespace, plurals }: Scene
  ): Promise<Witness> {
    const witness = new Witness(namespace);
    void witness.watchPods(client);
    const stream = await StreamClient.open(origin, cookie);
    void witness.hear(stream);
    for (const resource of plurals) {
      await stream.subscribe({ resource, namespace });
    }
    return witness;
  }

  /** The summaries of a job in the order in which they were shown. */
  of(job: string): TrainingJobSummary[] {
    return (this.summaries.get(job) ?? []).map(({ summary }) => summary);
  }

  /** The phases of a job in the order in which they were shown, each once in a row. */
  phases(job: string): Shown[] {
    return this.of(job)
      .map(({ phase }) => phase)
      .filter((phase, index, all) => phase !== all[index - 1]);
  }

  /** Sentences about every moment in which something was shown that the pods had not done. */
  contradictions(job: string): string[] {
    return (this.summaries.get(job) ?? []).flatMap(({ at, summary }) => {
      const wrong = summary.replicas.filter(replica => !this.isTrue(replica, at));
      const early =
        summary.phase === 'Running' && summary.replicas.some(one => !hasBegun(one.phase));
      return [
        ...wrong.map(({ name, phase }) => `${name} was shown as ${phase} while it was not`),
        ...(early ? [`${job} was shown as Running while a replica was not`] : [])
      ];
    });
  }

  end(): void {
    this.stopping.abort();
  }

  private isTrue({ name, phase }: ReplicaSummary, at: number): boolean {
    const truths = this.truths.get(name) ?? [];
    const before = truths.filter(truth => truth.at < at - LAG_MS).at(-1) ?? { at: 0, pod: null };
    const near = truths.filter(truth => Math.abs(truth.at - at) <= LAG_MS);
    return [before, ...near].some(({ pod }) => SHOWN[stateOf(pod)].includes(phase));
  }

  private async watchPods(client: KubeClient): Promise<void> {
    const options = { namespace: this.namespace, signal: this.stopping.signal };
    try {
      for await (const event of client.watch<Pod>(POD, options)) {
        if (event.type !== 'BOOKMARK') {
          const pod = event.type === 'DELETED' ? null : event.object;
          const name = event.object.metadata?.name ?? '';
          this.truths.set(name, [...(this.truths.get(name) ?? []), { at: Date.now(), pod }]);
        }
      }
    } catch (error) {
      if (!this.stopping.signal.aborted) {
        throw error;
      }
    }
  }

  private async hear(stream: StreamClient): Promise<void> {
    while (!this.stopping.signal.aborted && !stream.closed) {
      const { item } = (await stream.next('changed').catch(() => ({}))) as {
        item?: TrainingJobItem;
      };
      if (item !== undefined) {
        const name = item.object.metadata.name;
        const heard = { at: Date.now(), summary: item.summary };
        this.summaries.set(name, [...(this.summaries.get(name) ?? []), heard]);
      }
    }
  }
}

export interface Scene {
  /** Where the server answers, and the Cookie header of a session. */
  origin: string;
  cookie: string;
  namespace: string;
  plurals: readonly Plural[];
}

function stateOf(pod: Pod | null): string {
  const phase = pod?.status?.phase ?? 'none';
  const over = phase === 'Succeeded' || phase === 'Failed';
  return pod?.metadata?.deletionTimestamp && !over ? 'ending' : phase;
}

const hasBegun = (phase: Shown) => phase === 'Running' || phase === 'Succeeded';
