import type { LogLine } from '@kubeflow-lab/schema';
import * as fc from 'fast-check';
import { emptyFeed, type Feed, type FeedEvent, keyOf, MAX_LINES, reduce } from './feed.js';
import { sample } from './testing/samples.js';

const problem = { type: 'about:blank', title: 'T', status: 503, detail: 'D.' };

function line(sequence: number): LogLine {
  return { sequence, replica: 'digits-chief-0', time: '', text: `line ${sequence}` };
}

function after(...events: FeedEvent[]): Feed {
  return events.reduce(reduce, emptyFeed);
}

const sequences = (feed: Feed) => feed.lines.map(({ sequence }) => sequence);

describe('keyOf', () => {
  it('tells different topics apart, and takes a resumed log for the same', () => {
    const keys = [
      { resource: 'tfjobs', namespace: 'a' },
      { resource: 'tfjobs', namespace: 'a', name: 'b' },
      { resource: 'tfjobs', namespace: 'b' },
      { resource: 'notebooks', namespace: 'a' },
      { resource: 'logs' as const, kind: 'tfjobs', namespace: 'a', name: 'b' },
      { resource: 'logs' as const, kind: 'notebooks', namespace: 'a', name: 'b' },
      { resource: 'logs' as const, kind: 'tfjobs', namespace: 'a', name: 'b', part: 'c' },
      { resource: 'settings' as const }
    ].map(keyOf);
    expect(new Set(keys).size).toBe(keys.length);
    const log = { resource: 'logs' as const, kind: 'tfjobs', namespace: 'a', name: 'b' };
    const resumed = { ...log, after: 7 };
    expect(keyOf(resumed)).toBe(keyOf(log));
  });
});

describe('reduce', () => {
  it('keeps objects by uid through changes and removals', () => {
    const feed = after(
      { type: 'snapshot', items: [sample('a'), sample('b')] },
      { type: 'changed', item: sample('a', 'Succeeded') },
      { type: 'removed', uid: 'uid-b' }
    );
    expect(Object.keys(feed.items)).toEqual(['uid-a']);
    expect(feed.items['uid-a'].summary.phase).toBe('Succeeded');
  });

  it('puts a changed object in its place, and leaves the others the same', () => {
    const [a, b] = [sample('a'), sample('b')];
    const changed = sample('a', 'Stopped');
    const feed = after({ type: 'snapshot', items: [a, b] }, { type: 'changed', item: changed });
    expect(Object.keys(feed.items)).toEqual(['uid-a', 'uid-b']);
    expect(feed.items['uid-a']).toBe(changed);
    expect(feed.items['uid-b']).toBe(b);
  });

  it('adds an object that is new', () => {
    const added = after(
      { type: 'snapshot', items: [sample('a')] },
      { type: 'changed', item: sample('c') }
    );
    expect(Object.keys(added.items)).toEqual(['uid-a', 'uid-c']);
  });

  it('removes by uid, so that a new object with an old name stays', () => {
    const namesake = sample('a');
    namesake.object.metadata.uid = 'uid-of-another';
    const feed = after(
      { type: 'snapshot', items: [sample('a'), namesake] },
      { type: 'removed', uid: 'uid-a' }
    );
    expect(feed.items).toEqual({ 'uid-of-another': namesake });
  });

  it('keeps its objects beside a problem, until a snapshot comes', () => {
    const failed = after({ type: 'snapshot', items: [sample('a')] }, { type: 'failed', problem });
    expect(failed).toMatchObject({ state: 'failed', loaded: true, problem });
    expect(Object.keys(failed.items)).toEqual(['uid-a']);
    const again = reduce(failed, { type: 'snapshot', items: [sample('b')] });
    expect(again).toMatchObject({ state: 'live', problem: null });
    expect(Object.keys(again.items)).toEqual(['uid-b']);
  });

  it('lets a snapshot replace what was there', () => {
    const feed = after(
      { type: 'snapshot', items: [sample('a')] },
      { type: 'snapshot', items: [sample('b')] }
    );
    expect(Object.keys(feed.items)).toEqual(['uid-b']);
  });

  it('keeps what is known while the connection is lost, and says so', () => {
    const lost = after({ type: 'snapshot', items: [sample('a')] }, { type: 'offline', problem });
    expect(lost).toMatchObject({ state: 'live', offline: true, problem });
    expect(Object.keys(lost.items)).toEqual(['uid-a']);
    const back = reduce(lost, { type: 'snapshot', items: [] });
    expect(back).toMatchObject({ state: 'live', offline: false, problem: null, items: {} });
  });

  it('takes no lost connection for news of a complete log or of a refusal', () => {
    const ended = after({ type: 'snapshot', lines: [line(1)] }, { type: 'end' });
    expect(reduce(ended, { type: 'offline', problem })).toBe(ended);
    const failed = after({ type: 'failed', problem });
    expect(reduce(failed, { type: 'offline', problem: { ...problem, detail: 'E.' } })).toBe(failed);
  });

  it('continues a log that says that it goes on, and begins any other anew, whatever its numbers', () => {
    const read = after({ type: 'snapshot', lines: [line(1), line(2)] });
    const next = (lines: LogLine[], resumed?: true) =>
      sequences(reduce(read, { type: 'snapshot', lines, resumed }));
    expect(next([line(3)], true)).toEqual([1, 2, 3]);
    expect(next([], true)).toEqual([1, 2]);
    expect(next([line(1)])).toEqual([1]);
    expect(next([line(9)])).toEqual([9]);
    expect(next([])).toEqual([]);
  });

  it('has each line once and in order, however a log is cut and resumed', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(40)), { maxLength: 30 }), steps => {
        let feed = emptyFeed;
        let sent = 0;
        for (const [resumes, count] of steps) {
          const first = feed.lines.at(-1)?.sequence ?? 0;
          const lines = Array.from({ length: sent + count - first }, (_, i) => line(first + i + 1));
          feed = reduce(
            feed,
            resumes ? { type: 'snapshot', lines, resumed: true } : { type: 'lines', lines }
          );
          sent += count;
        }
        expect(sequences(feed)).toEqual(Array.from({ length: sent }, (_, i) => i + 1));
      })
    );
  });

  it('keeps the end of a long log and counts what it let go', () => {
    const lines = Array.from({ length: MAX_LINES + 10 }, (_, i) => line(i + 1));
    const feed = after(
      { type: 'snapshot', lines },
      { type: 'lines', lines: [line(MAX_LINES + 11)] }
    );
    expect(feed.lines).toHaveLength(MAX_LINES);
    expect(feed.dropped).toBe(11);
    expect(feed.lines.at(-1)).toEqual(line(MAX_LINES + 11));
  });
});
