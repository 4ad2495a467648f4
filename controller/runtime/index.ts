export {
  APPLIED_ANNOTATION,
  MUST_NOT_EXIST,
  applyIfChanged,
  controllerReference,
  controllerUid,
  versionOf,
  withHash
} from './apply.js';
export { timestamp, transition } from './conditions.js';
export { Controller } from './controller.js';
export type { Reconcile, ReconcileContext, ReconcileOutcome } from './controller.js';
export { covers } from './covers.js';
export { fenced } from './fence.js';
export { serveHealth } from './http.js';
export { lead } from './lead.js';
export { LeaderElection, leaseTimes } from './leader-election.js';
export { mergePatchOf } from './merge-patch.js';
export { createMetrics } from './metrics.js';
export type { Metrics } from './metrics.js';
export { OwnWrites } from './own-writes.js';
export { createRateLimiter } from './rate-limiter.js';
export { WorkQueue } from './work-queue.js';
export { reflect, reflectorsOf } from './reflect.js';
export { createRunnable } from './runnable.js';
export type { Enqueue, Runnable } from './runnable.js';
