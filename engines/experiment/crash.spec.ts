/** An engine that is killed at any write and begins again, over caches that may lag behind. */
import { KubeError, keyOf } from '@kubeflow-lab/kube';
import { isExperimentFinished, listOf } from '@kubeflow-lab/resources';
import type { KubeObject, NameValue, Trial } from '@kubeflow-lab/resources';
import fc from 'fast-check';
import { pino } from 'pino';

import type { Suggestions } from './search/client.js';
import { createSearchReconcile } from './search/reconcile.js';
import { experimentOf } from './testing/experiment.js';
import { Killed, MemoryCluster } from './testing/memory-cluster.js';
import type { Death } from './testing/memory-cluster.js';
import { createTrialReconcile } from './trial/reconcile.js';

const TRIALS = 5;
const PARALLEL = 2;

const EXPERIMENT = experimentOf({
  parallelTrialCount: PARALLEL,
  maxTrialCount: TRIALS,
  parameters: [{ name: 'x', parameterType: 'int', feasibleSpace: { min: '0', max: '1000000000' } }]
});

const context = { log: pino({ level: 'silent' }), signal: new AbortController().signal };
const kinds = ['Experiment', 'Suggestion', 'Trial', 'Job'];

/** One look of the engine at one object. */
interface Step {
  /** The search, or one of its trials. */
  who: number;
  /** What the caches have heard of meanwhile. */
  hears: string[];
  /** A job that ends before. */
  ends: number | null;
  death: Death | null;
}

const steps = fc.infiniteStream<Step>(
  fc.record({
    who: fc.nat({ max: TRIALS }),
    hears: fc.subarray(kinds),
    ends: fc.option(fc.nat({ max: PARALLEL }), { freq: 2 }),
    death: fc.option(fc.record({ write: fc.integer({ min: 1, max: 5 }), arrives: fc.boolean() }), {
      freq: 2
    })
  })
);

class Run {
  readonly cluster = new MemoryCluster();
  mostAtOnce = 0;
  deaths = 0;
  private suggested = 0;

  constructor() {
    this.cluster.submit(EXPERIMENT);
    this.cluster.look();
  }

  async step({ who, hears, ends, death }: Step): Promise<void> {
    const running = this.cluster.running();
    if (ends !== null && running.length > 0) {
      this.cluster.endJob(running[ends % running.length]!);
    }
    this.cluster.look(...hears, ...(hears.length === 0 ? ['Experiment'] : []));
    const trials = this.cluster.all<Trial>('Trial');
    const trial = trials[who - 1];
    const { cluster } = this;
    const client = cluster.client(death);
    const reconcile =
      trial === undefined
        ? createSearchReconcile({ client, cache: cluster.cache, suggestions: this.suggestions })
        : createTrialReconcile({
            client,
            cache: cluster.cache,
            runs: cluster.runs,
            live: cluster.live,
            collectorImage: 'any'
          });
    try {
      await reconcile(trial === undefined ? 'ada/sweep' : keyOf(trial.metadata), context);
    } catch (error) {
      if (error instanceof Killed) {
        // The next process lists everything before it does anything.
        this.deaths += 1;
        this.cluster.look();
      } else if (!(error instanceof KubeError)) {
        throw error;
      }
    }
    this.mostAtOnce = Math.max(this.mostAtOnce, this.cluster.open().length);
  }

  /** Without any more trouble, until it is over. */
  async finish(): Promise<void> {
    for (let round = 0; round < 200 && !isExperimentFinished(this.cluster.experiment()); round++) {
      await this.step({ who: round % (TRIALS + 1), hears: kinds, ends: 0, death: null });
    }
  }

  /** Never suggests the same twice, as a random search: what was suggested and not stored is lost for good. */
  private readonly suggestions: Suggestions = {
    validate: () => Promise.resolve(),
    suggest: (_experiment, _trials, count) =>
      Promise.resolve(
        Array.from({ length: count }, (): NameValue[] => [
          { name: 'x', value: String((this.suggested += 1)) }
        ])
      ),
    close: () => undefined
  };
}

function valueOf(job: KubeObject): string {
  const { spec } = job as {
    spec: { template: { spec: { containers: { command: string[] }[] } } };
  };
  return spec.template.spec.containers[0]!.command[0]!;
}

it('loses no trial and repeats none, at whatever write it is killed', async () => {
  let deaths = 0;
  await fc.assert(
    fc.asyncProperty(steps, fc.nat({ max: 150 }), async (stream, count) => {
      const run = new Run();
      for (let index = 0; index < count; index += 1) {
        await run.step(stream.next().value);
      }
      await run.finish();
      deaths += run.deaths;

      const { cluster } = run;
      expect(cluster.experiment().status).toMatchObject({
        trials: TRIALS,
        trialsSucceeded: TRIALS
      });
      expect(run.mostAtOnce).toBeLessThanOrEqual(PARALLEL);
      // Each object was made once, though every process made those that it did not see.
      expect([...cluster.creations.values()].every(times => times === 1)).toBe(true);
      // What was suggested is what was tried, and what the trial says of itself.
      const assigned = listOf(cluster.suggestion().status?.suggestions).map(
        ({ name, parameterAssignments }) => [name, parameterAssignments?.[0]?.value]
      );
      const tried = (kind: string, value: (object: KubeObject) => string | undefined) =>
        new Map(
          cluster.all<KubeObject>(kind).map(object => [object.metadata?.name, value(object)])
        );
      const values = new Map(assigned as [string, string][]);
      expect(values.size).toBe(TRIALS);
      expect(
        tried('Trial', trial => (trial as Trial).spec?.parameterAssignments?.[0]?.value)
      ).toEqual(values);
      expect(tried('Job', valueOf)).toEqual(values);
      expect(
        tried('Trial', trial => (trial as Trial).status?.observation?.metrics?.[0]?.latest)
      ).toEqual(values);
    }),
    { numRuns: 40 }
  );
  // It was killed often, and not only where nothing happened.
  expect(deaths).toBeGreaterThan(50);
});
