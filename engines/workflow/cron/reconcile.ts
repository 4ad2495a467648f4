import { CRON_WORKFLOW, KubeError, WORKFLOW, isNotFound, keyOf } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import type { CronWorkflow, CronWorkflowStatus, Workflow } from '@kubeflow-lab/resources';
import { controllerUid, covers, mergePatchOf } from '@kubeflow-lab/controller/runtime';
import type { Reconcile } from '@kubeflow-lab/controller/runtime';

import { RUNS_OF_CRON } from './cache.js';
import type { CronCache } from './cache.js';
import { checkCron } from './check.js';
import { cronStatus, planCron } from './plan.js';

/** Nothing is waited for longer than this at once: clocks are set, and timers of Node end at 24 days. */
const LONGEST_WAIT_MS = 600_000;

/** Makes the runs of a CronWorkflow when their time has come, and clears those that are not kept. */
export function createCronReconcile(
  client: KubeClient,
  cache: CronCache,
  clock: () => number = Date.now
): Reconcile {
  return async key => {
    const [namespace, name] = key.split('/');
    const cron = cache.crons.store.get({ namespace, name });
    if (cron === undefined || cron.metadata?.deletionTimestamp !== undefined) {
      return undefined;
    }
    const problems = checkCron(cron);
    if (problems.length > 0) {
      const message = problems.map(problem => `${problem.path}: ${problem.message}`).join('; ');
      const conditions = [{ type: 'SpecError', status: 'True' as const, message }];
      await writeStatus(client, cron, { ...cron.status, conditions });
      return undefined;
    }
    const runs = runsOf(cache, cron);
    const now = clock();
    const plan = planCron(cron, runs, now);
    for (const { metadata } of plan.terminate) {
      const patch = { metadata: { uid: metadata?.uid }, spec: { shutdown: 'Terminate' } };
      await unlessGone(client.mergePatch(WORKFLOW, keyFor(metadata), patch));
    }
    const made = plan.start === null ? null : await make(client, plan.start);
    await writeStatus(client, cron, cronStatus(cron, withRun(runs, made), plan.handled));
    for (const { metadata } of plan.remove) {
      const preconditions = { uid: metadata?.uid };
      await unlessGone(client.delete(WORKFLOW, keyFor(metadata), { preconditions }));
    }
    const wait = Math.min(plan.wakeAt - now, LONGEST_WAIT_MS);
    return { requeueAfterMs: Math.max(wait, 1) };
  };
}

function runsOf(cache: CronCache, cron: CronWorkflow): Workflow[] {
  return cache.runs.store
    .find(RUNS_OF_CRON, keyOf(cron.metadata))
    .filter(run => controllerUid(run) === cron.metadata?.uid);
}

function withRun(runs: readonly Workflow[], made: Workflow | null): Workflow[] {
  const isKnown = runs.some(({ metadata }) => metadata?.uid === made?.metadata?.uid);
  return made === null || isKnown ? [...runs] : [...runs, made];
}

/** Null where it was made before, and only its telling was lost. */
async function make(client: KubeClient, run: Workflow): Promise<Workflow | null> {
  try {
    return await client.create(WORKFLOW, run);
  } catch (error) {
    if (error instanceof KubeError && error.reason === 'AlreadyExists') {
      return null;
    }
    throw error;
  }
}

async function writeStatus(
  client: KubeClient,
  cron: CronWorkflow,
  status: CronWorkflowStatus
): Promise<void> {
  if (covers(cron, { status }) && covers({ status }, { status: cron.status ?? {} })) {
    return;
  }
  const { uid, resourceVersion } = cron.metadata ?? {};
  await client.mergePatch(CRON_WORKFLOW, keyFor(cron.metadata), {
    // With its version: what was computed from an older state must not be stored.
    metadata: { uid, resourceVersion },
    status: mergePatchOf(cron.status, status)
  });
}

function keyFor(metadata: CronWorkflow['metadata']) {
  return { namespace: metadata?.namespace, name: metadata?.name ?? '' };
}

async function unlessGone(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!isNotFound(error)) {
      throw error;
    }
  }
}
