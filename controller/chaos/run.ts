import { setTimeout as sleep } from 'node:timers/promises';

import { NAMESPACE, NOTEBOOK, createKubeClient } from '@kubeflow-lab/kube';
import type { KubeClient, KubeConfig } from '@kubeflow-lab/kube';

import { processUsage } from '../harness/index.js';
import { jumpingClock } from './clock.js';
import { TOUCHED_ANNOTATION, differences, readEndState } from './end-state.js';
import type { EndState } from './end-state.js';
import { FaultProxy } from './fault-proxy.js';
import { Chance } from './random.js';
import { KubeletStandIn } from './stand-in.js';
import { Victim } from './victim.js';
import { createProject, drawOperations, perform, sabotage } from './workload.js';
import type { Operation } from './workload.js';

export interface ChaosOptions {
  config: KubeConfig;
  /** The bundled controller. */
  program: string;
  /** Writes a kubeconfig with the controller's rights for this address, and answers its path. */
  kubeconfigFor: (server: string) => Promise<string>;
  port: number;
  seed: number;
  notebooks: number;
  kills: number;
  /** The share of requests that go wrong. */
  rate: number;
  /** Watch events of the burst. */
  burst: number;
  /** So many bursts more, after which memory must be as it was. */
  memoryRounds: number;
  /** Takes the API server away and brings it back; called so often, at random points. */
  outages: { times: number; make: (proxy: FaultProxy) => Promise<void> };
  note: (text: string) => void;
}

export interface ChaosReport {
  operations: number;
  kills: number;
  /** How often the process gave up by itself, because it could not renew its lease in time. */
  ownEnds: number;
  sabotages: number;
  outages: number;
  faults: Record<string, number>;
  seconds: number;
  /** From the end of all faults to the end state of the calm run. */
  recoverySeconds: number;
  /** What differs from the calm run; must be empty. */
  differences: string[];
  /** Errors in the log that no fault explains; must be empty. */
  errors: string[];
  /** Writes in ten seconds after the end state was reached; must be 0. */
  lateWrites: number;
  /** Resident memory before and after bursts of events. */
  rssMiB: { before: number; after: number };
}

/** With a lease of three seconds one dead process after another can be replaced within a test. */
const LEASE_SECONDS = '3';
const KILL_AFTER_MS = [0, 2_500] as const;
const PACE_MS = [0, 150] as const;
const BURST_CONNECTIONS = 64;
const QUIET_MS = 10_000;
const RECOVERY_SECONDS = 240;

