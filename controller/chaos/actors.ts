/** Who is at work at the same time while there is chaos. */
import { setTimeout as sleep } from 'node:timers/promises';

import { NOTEBOOK } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';

import type { FaultProxy } from './fault-proxy.js';
import type { Holds } from './holds.js';
import { patiently, until } from './patience.js';
import type { Chance } from './random.js';
import type { Victim } from './victim.js';
import { ignoringAbsence, perform, sabotage } from './workload.js';
import type { Operation } from './workload.js';

const KILL_AFTER_MS = [0, 2_500] as const;
const PACE_MS = [0, 150] as const;
/** How much of what people do is followed by an edit by hand. */
const SABOTAGE = 0.3;
/** How much of what they delete stays for a while. */
const HELD = 0.5;
/** Longer than any run. */
const PATIENCE_SECONDS = 3 * 3600;

export interface Scene {
  admin: KubeClient;
  victim: Victim;
  holds: Holds;
  namespace: string;
}

/**
 * People do one thing after the other, for as long as there are kills, so that each step meets some. Answers how often
 * somebody edited or deleted a child by hand.
 */
export async function people(
  { admin, victim, holds, namespace }: Scene,
  chance: Chance,
  operations: readonly Operation[],
  kills: number
): Promise<number> {
  const share = operations.length / Math.max(1, kills);
  let sabotages = 0;
  for (const [index, operation] of operations.entries()) {
    await until(() => victim.kills >= Math.min(kills, Math.floor(index / share)), PATIENCE_SECONDS);
    const key = { namespace, name: operation.name };
    if (operation.type === 'delete' && chance.happens(HELD)) {
      await patiently(() => ignoringAbsence(() => holds.delete(NOTEBOOK, key)));
    } else {
      await patiently(() => perform(admin, namespace, operation));
    }
    if (chance.happens(SABOTAGE)) {
      sabotages += 1;
      const { name } = chance.oneOf(operations);
      await patiently(() => sabotage(admin, chance, holds, { namespace, name }));
    }
    await sleep(chance.between(...PACE_MS));
  }
  return sabotages;
}

/** Kills the controller so often, at random moments after it began to lead. */
export async function killer({ victim }: Scene, chance: Chance, kills: number): Promise<void> {
  while (victim.kills < kills) {
    await victim.leads();
    await sleep(chance.between(...KILL_AFTER_MS));
    await victim.kill();
  }
}

export interface Outages {
  times: number;
  /** Takes the API server away and brings it back. */
  make: (proxy: FaultProxy) => Promise<void>;
}

/** Takes the API server away, spread over the kills. */
export async function breaker(
  { victim }: Scene,
  proxy: FaultProxy,
  { times, make }: Outages,
  kills: number
): Promise<void> {
  for (let count = 1; count <= times; count += 1) {
    await until(() => victim.kills >= (kills * count) / (times + 1), PATIENCE_SECONDS);
    await make(proxy);
  }
}
