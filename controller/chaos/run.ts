import { setTimeout as sleep } from 'node:timers/promises';

import { NAMESPACE, createKubeClient } from '@kubeflow-lab/kube';
import type { KubeClient, KubeConfig } from '@kubeflow-lab/kube';

import { breaker, killer, people } from './actors.js';
import type { Outages, Scene } from './actors.js';
import { burstMemory, countWarnings, touchNotebooks, untilTold, warn } from './burst.js';
import type { WarningsReport } from './burst.js';
import { jumpingClock } from './clock.js';
import { endProjectInTheMiddle } from './ended-project.js';
import { FaultProxy } from './fault-proxy.js';
import { Holds } from './holds.js';
import { Chance } from './random.js';
import { restingState, settled, untilEqual } from './settle.js';
import { KubeletStandIn } from './stand-in.js';
import { Victim } from './victim.js';
import { createProject, drawOperations, perform } from './workload.js';
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
  /** Events of each burst. */
  burst: number;
  /** So many bursts more, after which memory must be as it was. */
  memoryRounds: number;
  /** How long nothing may be written in the end. */
  quietSeconds: number;
  /** Whether silent connections break when it is calm again; else the controller has to find out, which takes minutes. */
  breaksSilence: boolean;
  outages: Outages;
  note: (text: string) => void;
}

export interface ChaosReport {
  operations: number;
  kills: number;
  /** How often the process gave up by itself, because it could not renew its lease in time. */
  ownEnds: number;
  sabotages: number;
  /** How often a finalizer kept for a while what was deleted. */
  holds: number;
  outages: number;
  faults: Record<string, number>;
  /** What became of a burst of warnings about one pod. */
  warnings: WarningsReport;
  /** Whether all of a project went that was deleted in the middle. */
  isProjectGone: boolean;
  seconds: number;
  /** From the end of all faults to the end state of the calm run. */
  recoverySeconds: number;
  /** What differs from the calm run; must be empty. */
  differences: string[];
  /** Errors in the log that no fault explains; must be empty. */
  errors: string[];
  /** Writes in the quiet after the end state was reached; must be 0. */
  lateWrites: number;
  /** Resident memory before and after bursts of events. */
  rssMiB: { before: number; after: number };
}

/** With a lease of three seconds one dead process after another can be replaced within a test. */
const LEASE_SECONDS = '3';
/** In the project that is deleted in the middle. */
const DOOMED_NOTEBOOKS = 6;

/** The same operations in calm and in chaos, and what came of both. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { config, seed, notebooks, note } = options;
  const begun = performance.now();
  const admin = createKubeClient(config);
  const chance = new Chance(seed);
  const proxy = new FaultProxy(config, chance.split());
  const clocks = chance.split();
  const holds = new Holds(admin, chance.split());
  const operations = drawOperations(chance.split(), notebooks);
  const names = namesOf(seed);
  const kubeconfig = await options.kubeconfigFor(await proxy.listen());
  const standIn = new KubeletStandIn(admin).start();
  const victim = new Victim({
    program: options.program,
    kubeconfig,
    port: options.port,
    env: { CONTROLLERS: 'notebook', LEASE_NAMESPACE: 'kubeflow-lab', LEASE_SECONDS },
    nodeArguments: () => jumpingClock(clocks.integer())
  });
  try {
    await createProject(admin, names.calm);
    await createProject(admin, names.chaos);
    await victim.leads();
    note('the calm run');
    for (const operation of operations) {
      await perform(admin, names.calm, operation);
    }
    const wanted = await restingState(admin, proxy, names.calm);
    note(`${operations.length} operations in chaos`);
    proxy.rate = options.rate;
    const scene = { admin, victim, holds, namespace: names.chaos };
    const happened = await chaoticRun(options, scene, {
      chance,
      proxy,
      operations,
      doomed: names.doomed
    });
    note('calm again');
    proxy.rate = 0;
    if (options.breaksSilence) {
      proxy.cutAll();
    }
    const calmAt = performance.now();
    const left = await untilEqual(admin, names.chaos, wanted);
    const recoverySeconds = (performance.now() - calmAt) / 1000;
    await untilTold(admin, names.chaos, happened.warned);
    note('bursts of events in calm');
    const { burst, memoryRounds: rounds, quietSeconds } = options;
    const rssMiB = await burstMemory(admin, victim, names.chaos, { burst, rounds });
    await settled(proxy);
    proxy.writes.length = 0;
    await sleep(quietSeconds * 1000);
    const { warned, ...counts } = happened;
    return {
      operations: operations.length,
      kills: victim.kills,
      ownEnds: victim.ownEnds,
      holds: holds.count,
      outages: options.outages.times,
      ...counts,
      faults: proxy.faults,
      warnings: { sent: burst, ...(await countWarnings(admin, names.chaos, warned)) },
      seconds: (performance.now() - begun) / 1000,
      recoverySeconds,
      differences: left,
      errors: victim.errors,
      lateWrites: proxy.writes.length,
      rssMiB
    };
  } finally {
    await holds.areOver();
    await victim.stop();
    await standIn.stop();
    await proxy.close();
    await deleteProjects(admin, [names.calm, names.chaos]);
  }
}

function namesOf(seed: number): { calm: string; chaos: string; doomed: string } {
  const own = `${process.pid}-${seed}`;
  return { calm: `calm-${own}`, chaos: `chaos-${own}`, doomed: `doomed-${own}` };
}

async function deleteProjects(admin: KubeClient, names: string[]): Promise<void> {
  await Promise.all(names.map(name => admin.delete(NAMESPACE, { name })));
}

interface Happened {
  sabotages: number;
  isProjectGone: boolean;
  /** The notebook with very many warnings. */
  warned: string;
}

/** Everybody at once, then bursts of events, all through a proxy that spoils requests. */
async function chaoticRun(
  options: ChaosOptions,
  scene: Scene,
  {
    chance,
    proxy,
    operations,
    doomed
  }: { chance: Chance; proxy: FaultProxy; operations: readonly Operation[]; doomed: string }
): Promise<Happened> {
  const { kills, outages, burst, note } = options;
  const { admin, holds, namespace, victim } = scene;
  const [sabotages, isProjectGone] = await Promise.all([
    people(scene, chance.split(), operations, kills),
    endProjectInTheMiddle(admin, holds, doomed, DOOMED_NOTEBOOKS),
    killer(scene, chance.split(), kills),
    breaker(scene, proxy, outages, kills)
  ]);
  note(`bursts of ${burst} events, after ${victim.kills} kills`);
  await holds.areOver();
  const warned = lastMade(operations);
  await touchNotebooks(admin, namespace, burst);
  await warn(admin, namespace, warned, burst);
  return { sabotages, isProjectGone, warned };
}

/** A notebook that is there in the end. */
function lastMade(operations: readonly Operation[]): string {
  const alive = new Set<string>();
  for (const { type, name } of operations) {
    if (type === 'create') {
      alive.add(name);
    } else if (type === 'delete') {
      alive.delete(name);
    }
  }
  return [...alive][alive.size - 1];
}
