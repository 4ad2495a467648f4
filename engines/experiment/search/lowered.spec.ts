/** A budget that is lowered while trials run. */
import { EXPERIMENT as KIND, keyOf } from '@kubeflow-lab/kube';
import { stopPatch } from '@kubeflow-lab/resources';
import type { Experiment, Trial } from '@kubeflow-lab/resources';
import { pino } from 'pino';

import { experimentOf } from '../testing/experiment.js';
import { MemoryCluster } from '../testing/memory-cluster.js';
import { createTrialReconcile } from '../trial/reconcile.js';
import type { Suggestions } from './client.js';
import { createSearchReconcile } from './reconcile.js';

const EXPERIMENT = experimentOf({
  parallelTrialCount: 4,
  maxTrialCount: 12,
  resumePolicy: 'LongRunning'
});

let cluster: MemoryCluster;
const suggestions: Suggestions = {
  validate: () => Promise.resolve(),
  suggest: (_experiment, _trials, count) =>
    Promise.resolve(Array.from({ length: count }, () => [{ name: 'x', value: '7' }])),
  close: () => undefined
};

/** The engine looks at everything, again and again, until nothing changes any more. */
async function settle(): Promise<void> {
  const client = cluster.client(null);
  const { cache, runs, live } = cluster;
  const context = { log: pino({ level: 'silent' }), signal: new AbortController().signal };
  const search = createSearchReconcile({ client, cache, suggestions });
  const trial = createTrialReconcile({ client, cache, runs, live, collectorImage: 'any' });
  for (let before = ''; before !== versions();) {
    before = versions();
    cluster.look();
    await search('ada/sweep', context);
    for (const { metadata } of cluster.all<Trial>('Trial')) {
      cluster.look();
      await trial(keyOf(metadata), context);
    }
  }
}

function versions(): string {
  const objects = ['Experiment', 'Trial', 'Job'].flatMap(kind => cluster.all<Experiment>(kind));
  return objects.map(({ metadata }) => metadata?.resourceVersion).join();
}

const change = (patch: object) =>
  cluster.client(null).mergePatch(KIND, { namespace: 'ada', name: 'sweep' }, patch);

beforeEach(async () => {
  cluster = new MemoryCluster();
  cluster.submit(EXPERIMENT);
  await settle();
  expect(cluster.experiment().status?.trialsRunning).toBe(4);
});

it('stops as many trials as are too many, and lets the others use the budget up', async () => {
  cluster.endJob(cluster.running()[0]!);
  await change({ spec: { maxTrialCount: 3 } });
  await settle();
  expect(cluster.experiment().status).toMatchObject({
    trialsSucceeded: 1,
    trialsKilled: 1,
    trialsRunning: 2
  });
  cluster.running().forEach(job => cluster.endJob(job));
  await settle();
  const { status } = cluster.experiment();
  expect(status).toMatchObject({ trials: 4, trialsSucceeded: 3, trialsKilled: 1 });
  expect(status?.conditions?.at(-1)).toMatchObject({
    type: 'Succeeded',
    reason: 'ExperimentMaxTrialsReached'
  });
});

it('stops all of them where the sweep is stopped before any has ended, and goes on when asked to', async () => {
  await change(stopPatch(cluster.experiment()));
  await settle();
  expect(cluster.experiment().status).toMatchObject({ trials: 4, trialsKilled: 4 });
  expect(cluster.experiment().status?.conditions?.at(-1)?.type).toBe('Succeeded');
  expect(cluster.running()).toEqual([]);
  await change({ spec: { maxTrialCount: 2 } });
  await settle();
  expect(cluster.experiment().status).toMatchObject({
    trials: 5,
    trialsKilled: 4,
    trialsRunning: 1
  });
});