/** The same operations in calm and in chaos, and what came of both. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { config, seed, notebooks, note } = options;
  const begun = performance.now();
  const admin = createKubeClient(config);
  const chance = new Chance(seed);
  const proxy = new FaultProxy(config, chance);
  const standIn = new KubeletStandIn(admin).start();
  const names = { calm: `calm-${process.pid}-${seed}`, chaos: `chaos-${process.pid}-${seed}` };
  const victim = new Victim({
    program: options.program,
    kubeconfig: await options.kubeconfigFor(await proxy.listen()),
    port: options.port,
    env: { LEASE_NAMESPACE: 'kubeflow-lab', LEASE_SECONDS, LOG_LEVEL: 'info' },
    nodeArguments: () => jumpingClock(Math.floor(chance.next() * 2 ** 32))
  });
  try {
    await createProject(admin, names.calm);
    await createProject(admin, names.chaos);
    const operations = drawOperations(chance, notebooks);
    await victim.leads();
    note('the calm run');
    const wanted = await calmRun(admin, proxy, names.calm, operations);
    note(`${operations.length} operations in chaos`);
    const { sabotages, outages } = await chaoticRun(options, {
      admin,
      chance,
      proxy,
      victim,
      namespace: names.chaos,
      operations
    });
    note('calm again');
    proxy.rate = 0;
    const calmAt = performance.now();
    const left = await untilEqual(admin, names.chaos, wanted);
    const recoverySeconds = (performance.now() - calmAt) / 1000;
    const rssMiB = await burstMemory(admin, victim, names.chaos, options);
    await settled(proxy);
    proxy.writes.length = 0;
    await sleep(QUIET_MS);
    return {
      operations: operations.length,
      kills: victim.kills,
      ownEnds: victim.ownEnds,
      sabotages,
      outages,
      faults: proxy.faults,
      seconds: (performance.now() - begun) / 1000,
      recoverySeconds,
      differences: left,
      errors: victim.errors,
      lateWrites: proxy.writes.length,
      rssMiB
    };
  } finally {
    await victim.stop();
    await standIn.stop();
    await proxy.close();
    await Promise.all(Object.values(names).map(name => admin.delete(NAMESPACE, { name })));
  }
}

async function calmRun(
  admin: KubeClient,
  proxy: FaultProxy,
  namespace: string,
  operations: Operation[]
): Promise<EndState> {
  for (const operation of operations) {
    await perform(admin, namespace, operation);
  }
  await settled(proxy);
  return readEndState(admin, namespace);
}

interface Scene {
  admin: KubeClient;
  chance: Chance;
  proxy: FaultProxy;
  victim: Victim;
  namespace: string;
  operations: Operation[];
}

async function chaoticRun(
  options: ChaosOptions,
  scene: Scene
): Promise<{ sabotages: number; outages: number }> {
  const { admin, chance, proxy, victim, namespace, operations } = scene;
  const { kills, rate, burst, outages } = options;
  proxy.rate = rate;
  let sabotages = 0;
  const people = async () => {
    // They are at work for as long as there are kills, so that each step meets some.
    const share = operations.length / Math.max(1, kills);
    for (const [index, operation] of operations.entries()) {
      while (victim.kills < Math.min(kills, Math.floor(index / share))) {
        await sleep(20);
      }
      await patiently(() => perform(admin, namespace, operation));
      if (chance.happens(0.3)) {
        sabotages += 1;
        await patiently(() => sabotage(admin, chance, namespace, chance.oneOf(operations).name));
      }
      await sleep(chance.between(...PACE_MS));
    }
  };
  const killer = async () => {
    while (victim.kills < kills) {
      await victim.leads();
      await sleep(chance.between(...KILL_AFTER_MS));
      await victim.kill();
    }
  };
  const breaker = async () => {
    for (let count = 1; count <= outages.times; count += 1) {
      while (victim.kills < (kills * count) / (outages.times + 1)) {
        await sleep(50);
      }
      options.note(`the API server goes away (${victim.kills} kills so far)`);
      await outages.make(proxy);
    }
  };
  await Promise.all([people(), killer(), breaker()]);
  await touchNotebooks(admin, namespace, burst);
  return { sabotages, outages: outages.times };
}

/** People try again while the API server is away. */
async function patiently(act: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await act();
      return;
    } catch (error) {
      if (!isPassing(error)) {
        throw error;
      }
      await sleep(300);
    }
  }
}

/** A name may still be on its way out; what was done although the answer was lost is done. */
function isPassing(error: unknown): boolean {
  const status = (error as { status?: number }).status;
  return (
    (error as Error).name === 'UnreachableError' || [403, 409, 500, 503, 504].includes(status ?? 0)
  );
}

/** So many changes of notebooks at once, of which none changes what anybody asked for. */
async function touchNotebooks(admin: KubeClient, namespace: string, number: number): Promise<void> {
  const { items } = await admin.list(NOTEBOOK, { namespace });
  let next = 0;
  const worker = async () => {
    while (next < number) {
      const index = (next += 1);
      const name = items[index % items.length].metadata?.name ?? '';
      const annotations = { [TOUCHED_ANNOTATION]: `${performance.now()}` };
      await admin.mergePatch(NOTEBOOK, { namespace, name }, { metadata: { annotations } });
    }
  };
  await Promise.all(Array.from({ length: BURST_CONNECTIONS }, worker));
}

async function burstMemory(
  admin: KubeClient,
  victim: Victim,
  namespace: string,
  { burst, memoryRounds }: ChaosOptions
): Promise<{ before: number; after: number }> {
  await victim.leads();
  const rss = async () => (await processUsage(victim.process.pid)).rssMiB;
  await touchNotebooks(admin, namespace, burst);
  await sleep(2_000);
  const before = await rss();
  for (let round = 0; round < memoryRounds; round += 1) {
    await touchNotebooks(admin, namespace, burst);
    await sleep(2_000);
  }
  return { before, after: await rss() };
}

/** Nothing has been written for three seconds. */
async function settled(proxy: FaultProxy): Promise<void> {
  let quietSince = performance.now();
  let count = proxy.writes.length;
  while (performance.now() - quietSince < 3_000) {
    await sleep(100);
    if (proxy.writes.length !== count) {
      count = proxy.writes.length;
      quietSince = performance.now();
    }
  }
}

async function untilEqual(
  admin: KubeClient,
  namespace: string,
  wanted: EndState
): Promise<string[]> {
  const deadline = performance.now() + RECOVERY_SECONDS * 1000;
  for (;;) {
    const left = differences(wanted, await readEndState(admin, namespace));
    if (left.length === 0 || performance.now() > deadline) {
      return left;
    }
    await sleep(500);
  }
}
