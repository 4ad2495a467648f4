import { logLines, notebook, problem } from '../testing/fixtures.js';
import { apply, EMPTY, MOST_LINES, topicKey, uidOf } from './topic.js';

const a = notebook('alice', 'a');
const b = notebook('alice', 'b');
const loaded = apply(EMPTY, { type: 'snapshot', items: [a, b] });

describe('the state of a topic', () => {
  it('is replaced by a snapshot, with its problem', () => {
    const wrong = apply(loaded, { type: 'error', problem: problem(503, 'Later.') });
    const again = apply(wrong, { type: 'snapshot', items: [b] });
    expect(again).toEqual({ ...EMPTY, loaded: true, items: [b] });
  });

  it('keeps its items beside a problem', () => {
    const wrong = apply(loaded, { type: 'error', problem: problem(503, 'Later.') });
    expect(wrong.items).toEqual([a, b]);
    expect(wrong.problem?.detail).toBe('Later.');
  });

  it('puts a changed item in its place, and leaves the others the same objects', () => {
    const stopped = { ...a, summary: { ...a.summary, phase: 'Stopped' as const } };
    const next = apply(loaded, { type: 'changed', item: stopped });
    expect(next.items[0]).toBe(stopped);
    expect(next.items[1]).toBe(b);
  });

  it('adds an item that is new', () => {
    const c = notebook('alice', 'c');
    expect(apply(loaded, { type: 'changed', item: c }).items).toEqual([a, b, c]);
  });

  it('removes by uid, so that a new server with an old name stays', () => {
    const namesake = notebook('alice', 'a');
    const both = apply(loaded, { type: 'changed', item: namesake });
    expect(apply(both, { type: 'removed', uid: uidOf(a) }).items).toEqual([b, namesake]);
  });

  it('adds lines, and drops the first of too many', () => {
    const full = apply(EMPTY, { type: 'snapshot', lines: logLines(MOST_LINES) });
    const more = apply(full, { type: 'lines', lines: logLines(2, MOST_LINES + 1) });
    expect(more.lines).toHaveLength(MOST_LINES);
    expect(more.lines[0].sequence).toBe(3);
    expect(apply(more, { type: 'end' }).ended).toBe(true);
  });
});

describe('topicKey', () => {
  it('differs for every topic', () => {
    const keys = [
      topicKey({ resource: 'settings' }),
      topicKey({ resource: 'notebooks', namespace: 'alice' }),
      topicKey({ resource: 'notebooks', namespace: 'bob' }),
      topicKey({ resource: 'logs', kind: 'notebooks', namespace: 'alice', name: 'a' }),
      topicKey({ resource: 'logs', kind: 'notebooks', namespace: 'alice', name: 'b' })
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});
