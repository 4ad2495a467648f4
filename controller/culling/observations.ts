import type { Finding, IdleState } from './decide.js';

/** What the last look at a server found. */
export interface Observation {
  /** Of the pod that was asked; another pod is another server. */
  podUid: string;
  /** When, in milliseconds since 1970. */
  at: number;
  finding: Finding;
  state: IdleState | null;
  /** The time of the stop of which people were told, so that they are told once. */
  warnedOf: number | null;
}

/** How many periods at most pass between two looks at a server that does not answer. */
const RARER_MAX = 8;

/** The last look at each server, in memory: after a restart each is asked anew. */
export class Observations {
  private readonly byKey = new Map<string, Observation>();

  get(key: string, podUid: string): Observation | undefined {
    const known = this.byKey.get(key);
    return known?.podUid === podUid ? known : undefined;
  }

  set(key: string, observation: Observation): void {
    this.byKey.set(key, observation);
  }

  forget(key: string): void {
    this.byKey.delete(key);
  }

  /** How many servers are in each state. */
  count(): Map<IdleState, number> {
    const counts = new Map<IdleState, number>();
    for (const { state } of this.byKey.values()) {
      if (state !== null) {
        counts.set(state, (counts.get(state) ?? 0) + 1);
      }
    }
    return counts;
  }
}

/** When a server is to be asked again: one that does not answer rarer each time, so that many of them cost little. */
export function nextLook({ at, finding }: Observation, periodMs: number): number {
  const factor = finding.known ? 1 : Math.min(2 ** (finding.failures - 1), RARER_MAX);
  return at + periodMs * factor;
}
