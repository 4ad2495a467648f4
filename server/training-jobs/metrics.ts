/** The metrics that jobs of one kind printed: live where somebody follows the log, and read once when a job has ended. */
import { KubeError, keyOf } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { MetricCollector } from '@kubeflow-lab/resources';
import type { KubeObject, Pod } from '@kubeflow-lab/resources';
import type { Logger } from 'pino';

import { Gate } from '../gate.js';

/** How long the end of a job is held back for its metrics. */
const PATIENCE_MS = 3_000;
const RETRY_MS = 10_000;
const BYTES_MAX = 50 * 2 ** 20;
/** After a restart the logs of all ended jobs are read; not all at once. */
const PARALLEL = 4;

interface Kept {
  metrics: Record<string, number>;
  /** The whole log was read, or can never be. */
  complete: boolean;
  reading: Promise<void> | null;
  retryAt: number;
}

/** How to find what a job has printed. */
export interface MetricsSource<O extends KubeObject> {
  /** The container whose output speaks for the job, as far as it is there. */
  leader(job: O): { pod: Pod; container: string | undefined } | undefined;
  finished(job: O): boolean;
}

export class MetricsKeeper<O extends KubeObject> {
  /** By the uid of the job. They are read again from the pods' logs after a restart. */
  private readonly kept = new Map<string, Kept>();
  private readonly listeners = new Set<(key: string) => void>();
  private readonly gate = new Gate(PARALLEL);

  constructor(
    private readonly client: KubeClient,
    private readonly source: MetricsSource<O>,
    private readonly logger: Logger
  ) {}

  of(job: O): Record<string, number> {
    return this.kept.get(job.metadata?.uid ?? '')?.metrics ?? {};
  }

  /** Calls back with the store key of a job whose metrics changed. */
  onChange(listener: (key: string) => void): void {
    this.listeners.add(listener);
  }

  /** Takes what a follower of the log has seen so far. */
  note(job: O, metrics: Record<string, number>): void {
    const entry = this.entry(job);
    if (!entry.complete) {
      entry.metrics = metrics;
      this.tell(job);
    }
  }

  forget(uid: string): void {
    this.kept.delete(uid);
  }

  /** Null where the metrics of a job are what they will be for now; else resolves when they are, or soon anyway. */
  settle(job: O): Promise<void> | null {
    if (!this.source.finished(job) || job.metadata?.deletionTimestamp) {
      return null;
    }
    const entry = this.entry(job);
    if (entry.complete || Date.now() < entry.retryAt) {
      return null;
    }
    entry.reading ??= this.read(job, entry);
    return entry.reading;
  }

  private async read(job: O, entry: Kept): Promise<void> {
    const reading = this.gate
      .run(() => this.readLog(job, entry))
      .catch((error: unknown) => {
        // A log that is gone or was never written stays so; everything else may be better later.
        entry.complete = error instanceof KubeError && [400, 404].includes(error.status);
        this.logger.warn(
          { err: error, job: job.metadata?.name },
          'the metrics of a job cannot be read'
        );
      });
    let patience: NodeJS.Timeout | undefined;
    const enough = new Promise<void>(resolve => {
      patience = setTimeout(resolve, PATIENCE_MS);
    });
    await Promise.race([reading, enough]);
    clearTimeout(patience);
    entry.retryAt = Date.now() + RETRY_MS;
    void reading.then(() => {
      entry.reading = null;
      this.tell(job);
      if (!entry.complete) {
        setTimeout(() => this.tell(job), RETRY_MS).unref();
      }
    });
  }

  private async readLog(job: O, entry: Kept): Promise<void> {
    const leader = this.source.leader(job);
    if (leader !== undefined) {
      const { container, pod } = leader;
      const { namespace = '', name = '' } = pod.metadata ?? {};
      const collector = new MetricCollector();
      const options = { container, limitBytes: BYTES_MAX };
      for await (const line of this.client.logs({ namespace, name }, options)) {
        collector.add(line);
      }
      entry.metrics = collector.metrics;
    }
    entry.complete = true;
  }

  private entry(job: O): Kept {
    const uid = job.metadata?.uid ?? '';
    const entry = this.kept.get(uid) ?? { metrics: {}, complete: false, reading: null, retryAt: 0 };
    this.kept.set(uid, entry);
    return entry;
  }

  private tell({ metadata }: O): void {
    const key = keyOf({ namespace: metadata?.namespace, name: metadata?.name ?? '' });
    this.listeners.forEach(listener => listener(key));
  }
}
