import { randomUUID } from 'node:crypto';

import type { Logger } from 'pino';

import {
  KubeError,
  isConflict,
  isNamespaceEnding,
  isNotFound,
  isTooManyRequests,
  isUnreachable
} from '@kubeflow-lab/kube';

import type { Metrics } from './metrics.js';
import { WorkQueue } from './work-queue.js';
import type { QueueListener } from './work-queue.js';

const WORKERS = 6;
/** Nobody who asks for more is believed. */
const LONGEST_RETRY_AFTER_MS = 60_000;

/**
 * What a reconciliation asks for: nothing, to be called again after a while, or to be tried again as if it had failed,
 * later each time, because what keeps it from its end says so and may be over at any moment.
 */
export type ReconcileOutcome = void | { requeueAfterMs: number } | { retry: true };

export interface ReconcileContext {
  log: Logger;
  signal: AbortSignal;
}

/** Makes the cluster as the object with this key (`<namespace>/<name>`) wants it; called again and again. */
export type Reconcile = (key: string, context: ReconcileContext) => Promise<ReconcileOutcome>;

export interface ControllerOptions {
  name: string;
  reconcile: Reconcile;
  log: Logger;
  metrics: Metrics;
  /** How many keys are worked on at once; default 6: with more, an API server that is short of a processor answers all of them later, urgent ones too. */
  workers?: number;
  queue?: WorkQueue;
}

/** Works off a queue of keys. What fails is tried again, later each time, and harms no other key. */
export class Controller {
  readonly name: string;
  private readonly queue: WorkQueue;
  private readonly abort = new AbortController();
  private workers: Promise<void>[] = [];
  private reconciling = 0;

  constructor(private readonly options: ControllerOptions) {
    this.name = options.name;
    this.queue = options.queue ?? new WorkQueue(undefined, this.queueMetrics());
    options.metrics.observeLoad(options.name, this);
  }

  get waiting(): number {
    return this.queue.depth;
  }

  get working(): number {
    return this.reconciling;
  }

  /** An urgent key goes before others: see WorkQueue. */
  enqueue(key: string, isUrgent = false): void {
    this.queue.add(key, isUrgent);
  }

  start(): void {
    const { metrics, workers = WORKERS, name } = this.options;
    metrics.maximumWorkers.set({ controller: name }, workers);
    this.workers = Array.from({ length: workers }, () => this.work());
  }

  /** Takes no more keys, and waits for those in work. */
  async stop(): Promise<void> {
    this.abort.abort();
    this.queue.close();
    await Promise.all(this.workers);
  }

  private async work(): Promise<void> {
    for (let key = await this.queue.take(); key !== null; key = await this.queue.take()) {
      await this.reconcile(key);
      this.queue.done(key);
    }
  }

  private async reconcile(key: string): Promise<void> {
    const { name: controller, metrics, reconcile } = this.options;
    const context = this.contextOf(key);
    const begun = performance.now();
    this.reconciling += 1;
    try {
      this.succeeded(key, await reconcile(key, context));
    } catch (error) {
      this.failed(key, error, context.log);
    } finally {
      this.reconciling -= 1;
      const seconds = (performance.now() - begun) / 1000;
      metrics.seconds.observe({ controller }, seconds);
      metrics.workSeconds.observe({ name: controller, controller }, seconds);
    }
  }

  /** Most reconciliations say nothing, and a log of one's own costs more than to find that nothing has to be done. */
  private contextOf(key: string): ReconcileContext {
    const { log, name: controller } = this.options;
    let own: Logger | undefined;
    return {
      signal: this.abort.signal,
      get log() {
        return (own ??= log.child({ controller, key, reconcileID: randomUUID() }));
      }
    };
  }

  private succeeded(key: string, outcome: ReconcileOutcome): void {
    const { name: controller, metrics } = this.options;
    if (outcome && 'retry' in outcome) {
      this.queue.addRateLimited(key);
      metrics.reconciles.inc({ controller, result: 'requeue' });
      return;
    }
    this.queue.forget(key);
    if (outcome) {
      this.queue.addAfter(key, outcome.requeueAfterMs);
    }
    metrics.reconciles.inc({ controller, result: outcome ? 'requeue_after' : 'success' });
  }

  private failed(key: string, error: unknown, log: Logger): void {
    const { name: controller, metrics } = this.options;
    if (this.abort.signal.aborted) {
      return;
    }
    metrics.reconciles.inc({ controller, result: 'error' });
    metrics.errors.inc({ controller });
    if (isPassing(error)) {
      log.info({ reason: (error as Error).message }, 'Reconciliation is tried again');
    } else {
      log.error({ err: error, refusal: refusalOf(error) }, 'Reconciliation failed');
    }
    // The API server says itself when it wants to be asked again, where it has too much to do.
    const retryAfterMs = error instanceof KubeError ? (error.retryAfter ?? 0) * 1000 : 0;
    this.queue.addRateLimited(key, Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS));
  }

  private queueMetrics(): QueueListener {
    const { metrics, name } = this.options;
    const labels = { name, controller: name };
    return {
      onAdd: () => metrics.queueAdds.inc(labels),
      onRetry: () => metrics.queueRetries.inc(labels),
      onTake: seconds => metrics.queueSeconds.observe(labels, seconds)
    };
  }
}

/** What happens in the best of clusters, and goes by itself. */
function isPassing(error: unknown): boolean {
  return (
    isConflict(error) ||
    // What was to be written to has just been deleted.
    isNotFound(error) ||
    isNamespaceEnding(error) ||
    isUnreachable(error) ||
    isTooManyRequests(error)
  );
}

function refusalOf(error: unknown): object | undefined {
  return error instanceof KubeError
    ? { status: error.status, reason: error.reason, causes: error.details.causes }
    : undefined;
}
