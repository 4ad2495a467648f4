import { lead } from './lead.js';
import type { LeaderElection } from './leader-election.js';

/** An election by script, which notes the order of what happens. */
function script(acquires: boolean, hold: (signal: AbortSignal) => Promise<'stopped' | 'lost'>) {
  const events: string[] = [];
  const election = {
    acquire: async () => acquires,
    hold: async (signal: AbortSignal) => {
      const end = await hold(signal);
      events.push(`lease ${end}`);
      return end;
    },
    release: async () => {
      events.push('given back');
    }
  } as unknown as LeaderElection;
  return { election, events };
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<'stopped'>(resolve => signal.addEventListener('abort', () => resolve('stopped')));

it('keeps the lease until the last work has ended, then gives it back', async () => {
  const { election, events } = script(true, untilAborted);
  const stopping = new AbortController();
  let finish!: () => void;
  const work = {
    start: () => {
      events.push('started');
      stopping.abort();
    },
    stop: async () => {
      events.push('stopping');
      await new Promise<void>(resolve => (finish = resolve));
      events.push('work ended');
    }
  };
  const leading = lead(election, work, stopping.signal);
  await new Promise(resolve => setImmediate(resolve));
  expect(events).toEqual(['started', 'stopping']);
  finish();
  expect(await leading).toBe('stopped');
  expect(events.slice(2)).toEqual(['work ended', 'lease stopped', 'given back']);
});

it('answers at once when the lease is lost, whatever is in work', async () => {
  const { election, events } = script(true, async () => 'lost');
  const stop = () => new Promise<never>(() => undefined);
  const work = { start: () => events.push('started'), stop };
  expect(await lead(election, work, new AbortController().signal)).toBe('lost');
  expect(events).toEqual(['started', 'lease lost']);
});

it('starts nothing when it is stopped before it leads', async () => {
  const { election, events } = script(false, untilAborted);
  const work = { start: () => events.push('started'), stop: async () => undefined };
  expect(await lead(election, work, AbortSignal.abort())).toBe('stopped');
  expect(events).toEqual([]);
});
