import type { CullingSettings } from './settings.js';

/** What a look at a server found. */
export type Finding =
  /** `lastActivity` in milliseconds since 1970; null where nothing has been used since the server began. */
  | { known: true; lastActivity: number | null }
  /** How often in a row it could not be found out, and why. */
  | { known: false; problem: string; failures: number };

/** All that a decision rests on. Times are milliseconds since 1970. */
export interface Knowledge {
  now: number;
  /** When the server that runs was started, which is activity. */
  startedAt: number;
  /** What is written down; null where nothing is. */
  recorded: number | null;
  finding: Finding;
  /** Whether the finding was made just now, for this decision. */
  fresh: boolean;
  /** Since when people have been warned that it stops; null where they are not. */
  warnedAt: number | null;
  /** Of this server; Infinity: never. */
  idleMs: number;
}

export type IdleState = 'InUse' | 'StopsSoon' | 'NeverStopped' | 'ProbeFailed';

export interface Decision {
  state: IdleState;
  /** As it is known to others once `record` is written. */
  lastActivity: number;
  /** To be written down; null where that would say little new. */
  record: number | null;
  /** When the server is stopped unless it is used before; null where it is not. */
  stopsAt: number | null;
  /** To be stopped now. */
  stop: boolean;
  /** When there is something to decide again, whatever is found meanwhile; Infinity: never. */
  dueAt: number;
}

/** A server that does not answer once or twice is nothing to tell people. */
const FAILURES_MAX = 3;

/**
 * No clock is wrong by more than this. A last use that is written down for later than that is a way to be never stopped,
 * not a use.
 */
const AHEAD_MAX_MS = 24 * 3_600_000;

/**
 * What becomes of a running server. It is stopped only by a finding made just now, after its people were warned for as
 * long as the settings say; one that cannot be asked is never stopped. Activity only ever moves forward.
 */
export function decide(
  knowledge: Knowledge,
  settings: Pick<CullingSettings, 'warningMs' | 'stepMs'>
): Decision {
  const { idleMs, finding } = knowledge;
  const now = wholeSeconds(knowledge.now);
  const recorded = believable(knowledge.recorded, now);
  const warningMs = Math.min(settings.warningMs, idleMs / 2);
  const seen = lastActivity({ ...knowledge, recorded }, now);
  const isNear = (activity: number) => now >= activity + idleMs - warningMs;
  const record =
    recorded === null ||
    seen - recorded >= Math.min(settings.stepMs, idleMs / 8) ||
    (seen > recorded && isNear(recorded))
      ? seen
      : null;
  const known = record ?? recorded ?? seen;
  const decision = { lastActivity: known, record: record === recorded ? null : record };
  if (idleMs === Infinity) {
    return { ...decision, ...undecided('NeverStopped') };
  }
  const near = isNear(known);
  if (!finding.known && (near || finding.failures >= FAILURES_MAX)) {
    return { ...decision, ...undecided('ProbeFailed') };
  }
  if (!near) {
    const stopsAt = known + idleMs;
    return { ...decision, state: 'InUse', stopsAt, stop: false, dueAt: stopsAt - warningMs };
  }
  const stopsAt = Math.max(known + idleMs, (knowledge.warnedAt ?? now) + warningMs);
  const stop = knowledge.warnedAt !== null && knowledge.fresh && now >= stopsAt;
  return { ...decision, state: 'StopsSoon', stopsAt, stop, dueAt: stopsAt };
}

function undecided(state: IdleState) {
  return { state, stopsAt: null, stop: false, dueAt: Infinity };
}

function believable(recorded: number | null, now: number): number | null {
  return recorded !== null && recorded <= now + AHEAD_MAX_MS ? recorded : null;
}

/** A server whose clock is ahead is not in use longer for that. */
function lastActivity({ startedAt, recorded, finding }: Knowledge, now: number): number {
  const found = finding.known ? (finding.lastActivity ?? -Infinity) : -Infinity;
  const seen = wholeSeconds(Math.min(now, Math.max(startedAt, found)));
  return Math.max(seen, recorded ?? -Infinity);
}

/** As times are written in objects. */
function wholeSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000;
}
