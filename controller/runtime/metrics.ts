import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export type ReconcileResult = 'success' | 'error' | 'requeue_after';

/** Seconds; as in Kubernetes' own work queues, without the ends that nobody reads. */
const QUEUE_BUCKETS = [0.0001, 0.001, 0.01, 0.1, 1, 10, 100];

/** How many keys a controller has. */
export interface Load {
  readonly waiting: number;
  readonly working: number;
}

/** Metrics with the names of controller-runtime, so that its dashboards and alerts fit. */
export function createMetrics(registry = new Registry()) {
  const registers = [registry];
  const perController = { labelNames: ['controller'] as const, registers };
  const perQueue = { labelNames: ['name', 'controller'] as const, registers };
  const loads = new Map<string, Load>();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    reconciles: new Counter({
      name: 'controller_runtime_reconcile_total',
      help: 'Reconciliations by controller and result.',
      labelNames: ['controller', 'result'] as const,
      registers
    }),
    errors: new Counter({
      name: 'controller_runtime_reconcile_errors_total',
      help: 'Reconciliations that failed.',
      ...perController
    }),
    seconds: new Histogram({
      name: 'controller_runtime_reconcile_time_seconds',
      help: 'How long a reconciliation takes.',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      ...perController
    }),
    maximumWorkers: new Gauge({
      name: 'controller_runtime_max_concurrent_reconciles',
      help: 'How many reconciliations may run at once.',
      ...perController
    }),
    activeWorkers: new Gauge({
      name: 'controller_runtime_active_workers',
      help: 'How many reconciliations run now.',
      ...perController,
      collect() {
        loads.forEach(({ working }, controller) => this.set({ controller }, working));
      }
    }),
    queueDepth: new Gauge({
      name: 'workqueue_depth',
      help: 'Keys that wait for a worker.',
      ...perQueue,
      collect() {
        loads.forEach(({ waiting }, name) => this.set({ name, controller: name }, waiting));
      }
    }),
    /** What a controller has to do is asked for only when somebody reads it. */
    observeLoad: (controller: string, load: Load) => loads.set(controller, load),
    queueAdds: new Counter({
      name: 'workqueue_adds_total',
      help: 'Keys that were added to the queue.',
      ...perQueue
    }),
    queueRetries: new Counter({
      name: 'workqueue_retries_total',
      help: 'Keys that were added again after a failure.',
      ...perQueue
    }),
    queueSeconds: new Histogram({
      name: 'workqueue_queue_duration_seconds',
      help: 'How long a key waits for a worker.',
      buckets: QUEUE_BUCKETS,
      ...perQueue
    }),
    workSeconds: new Histogram({
      name: 'workqueue_work_duration_seconds',
      help: 'How long a worker has a key.',
      buckets: QUEUE_BUCKETS,
      ...perQueue
    }),
    requests: new Counter({
      name: 'rest_client_requests_total',
      help: 'Requests to the API server, by status code, method and host; code <error> where no answer came.',
      labelNames: ['code', 'method', 'host'] as const,
      registers
    }),
    leader: new Gauge({
      name: 'leader_election_master_status',
      help: '1 while this process leads, else 0.',
      labelNames: ['name'] as const,
      registers
    })
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
