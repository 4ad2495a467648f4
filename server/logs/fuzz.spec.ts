/** The log follower against an API server whose connections break at any line, whose pods come late and end any time. */
import { KubeError, UnreachableError } from '@kubeflow-lab/kube';
import type { LogOptions } from '@kubeflow-lab/kube';
import type { LogLine } from '@kubeflow-lab/schema';
import fc from 'fast-check';

import { MemoryClient } from '../testing/memory-client.js';
import { LogFollower } from './follower.js';
import type { LogPart, LogSource } from './source.js';

/** What happens, in this order; `pod` is one of the script's pods. */
type Step =
  | { do: 'write'; pod: number; lines: number; sameSecond: boolean }
  | { do: 'break'; pod: number; after: number; how: 'cut' | 'refused' | 'ends' }
  | { do: 'start'; pod: number }
  | { do: 'end'; pod: number }
  | { do: 'wait' };

interface FakePod {
  name: string;
  started: boolean;
  ended: boolean;
  log: string[];
  written: string[];
  /** How the next connections to its log go wrong: after how many lines, and how. */
  breaks: { after: number; how: 'cut' | 'refused' | 'ends' }[];
}

/** Answers logs as the API server does: from whole seconds on, then whatever is written while the connection stands. */
class BreakingClient extends MemoryClient {
  private readonly waiting = new Set<() => void>();

  constructor(private readonly pods: readonly FakePod[]) {
    super();
  }

  /** Something has changed. */
  wake(): void {
    const woken = [...this.waiting];
    this.waiting.clear();
    woken.forEach(resolve => resolve());
  }

  override async *logs(
    { name }: { namespace: string; name: string },
    { follow, sinceTime, tailLines, signal }: LogOptions = {}
  ): AsyncGenerator<string> {
    const pod = this.pods.find(one => one.name === name)!;
    const failure = pod.breaks.shift();
    if (failure?.how === 'refused') {
      throw new KubeError(500, { message: 'the kubelet does not answer' });
    }
    const since = sinceTime?.replace('Z', '') ?? '';
    let at = pod.log.findIndex(line => line.slice(0, 19) >= since);
    at = at < 0 ? pod.log.length : at;
    at = Math.max(at, tailLines === undefined ? 0 : pod.log.length - tailLines);
    signal?.addEventListener('abort', () => this.wake());
    for (let sent = 0; !signal?.aborted; sent += 1) {
      if (failure !== undefined && sent >= failure.after) {
        if (failure.how === 'ends') {
          return;
        }
        throw new UnreachableError('broken');
      }
      while (at >= pod.log.length) {
        if (!follow || pod.ended || signal?.aborted) {
          return;
        }
        await new Promise<void>(resolve => this.waiting.add(resolve));
      }
      yield pod.log[at];
      at += 1;
    }
  }
}

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      pod: fc.nat(2),
      lines: fc.nat(6),
      sameSecond: fc.boolean()
    })
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('break' as const),
      pod: fc.nat(2),
      after: fc.nat(5),
      how: fc.constantFrom('cut' as const, 'refused' as const, 'ends' as const)
    })
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('start' as const), pod: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('end' as const), pod: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.constant({ do: 'wait' as const }) }
);

const TIMES = { order: 2, retry: { first: 1, last: 2 } };
/** Lets everything happen that can without waiting, or also what waits a moment. */
const settle = () => new Promise(resolve => setImmediate(resolve));
const moment = () => new Promise(resolve => setTimeout(resolve, 3));

async function play(steps: readonly Step[]): Promise<{ pods: FakePod[]; seen: LogLine[] }> {
  const pods = [0, 1, 2].map((index): FakePod => ({
    name: `pod-${index}`,
    started: index === 0,
    ended: false,
    log: [],
    written: [],
    breaks: []
  }));
  const client = new BreakingClient(pods);
  const listeners = new Set<() => void>();
  const parts = (): LogPart[] =>
    pods.map(({ name, started, ended }) => ({
      uid: name,
      namespace: 'ada',
      pod: name,
      container: undefined,
      replica: name,
      started,
      ended
    }));
  const complete = () => pods.every(({ ended }) => ended);
  const source: LogSource = {
    parts,
    complete,
    partComplete: complete,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    }
  };
  let second = 0;
  let nanosecond = 0;
  const seen: LogLine[] = [];
  const follower = new LogFollower(client, source, () => Promise.resolve([]), TIMES);
  const told = () => {
    listeners.forEach(listener => listener());
    client.wake();
  };
  const ended = new Promise<void>(resolve =>
    follower.listen({ lines: lines => void seen.push(...lines), end: resolve })
  );
  const play = (one: Step) => {
    const pod = one.do === 'wait' ? pods[0] : pods[one.pod];
    if (one.do === 'break') {
      pod.breaks.push(one);
    } else if (one.do === 'start') {
      pod.started = true;
    } else if (one.do === 'end') {
      pod.started = true;
      pod.ended = true;
    } else if (one.do === 'write' && pod.started && !pod.ended) {
      for (let line = 0; line < one.lines; line += 1) {
        second += one.sameSecond ? 0 : 1;
        nanosecond += 1;
        const time = `${new Date(second * 1000).toISOString().slice(0, 19)}.${String(nanosecond).padStart(9, '0')}Z`;
        // The same words again and again: nothing but the place tells lines apart.
        pod.log.push(`${time} ${line % 2 === 0 ? 'loss=1' : ''}`);
        pod.written.push(line % 2 === 0 ? 'loss=1' : '');
      }
    }
  };
  for (const one of steps) {
    play(one);
    told();
    await (one.do === 'wait' ? moment() : settle());
  }
  pods.forEach((_, pod) => play({ do: 'end', pod }));
  told();
  await ended;
  const all = follower.buffer.all();
  // What came before the first listener heard of it is in the buffer alone.
  expect(all.slice(all.length - seen.length)).toEqual(seen);
  return { pods, seen: all };
}

it('tells each line once and in the order of its pod, whenever connections break and pods come and go', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async steps => {
      const { pods, seen } = await play(steps);
      for (const { name, written } of pods) {
        const own = seen.filter(({ replica }) => replica === name);
        expect(own.map(({ text }) => text)).toEqual(written);
      }
      const sequences = seen.map(({ sequence }) => sequence);
      expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
      expect(new Set(sequences).size).toBe(sequences.length);
    }),
    { numRuns: 60 }
  );
}, 30_000);
