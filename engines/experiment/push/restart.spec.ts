/** An engine that is killed in the middle of a trial whose program reports its values, and begins again. */
import { keyOf } from '@kubeflow-lab/kube';
import { isExperimentFinished, isTrialFinished } from '@kubeflow-lab/resources';
import type { CurvePoint, Trial } from '@kubeflow-lab/resources';
import { pino } from 'pino';

import type { Suggestions } from '../search/client.js';
import { createSearchReconcile } from '../search/reconcile.js';
import { experimentOf } from '../testing/experiment.js';
import { Killed, MemoryCluster } from '../testing/memory-cluster.js';
import type { Death } from '../testing/memory-cluster.js';
import { reportTo } from '../testing/report.js';
import { createTrialReconcile } from '../trial/reconcile.js';
import { reportedOf } from './reported.js';
import { serveReports } from './server.js';

const VALUES = ['1', '4', '2', '3'];

const EXPERIMENT = experimentOf({
  metricsCollectorSpec: { collector: { kind: 'Push' } },
  parallelTrialCount: 1,
  maxTrialCount: 1
});

const suggestions: Suggestions = {
  validate: () => Promise.resolve(),
  suggest: () => Promise.resolve([[{ name: 'x', value: '5' }]]),
  close: () => undefined
};

const log = pino({ level: 'silent' });
const context = { log, signal: new AbortController().signal };

/** One life of the engine, in which the program reports a value once it runs; answers whether that was taken. */
async function live(
  cluster: MemoryCluster,
  death: Death | null,
  value: string | undefined
): Promise<boolean> {
  const client = cluster.client(death);
  const { cache, runs, live } = cluster;
  const reconcileSearch = createSearchReconcile({ client, cache, suggestions });
  const reconcileTrial = createTrialReconcile({ client, cache, runs, live, collectorImage: 'any' });
  const server = await serveReports(client, '127.0.0.1:0', log);
  try {
    cluster.look();
    await reconcileSearch('ada/sweep', context);
    for (const trial of cluster.all<Trial>('Trial')) {
      cluster.look();
      await reconcileTrial(keyOf(trial.metadata), context);
      if (value !== undefined && cluster.running().length > 0) {
        const { name = '' } = trial.metadata ?? {};
        return await reportTo(`127.0.0.1:${server.port}`, name, { score: value }).then(
          () => true,
          () => false
        );
      }
    }
  } catch (error) {
    if (!(error instanceof Killed)) {
      throw error;
    }
  } finally {
    await server.stop();
  }
  return false;
}

/** A whole sweep, whose engine is killed at one write of one of its lives. */
async function run(death: Death, life: number): Promise<MemoryCluster> {
  const cluster = new MemoryCluster();
  cluster.submit(EXPERIMENT);
  const values = [...VALUES];
  for (let round = 1; values.length > 0; round += 1) {
    // A program reports again what was not answered.
    if (await live(cluster, round === life ? death : null, values[0])) {
      values.shift();
    }
  }
  cluster.running().forEach(job => cluster.endJob(job));
  while (!isExperimentFinished(cluster.experiment())) {
    await live(cluster, null, undefined);
  }
  return cluster;
}

const deaths = [1, 2, 3, 4, 5, 6].flatMap(write =>
  [true, false].flatMap(arrives => [1, 2].map(life => ({ write, arrives, life })))
);

it.each(deaths)('loses no value and repeats no trial (%j)', async ({ life, ...death }) => {
  const cluster = await run(death, life);
  expect([...cluster.creations.values()].every(times => times === 1)).toBe(true);
  const [trial] = cluster.all<Trial>('Trial');
  expect(isTrialFinished(trial!)).toBe(true);
  const { observation, curve } = reportedOf(trial!);
  expect(trial!.status?.observation).toEqual(observation);
  expect(observation.metrics).toEqual([{ name: 'score', min: '1', max: '4', latest: '3' }]);
  expect(withoutRepeats(curve)).toEqual(VALUES.map(Number));
  // Only a report that arrived without an answer stands there twice.
  expect(curve.length - VALUES.length).toBeLessThanOrEqual(death.arrives ? 1 : 0);
});

function withoutRepeats(curve: readonly CurvePoint[]): number[] {
  return curve.map(([, value]) => value).filter((value, at, all) => value !== all[at - 1]);
}
