import { UnreachableError } from '@kubeflow-lab/kube';
import type { LogOptions } from '@kubeflow-lab/kube';
import type { LogLine } from '@kubeflow-lab/schema';
import fc from 'fast-check';

import { MemoryClient } from '../testing/memory-client.js';
import { LogBuffer } from './buffer.js';
import { LogFollower } from './follower.js';
import type { LogPart, LogSource } from './source.js';

describe('LogBuffer', () => {
  const line = (text: string) => ({ replica: 'r', time: '', text });

  it('answers what came after a number of its own', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 5 })), fc.nat({ max: 40 }), (batches, back) => {
        const buffer = new LogBuffer(10, 100);
        const all = batches.flatMap(size =>
          buffer.append(Array.from({ length: size }, (_, index) => line(String(index))))
        );
        expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => 100 + index));
        const after = (all.at(-1)?.sequence ?? 99) - back;
        const answer = buffer.after(after);
        if (answer !== null) {
          expect(answer).toEqual(all.filter(({ sequence }) => sequence > after));
        } else {
          expect(after < 100 || back >= 10).toBe(true);
        }
        expect(buffer.all()).toEqual(all.slice(-10));
      })
    );
  });

  it('begins below every number of an earlier one, so that nobody goes on with the wrong lines', async () => {
    const earlier = new LogBuffer(10);
    const [last] = earlier.append([line('a')]);
    await new Promise(resolve => setTimeout(resolve, 5));
    const later = new LogBuffer(10);
    const [first] = later.append([line('a')]);
    expect(first.sequence).toBeLessThan(last.sequence);
    expect(later.after(last.sequence)).toBeNull();
    expect(Number.isSafeInteger(last.sequence + 1e6)).toBe(true);
  });
});

/** A pod whose log grows, and whose connection breaks where it is told to. */
class FlakyClient extends MemoryClient {
  readonly text = new Map<string, string[]>();
  breaks = 0;

  override async *logs(
    pod: { namespace: string; name: string },
    options: LogOptions = {}
  ): AsyncGenerator<string> {
    let sent = 0;
    const lines = this.text.get(pod.name) ?? [];
    const since = options.sinceTime?.replace('Z', '') ?? '';
    for (const line of lines.filter(l => l.slice(0, 19) >= since)) {
      if (this.breaks > 0 && (sent += 1) > 2) {
        this.breaks -= 1;
        throw new UnreachableError('broken');
      }
      yield line;
    }
  }
}

const nothingKept = () => Promise.resolve([]);

function part(pod: string, ended: boolean): LogPart {
  return {
    uid: pod,
    namespace: 'ada',
    pod,
    container: undefined,
    replica: pod,
    started: true,
    ended
  };
}

it('follows all replicas through broken connections, each line once and in order, to the end', async () => {
  const client = new FlakyClient();
  client.breaks = 5;
  const at = (n: number) => `2026-01-01T00:00:${String(n).padStart(2, '0')}.5Z`;
  client.text.set(
    'chief',
    [1, 2, 3, 4, 5, 6, 7].map(n => `${at(n)} chief ${n}`)
  );
  client.text.set(
    'worker',
    [1, 2, 3, 4].map(n => `${at(n)} worker ${n}`)
  );
  let ended = false;
  const listeners = new Set<() => void>();
  const source: LogSource = {
    parts: () => [part('chief', ended), part('worker', ended)],
    complete: () => ended,
    partComplete: () => ended,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    }
  };
  const follower = new LogFollower(client, source, nothingKept);
  const seen: LogLine[] = [];
  await follower.ready;
  const end = new Promise<void>(resolve => {
    follower.listen({ lines: lines => void seen.push(...lines), end: resolve });
  });
  const before = follower.buffer.all();
  client.text.get('worker')!.push(`${at(9)} worker 9`);
  ended = true;
  listeners.forEach(listener => listener());
  await end;
  expect(before.map(line => line.text)).toEqual(
    [1, 2, 3, 4].flatMap(n => [`chief ${n}`, `worker ${n}`]).concat('chief 5', 'chief 6', 'chief 7')
  );
  expect(seen.map(line => line.text)).toEqual(['worker 9']);
  expect(follower.ended).toBe(true);
  expect(listeners.size).toBe(0);
  expect(follower.outdated).toBe(false);
  ended = false;
  expect(follower.outdated).toBe(true);
}, 20_000);

it('stops when it is told to, in the middle of waiting', async () => {
  const client = new FlakyClient();
  const source = {
    parts: () => [part('chief', false)],
    complete: () => false,
    partComplete: () => false,
    onChange: () => () => {}
  };
  const follower = new LogFollower(client, source, nothingKept);
  await follower.ready;
  follower.stop();
  expect(follower.ended).toBe(false);
});

it('reads what is kept of pods that are gone, unless it has followed them', async () => {
  const client = new FlakyClient();
  client.text.set('b', ['2026-01-01T00:00:05Z b 1']);
  const kept = (pod: string): LogPart => ({
    ...part(pod, true),
    uid: `node-of-${pod}`,
    kept: { key: `${pod}.log`, time: '2026-01-01T00:00:00Z' }
  });
  let parts = [kept('a'), part('b', true)];
  const listeners = new Set<() => void>();
  const source: LogSource = {
    parts: () => parts,
    complete: () => parts.length === 3,
    partComplete: () => false,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    }
  };
  const follower = new LogFollower(client, source, ({ pod, kept: log }) =>
    Promise.resolve([{ replica: pod, time: log?.time ?? '', text: `kept of ${pod}` }])
  );
  await follower.ready;
  const end = new Promise<void>(resolve => {
    follower.listen({ lines: () => undefined, end: resolve });
  });
  // The pod of b has been collected, and one of c too before anybody saw it.
  parts = [kept('a'), kept('b'), kept('c')];
  listeners.forEach(listener => listener());
  await end;
  expect(follower.buffer.all().map(({ text }) => text)).toEqual(['kept of a', 'b 1', 'kept of c']);
});
