import type { LeaderElection } from './leader-election.js';

/** What a process does while it leads. */
export interface LeadersWork {
  start(): void;
  /** Takes no more work, and ends what is in progress. */
  stop(): Promise<void>;
}

/**
 * Waits for the lead, works, and gives the lead back when `stopping` is aborted: the lease is renewed until the last
 * work has ended, so that nobody else begins before. Answers 'lost' where the lease could not be kept; the process must
 * end then, because others may lead in a moment.
 */
export async function lead(
  election: LeaderElection,
  work: LeadersWork,
  stopping: AbortSignal
): Promise<'stopped' | 'lost'> {
  if (!(await election.acquire(stopping))) {
    return 'stopped';
  }
  work.start();
  const idle = new AbortController();
  const held = election.hold(idle.signal);
  const toldToStop = new Promise<'stopped'>(resolve => {
    const tell = () => resolve('stopped');
    stopping.addEventListener('abort', tell, { once: true });
    if (stopping.aborted) {
      tell();
    }
  });
  const worked = toldToStop.then(() => work.stop());
  if ((await Promise.race([held, worked])) === 'lost') {
    return 'lost';
  }
  idle.abort();
  await held;
  await election.release();
  return 'stopped';
}
